"""What whoever hears an appeal looks at: what was decided, exactly, and what was decided with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from forum.debates.models import MovedPost, Post, PostRevision, Transfer
from forum.extensions import db
from forum.groups.models import Group
from forum.moderation.acts import unpacked
from forum.moderation.models import Case, Decision
from forum.moderation.queries.decisions import WHOLE
from forum.moderation.queries.similar import earlier_about
from forum.permissions import Viewer

MOMENT = timedelta(minutes=1)  # in which what one person decides in a case is decided together
LISTED = 50  # posts that moved


@dataclass(frozen=True)
class Moved:
    """Which posts went where: of each the number that it had, and itself; `count` is all of them."""

    transfer: Transfer
    posts: Sequence[tuple[int, Post]]
    count: int


@dataclass(frozen=True)
class Heard:
    """What a decision did: the text before and after, the posts that moved, what was set from what to what.

    `profile` is what an emptied one said, `case` the one that it was taken in, `earlier` what else stands
    about the person.
    """

    versions: Sequence[PostRevision]
    moved: Moved | None
    settings: Sequence[tuple[str, Any, Any]]
    profile: Mapping[str, Any]
    case: Case | None
    earlier: Sequence[Decision]


def heard(decision: Decision, viewer: Viewer) -> Heard:
    """What whoever hears an appeal against a decision sees of it."""
    case = decision.case
    return Heard(
        versions_of(decision) if decision.act == "edit" else (),
        moved_by(decision) if decision.moves_posts else None,
        settings_of(decision),
        decision.before.get("profile", {}),
        case,
        earlier_about(decision.person_id, case, viewer) if case is not None else (),
    )


def versions_of(decision: Decision) -> Sequence[PostRevision]:
    """The text before an edit, and the one that it put."""
    since = PostRevision.post_id == decision.post_id, PostRevision.revision >= decision.before["revision"]
    query = select(PostRevision).where(*since).order_by(PostRevision.revision).limit(2)
    return db.session.scalars(query).all()


def moved_by(decision: Decision) -> Moved | None:
    """Which posts a decision moved; None once they were taken back."""
    ends = joinedload(Transfer.source), joinedload(Transfer.target)
    this = Transfer.id == decision.before["transfer"], Transfer.undone.is_(None)
    transfer = db.session.scalar(select(Transfer).where(*this).options(*ends))
    if transfer is None:
        return None
    moved = MovedPost.transfer_id == transfer.id, MovedPost.number.is_not(None)
    query = select(MovedPost.number, Post).join(Post, Post.id == MovedPost.post_id).where(*moved)
    query = query.options(joinedload(Post.author), joinedload(Post.thread))
    rows = db.session.execute(query.order_by(MovedPost.number).limit(LISTED)).all()
    count = db.session.scalar(select(func.count()).select_from(MovedPost).where(*moved)) or 0
    return Moved(transfer, [(number or 0, post) for number, post in rows], count)


def settings_of(decision: Decision) -> Sequence[tuple[str, Any, Any]]:
    """What was set on a thread: name, before, after; the names of its groups, if it was moved."""
    if decision.act == "arrange":
        before, after = unpacked(decision.before["before"]), unpacked(decision.before["after"])
        return [(name, before[name], after[name]) for name in after]
    if decision.act == "move" and "to" in decision.before:
        names = (group_name(decision.before.get("group")), group_name(decision.before["to"]))
        return [("group", *names)]
    return ()


def group_name(group_id: int | None) -> str:
    return "" if group_id is None else db.session.get_one(Group, group_id).name


def taken_with(decision: Decision) -> Sequence[Decision]:
    """What else stands of what was decided by the same person at once in the same case; the first first."""
    if decision.case_id is None:
        return ()
    query = select(Decision).where(
        Decision.case_id == decision.case_id,
        Decision.id != decision.id,
        Decision.moderator_id == decision.moderator_id,
        Decision.undone.is_(None),
        Decision.created.between(decision.created - MOMENT, decision.created + MOMENT),
    )
    return db.session.scalars(query.options(*WHOLE).order_by(Decision.id)).all()
