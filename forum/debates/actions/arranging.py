"""What moderators set on a thread: title, tags, times, pins, slow mode. Each can be put back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forum.accounts.models import User
from forum.audit.actions import record
from forum.debates.actions.counts import recounted
from forum.debates.actions.locks import lock_thread
from forum.debates.actions.refusals import AlreadySo, ArrangedSince
from forum.debates.actions.tags import set_tags, tag_names_of, tags_called
from forum.debates.models import Thread
from forum.debates.signals import thread_changed
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.slugs import slugify

SETTINGS = (
    *("title", "closed", "pinned", "pinned_everywhere"),
    *("closes_at", "opens_at", "pinned_until", "slow_minutes"),
)


@dataclass(frozen=True)
class Arranged:
    """What was set: before and after, by name. `tags` are names in their order."""

    before: Mapping[str, Any]
    after: Mapping[str, Any]


def arrange_thread(
    thread: Thread,
    moderator: User | None,
    reason: str = "",
    *,
    tags: Sequence[str] | None = None,
    **values: Any,
) -> Arranged:
    """Set some of SETTINGS, and the tags if given; what is as it was stays out of the result.

    Undone by `arrange_back`. Raises AlreadySo where nothing changes.
    """
    lock_thread(thread)
    before = {name: getattr(thread, name) for name in values}
    after = {name: value for name, value in values.items() if value != before[name]}
    if tags is not None and list(tags) != (had := tag_names_of(thread)):
        before["tags"], after["tags"] = had, list(tags)
    if not after:
        raise AlreadySo
    put(thread, after)
    record("thread.arrange", "thread", thread.id, moderator and moderator.id, changed=sorted(after))
    return Arranged({name: before[name] for name in after}, after)


def arrange_back(thread: Thread, done: Arranged, moderator: User | None) -> None:
    """Put back what was set. Raises ArrangedSince if one of those is no longer as it was set."""
    lock_thread(thread)
    now = {name: tag_names_of(thread) if name == "tags" else getattr(thread, name) for name in done.after}
    if now != done.after:
        raise ArrangedSince
    put(thread, done.before)
    record("thread.arrange", "thread", thread.id, moderator and moderator.id, back=sorted(done.before))


def put(thread: Thread, values: Mapping[str, Any]) -> None:
    """Set these values on a held thread; others hear of a new title or new tags."""
    for name, value in values.items():
        if name != "tags":
            setattr(thread, name, value)
    if "title" in values:
        thread.slug = slugify(thread.title)
    if "tags" in values:
        found = tags_called(values["tags"])
        with recounted(thread, tags=found):
            set_tags(thread, found)
    db.session.flush()
    if {"title", "tags"} & set(values):
        thread_changed.send(thread)


def keep_time(thread: Thread) -> None:
    """Close, open or unpin the thread if it was to be so by now. The caller owns the transaction."""
    lock_thread(thread)
    now = utcnow()
    changes: dict[str, Any] = {}
    for name, change in TIMED.items():
        due = getattr(thread, name)
        if due is not None and due <= now:
            changes |= {name: None, **change}
    if changes:
        put(thread, changes)
        record("thread.time", "thread", thread.id, None, changed=sorted(changes))


TIMED: Mapping[str, Mapping[str, Any]] = {
    "closes_at": {"closed": True},
    "opens_at": {"closed": False},
    "pinned_until": {"pinned": False},
}
