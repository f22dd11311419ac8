"""What others of the team decided about a thing that is one's own: it is not one's own to undo."""

from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, or_, select

from forum.debates.models import Post, Thread, Transfer
from forum.extensions import db
from forum.moderation.models import Decision

PARTS: Mapping[str, frozenset[str]] = {
    "close": frozenset({"closed"}),
    "open": frozenset({"closed"}),
    "pin": frozenset({"pinned"}),
    "unpin": frozenset({"pinned"}),
    "move": frozenset({"group"}),
    "remove": frozenset({"state"}),
    "restore": frozenset({"state"}),
    "split": frozenset({"posts"}),
    "merge": frozenset({"posts"}),
    "transfer": frozenset({"posts"}),
}
SAME_PART = {
    "closes_at": "closed",
    "opens_at": "closed",
    "pinned_everywhere": "pinned",
    "pinned_until": "pinned",
}


def parts_of(act: str, changed: Iterable[str] = ()) -> frozenset[str]:
    """What of a thread an act decides; of arranging it, the settings that it changes."""
    return PARTS.get(act) or frozenset(SAME_PART.get(name, name) for name in changed)


def settled_by_others(thread: Thread, person_id: int) -> frozenset[str]:
    """The parts of a thread that another of the team decided last, if the thread is this person's; else none.

    By the decisions that stand; one without a moderator is another's.
    """
    if thread.author_id != person_id:
        return frozenset()
    arrived = select(Transfer.source_id).where(Transfer.target_id == thread.id, Transfer.undone.is_(None))
    about = or_(Decision.thread_id == thread.id, Decision.thread_id.in_(arrived))
    last: dict[str, int | None] = {}
    for one in standing_decisions(about & Decision.post_id.is_(None)):
        if one.thread_id == thread.id or arrived_by(one, thread):
            last |= dict.fromkeys(parts_of(one.act, one.before.get("after", ())), one.moderator_id)
    return frozenset(part for part, moderator_id in last.items() if moderator_id != person_id)


def arrived_by(decision: Decision, thread: Thread) -> bool:
    """Whether a decision about another thread moved posts of it to this one."""
    done = db.session.get(Transfer, decision.before.get("transfer", 0))
    return done is not None and done.target_id == thread.id


def settled_marks(post: Post, person_id: int) -> frozenset[str]:
    """The marks of a post that another of the team set last, if the post is this person's; else none."""
    if post.author_id != person_id:
        return frozenset()
    last: dict[str, int | None] = {}
    for one in standing_decisions((Decision.post_id == post.id) & (Decision.act == "mark")):
        before, after = one.before["before"], one.before["after"]
        last |= dict.fromkeys((name for name in after if after[name] != before[name]), one.moderator_id)
    return frozenset(name for name, moderator_id in last.items() if moderator_id != person_id)


def standing_decisions(about: ColumnElement[bool]) -> Iterable[Decision]:
    """The decisions about something that were not undone, the first first."""
    return db.session.scalars(select(Decision).where(about, Decision.undone.is_(None)).order_by(Decision.id))
