"""What is kept of a person, table by table, as they get it: what they wrote, and what was done about it.

Left out: what only makes the site work (digests, counts, forms already sent), what others wrote, about them
(who flagged, the team's notes) or in posts that they edited, titles where they may no longer look, and
decisions that they have not been told of yet.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Select, and_, bindparam, case, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from forum.accounts.models import ApiToken, SignUp, User
from forum.debates.models import (
    Draft,
    File,
    Post,
    PostRevision,
    ReadingPosition,
    Subscription,
    Thread,
    Upload,
)
from forum.debates.queries.visible import in_visible_groups, sees_all, some_viewer
from forum.groups.models import Group, GroupMember
from forum.moderation.models import Appeal, Case, Decision, Flag, Notice
from forum.notifications.models import Communication, Notification, SavedSearch
from forum.permissions import Viewer

Columns = Sequence[InstrumentedAttribute[Any] | ColumnElement[Any]]


class Part:
    """The rows of one kind: which columns, whose they are by which column, read in the order of `key`."""

    def __init__(
        self,
        columns: Columns,
        owner: InstrumentedAttribute[Any],
        key: InstrumentedAttribute[Any],
        *joined: Any,
        where: Sequence[ColumnElement[bool]] = (),
    ) -> None:
        self.query: Select[Any] = select(key.label("_key"), *columns).where(*where).order_by(key)
        for model in joined:
            self.query = self.query.join(model, isouter=model is Thread)
        self.owner, self.key = owner, key

    def after(self, person_id: int, key: int, size: int) -> Select[Any]:
        """The next rows of a person; it runs with what `seen_by` gives."""
        return self.query.where(self.owner == person_id, self.key > key).limit(size)


def seen_by(viewer: Viewer) -> dict[str, object]:
    """Where a person may look, as the statements of these parts take it."""
    return {"sees_all": sees_all(viewer), "groups": list(viewer.groups)}


def title(owner: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    """The title of a thread, if the owner of the row may look there and it stands, or is theirs."""
    there = or_(bindparam("sees_all", type_=Boolean), in_visible_groups(some_viewer(everywhere=False)))
    stands = or_(Thread.state == "visible", Thread.author_id == owner)
    return case((and_(there, stands), Thread.title)).label("thread_title")


def own(column: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    """What a version of a post says, if its editor wrote the post: else it holds another's text."""
    return case((Post.author_id == PostRevision.editor_id, column)).label(column.key)


def columns(model: Any, names: str) -> Columns:
    """Columns of a table by their names."""
    return [getattr(model, name) for name in names.split()]


PARTS: Mapping[str, Part] = {
    "profile": Part(
        columns(
            User,
            "username email display_name position organisation place bio links language follows_own "
            "news_mail role state verified_at confirmed_at created last_seen silenced_until suspended_until",
        ),
        User.id,
        User.id,
    ),
    "registration": Part(columns(SignUp, "mail_host at"), SignUp.user_id, SignUp.id),
    "groups": Part([Group.name, GroupMember.moderator], GroupMember.user_id, GroupMember.group_id, Group),
    "posts": Part(
        [
            *columns(Post, "id thread_id number reply_to state gone_by gone_reason gone_at"),
            title(Post.author_id),
            *columns(Post, "language body_format body created edited"),
        ],
        Post.author_id,
        Post.id,
        Thread,
    ),
    "versions": Part(
        [
            *columns(PostRevision, "post_id revision"),
            *(own(column) for column in (PostRevision.title, PostRevision.body)),
            *columns(PostRevision, "reason created"),
        ],
        PostRevision.editor_id,
        PostRevision.id,
        Post,
    ),
    "drafts": Part(columns(Draft, "id kind thread_id title body fields updated"), Draft.user_id, Draft.id),
    "files": Part(
        [*columns(File, "name size width height mime"), Upload.created], Upload.user_id, Upload.file_id, File
    ),
    "decisions": Part(
        columns(Decision, "id act ground rule reason automated until post_id thread_id created told undone"),
        Decision.person_id,
        Decision.id,
        where=[Decision.told.is_not(None)],
    ),
    "flags": Part(
        [Flag.id, Case.post_id, Case.person_id, *columns(Flag, "reason note created")],
        Flag.user_id,
        Flag.id,
        Case,
    ),
    "notices": Part(
        columns(Notice, "year serial address kind text name mail language created"),
        Notice.person_id,
        Notice.id,
    ),
    "appeals": Part(
        columns(Appeal, "id decision_id text created outcome reasons heard"), Appeal.appellant_id, Appeal.id
    ),
    "communications": Part(
        columns(Communication, "id kind language subject body link created"),
        Communication.user_id,
        Communication.id,
    ),
    "notifications": Part(
        columns(Notification, "kind thread_id search_id communication_id created at read"),
        Notification.user_id,
        Notification.id,
    ),
    "following": Part(
        [Subscription.thread_id, title(Subscription.user_id), Subscription.created],
        Subscription.user_id,
        Subscription.id,
        Thread,
    ),
    "reading": Part(
        columns(ReadingPosition, "thread_id number"), ReadingPosition.user_id, ReadingPosition.thread_id
    ),
    "searches": Part(columns(SavedSearch, "name query mail created"), SavedSearch.user_id, SavedSearch.id),
    "programs": Part(
        columns(ApiToken, "label scope created expires last_used"), ApiToken.user_id, ApiToken.id
    ),
}
