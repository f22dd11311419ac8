"""What is somebody else's to decide: acts on what is one's own, or an administrator's.

The rules hide these from the pages; the actions refuse them whoever calls. `moderator` is None for commands.
"""

from collections.abc import Iterable

from sqlalchemy import select

from forum.accounts.models import User
from forum.debates.models import Post, Thread
from forum.extensions import db
from forum.moderation.actions.refusals import DecidedByOthers, OnAdmin, OnOneself
from forum.moderation.queries.settled import parts_of, settled_by_others, settled_marks


def not_on_admin(moderator: User | None, *people: int | None) -> None:
    """Raise OnAdmin if one of these people, by id, is an administrator and the moderator is none."""
    if moderator is None or moderator.role == "admin":
        return
    admins = select(User.id).where(User.id.in_([one for one in people if one]), User.role == "admin")
    if db.session.scalar(admins.limit(1)) is not None:
        raise OnAdmin


def within_reach(moderator: User | None, person_id: int | None) -> None:
    """Raise OnOneself or OnAdmin unless the moderator may decide about this person or what they wrote."""
    if moderator is not None and moderator.id == person_id:
        raise OnOneself
    not_on_admin(moderator, person_id)


def thread_within_reach(
    moderator: User | None, thread: Thread, act: str, changed: Iterable[str] = ()
) -> None:
    """Raise OnAdmin on an administrator's thread; DecidedByOthers where the act would undo on their own one
    what another of the team decided. `changed` are the settings that arranging it changes.
    """
    not_on_admin(moderator, thread.author_id)
    if moderator is None or thread.author_id != moderator.id:
        return
    if thread.state == "pending" and act == "restore":
        raise OnOneself
    if settled_by_others(thread, moderator.id) & parts_of(act, changed):
        raise DecidedByOthers


def marks_within_reach(moderator: User | None, post: Post, changed: Iterable[str]) -> None:
    """The same of marks on a post."""
    not_on_admin(moderator, post.author_id)
    if moderator is None or post.author_id != moderator.id:
        return
    if settled_marks(post, moderator.id) & set(changed):
        raise DecidedByOthers
