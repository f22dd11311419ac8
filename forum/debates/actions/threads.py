"""Opening threads, and what moderators do to whole threads."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.models import User
from forum.audit.actions import record
from forum.debates.actions.counts import recounted
from forum.debates.actions.tags import set_tags
from forum.debates.models import Post, Thread
from forum.debates.signals import post_published, thread_changed
from forum.extensions import db
from forum.groups.models import Group
from forum.lib.clock import utcnow
from forum.lib.markdown import RENDER_VERSION, Rendered, summary
from forum.lib.refusals import Conflict
from forum.lib.slugs import slugify

SUMMARY = 220


class ThreadClosed(Conflict):
    message = _l("Este debate está cerrado y ya no admite respuestas.")


class AlreadySo(Conflict):
    message = _l("Ya estaba hecho: alguien se ha adelantado.")


class AlreadyLinked(Conflict):
    message = _l("Esta entrada ya tiene su debate.")


def lock_thread(thread: Thread) -> None:
    """Hold the thread until the transaction ends, and read it again. The first lock: then groups, tags."""
    db.session.scalars(
        select(Thread)
        .where(Thread.id == thread.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def open_thread(
    kind: str,
    title: str,
    text: Rendered,
    author: User | None,
    *,
    group: Group | None = None,
    tags: Sequence[str] = (),
    linked: Thread | None = None,
    created: datetime | None = None,
    author_name: str = "",
    language: str = "es",
    state: str = "visible",
    origin: str | None = None,
    quietly: bool = False,
) -> Thread:
    """A new thread with its opening post. The caller owns the transaction.

    `created` is aware UTC, now if absent: importers pass the original date, `author_name` where there is
    no account, `origin` what it came from, and `quietly`, so that nobody is told. `linked` is the entry
    that a debate is about; raises AlreadyLinked if that has one.
    """
    created = created or utcnow()
    thread = Thread(
        kind=kind,
        title=title,
        slug=slugify(title),
        group_id=group and group.id,
        author_id=author and author.id,
        author_name=author_name,
        created=created,
        last_activity=created,
        last_author_id=author and author.id,
        last_author_name=author_name,
        language=language,
        summary=summary(text.text, SUMMARY),
        state="pending",
        last_number=1,
        origin=origin,
    )
    db.session.add(thread)
    db.session.flush()
    with recounted(thread):
        set_tags(thread, tags)
        thread.state = state
    if linked is not None:
        link(thread, linked)
    post = Post(
        thread_id=thread.id,
        number=1,
        author_id=author and author.id,
        author_name=author_name,
        created=created,
        language=language,
        origin=origin,
        **written(text),
    )
    db.session.add(post)
    db.session.flush()
    post_published.send(thread, post=post, quietly=quietly)
    return thread


def written(text: Rendered) -> dict[str, object]:
    """The columns of a post that hold its text."""
    return {
        "body": text.source,
        "body_format": text.format,
        "body_html": text.html,
        "body_text": text.text,
        "render_version": RENDER_VERSION,
    }


def link(debate: Thread, entry: Thread) -> None:
    """Make `debate` the debate of `entry`, and show each on the other."""
    lock_thread(entry)
    if entry.linked_id is not None:
        raise AlreadyLinked
    entry.linked_id, debate.linked_id = debate.id, entry.id
    entry.revision += 1
    db.session.flush()


def close_thread(thread: Thread, moderator: User | None, reason: str = "") -> None:
    """No more replies. Raises AlreadySo."""
    switch(thread, "closed", True, "thread.close", moderator)


def open_again(thread: Thread, moderator: User | None, reason: str = "") -> None:
    """Replies again. Raises AlreadySo."""
    switch(thread, "closed", False, "thread.open", moderator)


def pin_thread(thread: Thread, moderator: User | None, reason: str = "") -> None:
    """On top of its lists. Raises AlreadySo."""
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
    thread.revision += 1
    record(act, "thread", thread.id, moderator and moderator.id)


def move_thread(thread: Thread, group: Group, moderator: User | None, reason: str = "") -> None:
    """Into another group; its numbers and addresses stay. Raises AlreadySo."""
    lock_thread(thread)
    if thread.group_id == group.id:
        raise AlreadySo
    left = thread.group_id
    with recounted(thread):
        thread.group_id = group.id
    thread.revision += 1
    db.session.expire(thread, ["group"])
    record("thread.move", "thread", thread.id, moderator and moderator.id, left=left, entered=group.id)
    thread_changed.send(thread)


def remove_thread(thread: Thread, moderator: User | None, reason: str) -> None:
    """Out of every list and search; its address says that it was removed. Raises AlreadySo."""
    set_state(thread, "removed", "thread.remove", moderator, reason)


def restore_thread(thread: Thread, moderator: User | None, reason: str = "") -> None:
    """A removed thread, or one that awaited approval, is shown. Raises AlreadySo."""
    set_state(thread, "visible", "thread.restore", moderator)


def set_state(thread: Thread, state: str, act: str, moderator: User | None, reason: str = "") -> None:
    """Show or remove the thread, with its counts and its audit row."""
    lock_thread(thread)
    if thread.state == state:
        raise AlreadySo
    with recounted(thread):
        thread.state = state
    thread.gone_reason, thread.gone_at = reason, utcnow() if state == "removed" else None
    thread.revision += 1
    record(act, "thread", thread.id, moderator and moderator.id)
    thread_changed.send(thread)
