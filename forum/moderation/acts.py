"""What can be done to a post, a thread or a person as it is, what does it, and what undoes it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from forum.accounts.actions.saying import said_by, say_again, say_nothing, says_something
from forum.accounts.models import User
from forum.debates import actions as debates
from forum.debates.actions.refusals import ArrangedSince
from forum.debates.actions.transfers import take_back
from forum.debates.models import Post, Thread, Transfer
from forum.extensions import db
from forum.groups.models import Group
from forum.moderation.models import Decision

Before = dict[str, Any]
LEFT = {"hide": "hidden", "remove": "removed", "restore": "visible", "dismiss": "visible"}  # what each leaves
CONTRARY = {"remove": "visible", "restore": "removed"}
MOMENTS = frozenset({"closes_at", "opens_at", "pinned_until"})


@dataclass(frozen=True)
class Act:
    """An act and its inverse. `before` says what undoing will need, before the act is done.

    `undo` gets the decision, whose thing is held, and whoever takes it back; it raises a Conflict where the
    thing is no longer as the act left it.
    """

    do: Callable[..., object]
    before: Callable[..., Before]
    undo: Callable[[Decision, User | None], object]


def undo_sight(decision: Decision, moderator: User | None) -> None:
    """The post is seen again as it was. What was done before `before` was kept is undone by its contrary."""
    post = db.session.get_one(Post, decision.post_id)
    refuse_later(decision, post.state)
    if decision.before:
        debates.put_back(post, sight_before(decision), moderator)
    elif decision.act == "restore":
        debates.hide_post(post, moderator, "")
    else:
        debates.restore_post(post, moderator)


def sight_before(decision: Decision) -> Before:
    """How the post was seen before the decision, without what was annulled since and had become no matter."""
    before = decision.before
    earlier = on_sight(Decision.post_id == decision.post_id, Decision.id < decision.id)
    for one in reversed(earlier):
        moot = one.undone is not None and one.undone > decision.created
        if not (moot and one.before and before["state"] == LEFT[one.act]):
            break
        before = one.before
    return before


def undo_state(decision: Decision, moderator: User | None) -> None:
    """The thread is shown, removed or awaits approval again, for the reason that it did."""
    thread = db.session.get_one(Thread, decision.thread_id)
    refuse_later(decision, thread.state)
    was = {"state": CONTRARY[decision.act], "reason": "", **decision.before}
    debates.put_thread_back(thread, moderator, was["state"], was["reason"])


def refuse_later(decision: Decision, state: str) -> None:
    """Raise ArrangedSince unless the state of a thing is what the decision made it, and no later one did."""
    whole = (Decision.thread_id == decision.thread_id) & Decision.post_id.is_(None)
    same = Decision.post_id == decision.post_id if decision.post_id else whole
    later = on_sight(same, Decision.id > decision.id, Decision.undone.is_(None))
    if state != LEFT[decision.act] or later:
        raise ArrangedSince


def on_sight(*which: ColumnElement[bool]) -> Sequence[Decision]:
    """Those of some decisions that changed how something is seen, the first first.

    Most dismissals change nothing; one ends the hiding of what was looked into.
    """
    found = db.session.scalars(select(Decision).where(*which, Decision.act.in_(LEFT)).order_by(Decision.id))
    return [one for one in found if one.act != "dismiss" or one.before]


def undo_dismissal(decision: Decision, moderator: User | None) -> None:
    """The post is out of sight again, if it was until its case was dismissed."""
    if decision.before:
        undo_sight(decision, moderator)


def undo_edit(decision: Decision, moderator: User | None) -> None:
    """The post has the text that it had."""
    debates.put_text_back(db.session.get_one(Post, decision.post_id), decision.before)


def inverse(act: Callable[..., object]) -> Callable[[Decision, User | None], object]:
    """What undoes an act by another on the same thread."""
    return lambda decision, moderator: act(db.session.get_one(Thread, decision.thread_id), moderator)


def undo_move(decision: Decision, moderator: User | None) -> None:
    """The thread is where it was. Raises ArrangedSince for what was done before that was kept."""
    thread = db.session.get_one(Thread, decision.thread_id)
    if "group" not in decision.before:
        raise ArrangedSince
    debates.move_thread(thread, db.session.get_one(Group, decision.before["group"]), moderator)


def undo_transfer(decision: Decision, moderator: User | None) -> None:
    """What moved goes back to its numbers; what was written since stays where it is."""
    take_back(db.session.get_one(Transfer, decision.before["transfer"]), moderator)


def undo_arranging(decision: Decision, moderator: User | None) -> None:
    """The thread has the title, tags, times and pins that it had."""
    thread = db.session.get_one(Thread, decision.thread_id)
    before, after = unpacked(decision.before["before"]), unpacked(decision.before["after"])
    debates.arrange_back(thread, debates.Arranged(before, after), moderator)


def undo_marks(decision: Decision, moderator: User | None) -> None:
    """The post is marked as it was."""
    post = db.session.get_one(Post, decision.post_id)
    if {"picked": post.picked, "wiki": post.wiki} != decision.before["after"]:
        raise ArrangedSince
    debates.mark_post(post, moderator, **decision.before["before"])


def undo_clearing(decision: Decision, moderator: User | None) -> None:
    """The profile says what it did."""
    say_again(db.session.get_one(User, decision.person_id), decision.before["profile"])


def unpacked(values: Before) -> Before:
    """The values that JSON held: moments again."""
    return {name: moment_of(value) if name in MOMENTS else value for name, value in values.items()}


def moment_of(text: str | None) -> datetime | None:
    """A moment from ISO 8601."""
    return None if text is None else datetime.fromisoformat(text)


def no_more(thing: object) -> Before:
    """Undoing needs to know nothing."""
    return {}


def group_of(thread: Thread) -> Before:
    return {"group": thread.group_id}


def state_of(thread: Thread) -> Before:
    return {"state": thread.state, "reason": thread.gone_reason}


POST_ACTS: Mapping[str, Act] = {
    "dismiss": Act(debates.restore_post, no_more, undo_dismissal),
    "hide": Act(debates.hide_post, debates.sight_of, undo_sight),
    "restore": Act(debates.restore_post, debates.sight_of, undo_sight),
    "remove": Act(debates.remove_post, debates.sight_of, undo_sight),
    "edit": Act(debates.edit_post, debates.text_before, undo_edit),
    "mark": Act(debates.mark_post, no_more, undo_marks),
}
THREAD_ACTS: Mapping[str, Act] = {
    "close": Act(debates.close_thread, no_more, inverse(debates.open_again)),
    "open": Act(debates.open_again, no_more, inverse(debates.close_thread)),
    "pin": Act(debates.pin_thread, no_more, inverse(debates.unpin_thread)),
    "unpin": Act(debates.unpin_thread, no_more, inverse(debates.pin_again)),
    "move": Act(debates.move_thread, group_of, undo_move),
    "remove": Act(debates.remove_thread, state_of, undo_state),
    "restore": Act(debates.restore_thread, state_of, undo_state),
    "split": Act(debates.split_thread, no_more, undo_transfer),
    "merge": Act(debates.merge_threads, no_more, undo_transfer),
    "arrange": Act(debates.arrange_thread, no_more, undo_arranging),
    "transfer": Act(debates.move_posts, no_more, undo_transfer),
}
PROFILE_ACTS: Mapping[str, Act] = {"clear": Act(say_nothing, said_by, undo_clearing)}
TIMED = frozenset({"silence", "suspend", "unheed"})
REASONED = frozenset(
    {"hide", "remove", "edit", "split", "merge", "transfer", "warn", "silence", "suspend", "unheed", "clear"}
)
UNSTATED = frozenset({"dismiss", "pin", "unpin", "mark"})  # nobody is told: no statement of reasons
PINS = frozenset({"pinned", "pinned_everywhere", "pinned_until"})
RESTRICTING = frozenset({"hide", "remove", "edit", "close", "warn", "silence", "suspend", "unheed", "clear"})
MOVING = frozenset({"move", "split", "merge", "transfer"})
RESTRICTING_SETTINGS = ("title", "closed", "closes_at", "slow_minutes")  # once they are set to something


def restricts(decision: Decision) -> bool:
    """Whether a decision restricts anybody, or touches what they wrote: only then has it a ground to count.

    Pinning, marking, retagging, approving and giving back do not; nor does moving, unless it names a rule or
    the law. `Decision.restricts` keeps it.
    """
    if decision.act == "arrange":
        return any(decision.before["after"].get(name) for name in RESTRICTING_SETTINGS)
    if decision.act in MOVING:
        return bool(decision.rule) or decision.ground == "law"
    return decision.act in RESTRICTING


def is_stated(decision: Decision) -> bool:
    """Whether whom a decision concerns is told: of what restricts them, and of what else they would miss."""
    approved = decision.act == "restore" and decision.before.get("state") == "pending"
    return decision.act not in UNSTATED and not approved and not only_pins(decision)


def only_pins(decision: Decision) -> bool:
    """Whether a decision pins a thread, or changes how, and sets nothing else."""
    return decision.act == "arrange" and PINS.issuperset(decision.before["after"])


def acts_on_post(post: Post) -> tuple[str, ...]:
    """What a moderator can do to a post now. What its author took back is the author's: nothing."""
    if post.gone_by == "author":
        return ()
    return {
        "visible": ("hide", "remove"),
        "hidden": ("remove", "restore"),
        "removed": ("restore",),
        "pending": ("restore", "remove"),
    }[post.state]


def acts_on_thread(thread: Thread) -> tuple[str, ...]:
    """What a moderator can do to a thread now."""
    if thread.state == "removed":
        return ("restore",)
    if thread.state == "pending":
        return ("restore", "remove")
    return (
        "open" if thread.closed else "close",
        "unpin" if thread.pinned else "pin",
        "move",
        "remove",
    )


def acts_on_person(person: User, *, unheeded: bool) -> tuple[str, ...]:
    """What a moderator can do to a person now, whose flags may be `unheeded`."""
    lift = ("lift",) if person.silenced or person.suspended or unheeded else ()
    clear = ("clear",) if says_something(person) else ()
    return ("warn", "silence", "suspend", "unheed", *clear, *lift)
