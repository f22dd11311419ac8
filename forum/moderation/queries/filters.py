"""Which cases of the queue are listed, in which order: an address says it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    String,
    and_,
    cast,
    func,
    literal,
    or_,
    select,
    union_all,
)

from forum.accounts.models import User
from forum.debates.models import Post, Thread
from forum.extensions import db
from forum.groups.models import Group, GroupMember
from forum.lib.indexes import unindexed
from forum.lib.refusals import NotFound
from forum.moderation.models import Case, Flag, SavedReply
from forum.moderation.models.cases import SOURCES
from forum.moderation.queries.nobody import lapsed
from forum.moderation.queries.team import on_team
from forum.moderation.reasons import REASONS
from forum.permissions import Viewer

NOBODY = "-"
STATES: Mapping[str, Sequence[str]] = {
    "open": ("new", "in_hand"),
    "mine": ("new", "in_hand", "appealed"),
    "resolved": ("decided", "closed"),
}
Offered = Sequence[tuple[str, str]]  # value in the address, and its name


@dataclass(frozen=True)
class Filters:
    """What the listed cases have in common; an empty one lets all through.

    `reason` and `source` are those of one of its flags, `group` is a slug, `assignee` a username or NOBODY.
    `order`: by weight, the heaviest first; empty: the newest first.
    """

    state: str = ""
    reason: str = ""
    source: str = ""
    group: str = ""
    assignee: str = ""
    order: str = ""

    @classmethod
    def parse(cls, args: Mapping[str, str], tab: str = "open") -> "Filters":
        """The filters in an address. NotFound where it names what there is not."""
        asked = cls(**{name: args.get(name, "") for name in cls.__dataclass_fields__})
        for value, known in (
            (asked.state, STATES[tab]),
            (asked.reason, REASONS),
            (asked.source, SOURCES),
            (asked.order, ("weight",)),
        ):
            if value and value not in known:
                raise NotFound
        return asked

    @property
    def args(self) -> dict[str, Any]:
        """What an address says of them."""
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def by_weight(self) -> bool:
        """Whether the heaviest come first."""
        return self.order == "weight"

    @property
    def of_flags(self) -> bool:
        """Whether they tell what flags say, which whom a case is about does not read."""
        return bool(self.reason or self.source)

    @property
    def conditions(self) -> Sequence[ColumnElement[bool]]:
        """The conditions on Case."""
        found: list[ColumnElement[bool]] = []
        if self.state:
            found.append(unindexed(Case.state) == self.state)
        of_flag = [
            column == value
            for column, value in ((Flag.reason, self.reason), (Flag.source, self.source))
            if value
        ]
        if of_flag:
            found.append(Case.flags.any(and_(*of_flag)))
        if self.group:
            found.append(Case.post.has(Post.thread.has(Thread.group.has(Group.slug == self.group))))
        if self.assignee == NOBODY:
            found.append(or_(Case.assignee_id.is_(None), lapsed()))
        elif self.assignee:
            found.append(Case.assignee.has(User.username == self.assignee))
        return found


@dataclass(frozen=True)
class Choices:
    """What can be chosen where `viewer` decides: groups, the team, and its saved replies; and any reason."""

    @property
    def reasons(self) -> Sequence[tuple[str, object]]:
        """What flags say, as a list offers it."""
        return tuple(REASONS.items())

    groups: Offered
    people: Offered
    replies: Sequence[SavedReply]


def choices(viewer: Viewer) -> Choices:
    """What one can filter by, in Spanish order, and the replies by name; in one statement."""
    groups = select(literal("group").label("kind"), Group.slug.label("value"), Group.name.label("name"))
    groups = groups.add_columns(literal("").label("text"), Group.sort_key.label("sort_key"))
    there = []
    if "moderator" not in viewer.roles:
        groups = groups.where(Group.id.in_(viewer.moderated))
        there = [GroupMember.group_id.in_(viewer.moderated)]
    shown = func.coalesce(func.nullif(User.display_name, ""), User.username)
    people = select(literal("person"), User.username, shown, literal(""), User.sort_key).where(
        on_team(*there), User.state == "active"
    )
    named = cast(SavedReply.id, String), SavedReply.name, SavedReply.text
    replies = select(literal("reply"), *named, literal(""))
    every: CompoundSelect[Any] = union_all(groups, people, replies)
    rows = db.session.execute(every.order_by("sort_key", "name")).all()
    return Choices(
        groups=[(row.value, row.name) for row in rows if row.kind == "group"],
        people=[(row.value, row.name) for row in rows if row.kind == "person"],
        replies=[
            SavedReply(id=int(row.value), name=row.name, text=row.text) for row in rows if row.kind == "reply"
        ],
    )
