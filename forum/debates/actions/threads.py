"""What moderators do to whole threads."""

from forum.accounts.models import User
from forum.audit.actions import record
from forum.debates.actions.counts import recounted
from forum.debates.actions.locks import lock_thread
from forum.debates.actions.refusals import AlreadySo, ThreadEmpty
from forum.debates.models import Thread
from forum.debates.queries.merged import merged_into
from forum.debates.signals import thread_changed
from forum.extensions import db
from forum.groups.models import Group
from forum.lib.clock import utcnow


def close_thread(thread: Thread, moderator: User | None, reason: str = "") -> None:
    """No more replies. Raises AlreadySo."""
    switch(thread, "closed", True, "thread.close", moderator)


def open_again(thread: Thread, moderator: User | None, reason: str = "") -> None:
    """Replies again. Raises AlreadySo."""
    switch(thread, "closed", False, "thread.open", moderator)


def pin_thread(thread: Thread, moderator: User | None, reason: str = "") -> None:
    """On top of its lists: of its group's alone, by who moderates nothing else. Raises AlreadySo."""
    pin_again(thread, moderator)
    thread.pinned_everywhere = moderator is None or moderator.role != "member"


def pin_again(thread: Thread, moderator: User | None) -> None:
    """On top of the lists where it was. Raises AlreadySo."""
    switch(thread, "pinned", True, "thread.pin", moderator)


def unpin_thread(thread: Thread, moderator: User | None, reason: str = "") -> None:
    """Back among the others. Raises AlreadySo."""
    switch(thread, "pinned", False, "thread.unpin", moderator)


def switch(thread: Thread, name: str, value: bool, act: str, moderator: User | None) -> None:
    """Set a fact of the thread, with its audit row."""
    lock_thread(thread)
    if getattr(thread, name) == value:
        raise AlreadySo
    setattr(thread, name, value)
    record(act, "thread", thread.id, moderator and moderator.id)


def move_thread(thread: Thread, group: Group, moderator: User | None, reason: str = "") -> None:
    """Into another group; its numbers and addresses stay. Raises AlreadySo."""
    lock_thread(thread)
    if thread.group_id == group.id:
        raise AlreadySo
    left = thread.group_id
    with recounted(thread, into=group.id):
        thread.group_id = group.id
    db.session.expire(thread, ["group"])
    record("thread.move", "thread", thread.id, moderator and moderator.id, left=left, entered=group.id)
    thread_changed.send(thread)


def remove_thread(thread: Thread, moderator: User | None, reason: str) -> None:
    """Out of every list and search; its address says that it was removed. Raises AlreadySo."""
    set_state(thread, "removed", "thread.remove", moderator, reason)


def restore_thread(thread: Thread, moderator: User | None, reason: str = "") -> None:
    """A removed thread, or one that awaited approval, is shown. Raises AlreadySo."""
    set_state(thread, "visible", "thread.restore", moderator)


def put_thread_back(thread: Thread, moderator: User | None, state: str, reason: str) -> None:
    """The thread is in the state that it had before an act, for its reason then. Raises AlreadySo."""
    set_state(thread, state, "thread.put_back", moderator, reason)


def set_state(thread: Thread, state: str, act: str, moderator: User | None, reason: str = "") -> None:
    """Show or remove the thread, with its counts and its audit row."""
    lock_thread(thread)
    if thread.state == state:
        raise AlreadySo
    if thread.state == "removed" and merged_into(thread.id):
        raise ThreadEmpty
    with recounted(thread):
        thread.state = state
    thread.gone_reason, thread.gone_at = reason, utcnow() if state == "removed" else None
    record(act, "thread", thread.id, moderator and moderator.id)
    thread_changed.send(thread)
