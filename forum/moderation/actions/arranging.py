"""What moderators set on a thread or mark a post as, as decisions. The caller owns the transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from forum.accounts.models import User
from forum.debates import actions as debates
from forum.debates.actions import lock_post, lock_thread
from forum.debates.models import Post, Thread
from forum.moderation.actions.cases import conclude, still_open
from forum.moderation.actions.deciding import Grounds, calling, decided, not_own_flag, taken
from forum.moderation.actions.reach import marks_within_reach, thread_within_reach
from forum.moderation.models import Case, Decision


def arrange_thread(
    thread: Thread,
    moderator: User,
    why: Grounds,
    *,
    case: Case | None = None,
    settles: bool = True,
    **values: Any,
) -> Decision:
    """Set title, tags, times, pins or slow mode, of which who opened it is told, unless it is only pinned.

    `case` is the one that the moderator came from. Raises CaseClosed, OwnFlag, StillHidden, OnAdmin,
    DecidedByOthers, and what the debates' act raises.
    """
    lock_thread(thread)
    found = still_open(case)
    not_own_flag(found, moderator)
    calls = calling(thread, moderator, "arrange")
    decision = decided("arrange", why, moderator, case=found or calls, thread=thread)
    done = debates.arrange_thread(thread, moderator, why.reason, **values)
    thread_within_reach(moderator, thread, "arrange", done.after)
    decision.before = {"before": packed(done.before), "after": packed(done.after)}
    conclude(decision, found, moderator, settles=settles)
    taken(decision)
    return decision


def mark_post(post: Post, moderator: User, why: Grounds, *, picked: bool, wiki: bool) -> Decision:
    """Pick a post, or let others edit it; what is raised is what the debates' act raises.

    Raises OnAdmin, DecidedByOthers and OwnFlag too.
    """
    lock_post(post)
    calling(post, moderator, "mark")
    marks = {"picked": picked, "wiki": wiki}
    marks_within_reach(moderator, post, [name for name in marks if marks[name] != getattr(post, name)])
    decision = decided("mark", why, moderator, post=post)
    before = debates.mark_post(post, moderator, why.reason, **marks)
    decision.before = {"before": before, "after": marks}
    taken(decision)
    return decision


def packed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON holds them."""
    return {name: as_text(value) for name, value in values.items()}


def as_text(value: Any) -> Any:
    """A moment in ISO 8601; anything else as it is."""
    return value.isoformat() if isinstance(value, datetime) else value
