"""Undoing a transfer: what moved goes back to its numbers; what was written since stays where it is."""

from sqlalchemy import func, select, true, update

from forum.accounts.models import User
from forum.audit.actions import record
from forum.debates.actions.counts import recounted
from forum.debates.actions.refusals import AlreadySo
from forum.debates.actions.texts import SUMMARY
from forum.debates.actions.transfers.linking import link_instead
from forum.debates.actions.transfers.moving import (
    begun,
    emptied,
    lock_threads,
    readers_of,
    settle,
    transfer,
)
from forum.debates.actions.transfers.places import BY_ROWS, go_back, moved_by
from forum.debates.actions.transfers.readers import (
    follow_no_more,
    follow_too,
    skip_pointers,
    write_there,
)
from forum.debates.actions.transfers.refusals import MovedOn
from forum.debates.models import MovedPost, Post, Thread, Transfer
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.locks import hold_row
from forum.lib.markdown import summary


def take_back(done: Transfer, moderator: User | None, reason: str = "") -> None:
    """Undo a transfer. Replies written since stay in the target; a thread that was split off has no opening
    any more, so they follow its posts, under a divider, and its address leads where those are.

    Raises AlreadySo, and MovedOn if something of it moved further, or one of the threads is no longer there.
    """
    source, target, entry = lock_ends(done)
    refuse_changed(done, source, target)
    if done.kind == "merge":
        reopen(source)
    if done.kind == "split":
        return_split(done, source, target)
    else:
        return_posts(done, source, target)
    if done.kind == "merge":
        source.summary = summary_of(source)
    if entry is not None and entry.linked_id == target.id:
        link_instead(entry, target, source)
    record("transfer.undo", "thread", source.id, moderator and moderator.id, transfer=done.id)


def lock_ends(done: Transfer) -> tuple[Thread, Thread, Thread | None]:
    """Hold the threads of a transfer, and read it again; gives them, and the entry that went along."""
    ids = done.source_id, done.target_id, done.linked_id
    threads = [None if thread_id is None else db.session.get_one(Thread, thread_id) for thread_id in ids]
    lock_threads(*(thread for thread in threads if thread))
    hold_row(done)
    source, target, entry = threads
    assert source
    assert target
    return source, target, entry


def refuse_changed(done: Transfer, source: Thread, target: Thread) -> None:
    """Raise AlreadySo or MovedOn unless all is where the transfer left it."""
    if done.undone is not None or done.kind == "back":
        raise AlreadySo
    states = source.state, target.state
    if states != ("removed" if done.emptied else "visible", "visible"):
        raise MovedOn
    if readers_of(source) != readers_of(target) or not all_still_there(done):
        raise MovedOn


def all_still_there(done: Transfer) -> bool:
    """Whether every post that the transfer moved is where that put it."""
    there = (Post.thread_id == done.target_id) & Post.number.between(done.first, done.last)
    moved = select(func.count(MovedPost.number)).where(moved_by(done))
    still = moved.join(Post, Post.id == MovedPost.post_id).where(there)
    return bool(db.session.scalar(moved) == db.session.scalar(still))


def reopen(source: Thread) -> None:
    """Have a thread that had been emptied be shown again; its posts are about to be there."""
    with recounted(source):
        source.state, source.gone_at = "visible", None


def return_posts(done: Transfer, source: Thread, target: Thread, *, all_of_it: bool = False) -> None:
    """Put the posts of a transfer back; pointers take their places in the target."""
    back = begun("back", target, source, all_of_it)
    back.first = 0
    done.undone = utcnow()
    db.session.flush()
    go_back(done, back)
    follow_no_more(done)
    if all_of_it:
        follow_too(back)
        write_there(back)
    skip_pointers(target.id)
    settle(back, target, source)


def return_split(done: Transfer, source: Thread, target: Thread) -> None:
    """Put the posts of a thread that was split off back, and what was written there since behind them."""
    with emptied(target):
        return_posts(done, source, target, all_of_it=True)
        if has_more(target):
            transfer("move", target, source, true())
        else:
            wait_in(source, target)


def has_more(thread: Thread) -> bool:
    """Whether the thread still has a post with a number."""
    more = select(Post.id).where(Post.thread_id == thread.id, Post.number.is_not(None)).limit(1)
    return db.session.scalar(more) is not None


def wait_in(source: Thread, target: Thread) -> None:
    """What awaits approval in the target, or was refused it, is the source's."""
    db.session.execute(
        update(Post).where(Post.thread_id == target.id).values(thread_id=source.id, reply_to=None),
        execution_options=BY_ROWS,
    )


def summary_of(thread: Thread) -> str:
    """What lists say of the thread: its opening post may have been edited, or taken from sight, elsewhere."""
    opening = select(Post).where(Post.thread_id == thread.id, Post.number == 1)
    post = db.session.scalars(opening.execution_options(populate_existing=True)).one()
    return summary(post.body_text, SUMMARY) if post.visible else ""
