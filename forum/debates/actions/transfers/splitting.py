"""Making a thread of some posts of another."""

from collections.abc import Sequence

from sqlalchemy import select

from forum.accounts.models import User
from forum.audit.actions import record
from forum.debates.actions.counts import recounted
from forum.debates.actions.locks import lock_thread
from forum.debates.actions.tags import set_tags, tags_called
from forum.debates.actions.texts import SUMMARY
from forum.debates.actions.transfers.moving import numbered_in, readers_of, require_shown, transfer
from forum.debates.actions.transfers.refusals import (
    GroupNeeded,
    HiddenOpening,
    NothingChosen,
    OpeningStays,
    OtherReadersThere,
)
from forum.debates.models import Post, Thread, Transfer
from forum.extensions import db
from forum.groups.models import Group
from forum.lib.markdown import summary
from forum.lib.numbers import Ranges
from forum.lib.slugs import slugify


def split_thread(
    source: Thread,
    numbers: Ranges,
    title: str,
    moderator: User | None,
    *,
    group: Group | None = None,
    tags: Sequence[str] = (),
    reason: str = "",
) -> Transfer:
    """Make a debate of these posts, in the source's group unless one is given; the first of them opens it.

    The opening post stays with its thread. Undone by `take_back`. Raises OpeningStays, NothingChosen,
    HiddenOpening, GroupNeeded, OtherReadersThere, NotShown.
    """
    lock_thread(source)
    require_shown(source)
    group = group or source.group
    refuse_place(source, group)
    opening = first_of(source, numbers)
    target = made_of(opening, title, group)
    found = tags_called(tags)
    with recounted(target, tags=found):
        set_tags(target, found)
        target.state = "visible"
    moved = transfer("split", source, target, numbered_in(numbers))
    record("thread.split", "thread", source.id, moderator and moderator.id, into=target.id, transfer=moved.id)
    return moved


def refuse_place(source: Thread, group: Group | None) -> None:
    """Raise GroupNeeded or OtherReadersThere unless the posts may go to a debate in that group."""
    if group is None:
        raise GroupNeeded
    if readers_of(source) != (None if group.is_open else group.id):
        raise OtherReadersThere


def first_of(source: Thread, numbers: Ranges) -> Post:
    """The post that will open the new thread. Raises OpeningStays, NothingChosen, HiddenOpening."""
    if 1 in numbers:
        raise OpeningStays
    chosen = select(Post).where(Post.thread_id == source.id, numbered_in(numbers)).order_by(Post.number)
    opening = db.session.scalars(chosen.limit(1)).first()
    if opening is None:
        raise NothingChosen
    if not opening.visible:
        raise HiddenOpening
    return opening


def made_of(opening: Post, title: str, group: Group | None) -> Thread:
    """A thread that this post is about to open, as yet counted nowhere."""
    thread = Thread(
        kind="debate",
        title=title,
        slug=slugify(title),
        summary=summary(opening.body_text, SUMMARY),
        group_id=group and group.id,
        state="pending",
        author_id=opening.author_id,
        author_name=opening.author_name,
        created=opening.created,
        language=opening.language,
        last_activity=opening.created,
        last_number=0,
    )
    db.session.add(thread)
    db.session.flush()
    return thread
