"""Deciding on posts, threads and people. The caller owns the transaction."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.accounts.models import User
from forum.audit.seals import record_sealed
from forum.debates.actions import lock_post, lock_thread, sight_of
from forum.debates.models import Post, Thread
from forum.extensions import db
from forum.groups.models import Group
from forum.lib.locks import hold_row
from forum.lib.numbers import Ranges
from forum.moderation.actions.cases import conclude, open_case, own_case, settle, still_open
from forum.moderation.actions.reach import thread_within_reach, within_reach
from forum.moderation.actions.refusals import (
    CaseClosed,
    GroupMissing,
    NotNow,
    OwnFlag,
    ReasonMissing,
)
from forum.moderation.acts import (
    POST_ACTS,
    REASONED,
    THREAD_ACTS,
    acts_on_post,
    acts_on_thread,
    restricts,
)
from forum.moderation.held import held_by_program
from forum.moderation.models import Case, Decision, Flag
from forum.moderation.models.cases import UNREAD
from forum.moderation.queries.calls import open_calls
from forum.moderation.queries.decisions import hiding
from forum.moderation.queries.outcomes import called

NOTE = 2000  # characters of a note


@dataclass(frozen=True)
class Grounds:
    """Why: what happened, in the moderator's words, and what it goes against.

    `ground` is the rules of the site or the law; `rule` names which of them, and may be empty.
    """

    reason: str = ""
    ground: str = "rules"
    rule: str = ""


def decide_post(
    post: Post, moderator: User | None, act: str, grounds: Grounds | str = "", case: Case | None = None
) -> Decision:
    """Hide, restore or remove a post, with its decision; the open case about it is decided.

    Hiding decides no case: the post is out of sight while somebody has that in hand. It opens one if there
    is none.

    `case` is the one that the moderator looked at, if they came from one: raises CaseClosed if it is no
    longer open. Raises ReasonMissing, OnOneself, OnAdmin, OwnFlag, and NotNow if the post no longer admits
    the act.
    """
    why = reasoned(act, grounds)
    lock_post(post)
    within_reach(moderator, post.author_id)
    found = open_case(Case.post_id == post.id)
    if case is not None and (found is None or found.id != case.id):
        raise CaseClosed
    not_own_flag(found, moderator)
    if act not in acts_on_post(post):
        raise NotNow
    if act == "hide" and found is None:
        found = own_case(post.id, moderator)
    decision = decided(act, why, moderator, case=found, post=post)
    decision.before = POST_ACTS[act].before(post)
    decision.automated |= held_by_program(post)
    POST_ACTS[act].do(post, moderator, note_of(why))
    conclude(decision, found, moderator, settles=act != "hide")
    taken(decision)
    return decision


def dismiss_case(case: Case, moderator: User, grounds: Grounds | str = "") -> Decision:
    """What it is about stays as it is; if it was hidden while it was looked into, seen.

    Raises CaseClosed, OnOneself, OnAdmin, OwnFlag.
    """
    post = db.session.get_one(Post, case.post_id) if case.post_id else None
    if post is not None:
        lock_post(post)
    hold_row(case)
    if not case.is_open:
        raise CaseClosed
    within_reach(moderator, post.author_id if post else case.person_id)
    not_own_flag(case, moderator)
    decision = decided("dismiss", reasoned("dismiss", grounds), moderator, case=case, post=post)
    if post is not None and hiding(case) is not None:
        decision.before = sight_of(post)
        POST_ACTS["dismiss"].do(post, moderator)
    settle(decision, case, moderator)
    taken(decision)
    return decision


def decide_thread(
    thread: Thread,
    moderator: User | None,
    act: str,
    grounds: Grounds | str = "",
    group: Group | None = None,
    *,
    case: Case | None = None,
    settles: bool = True,
) -> Decision:
    """Close, pin, move or remove a whole thread, or undo that; `group` is where it moves to.

    `case` is the one about a post of it that the moderator came from, which it decides if it `settles` it;
    without one, removing the thread decides the open case about its opening post, unless that is hidden and
    still to be decided. Raises ReasonMissing, GroupMissing, OnAdmin, OnOneself, DecidedByOthers, OwnFlag,
    CaseClosed, StillHidden, and NotNow if the thread no longer admits the act.
    """
    why = reasoned(act, grounds)
    if act == "move" and group is None:
        raise GroupMissing(field="group")
    lock_thread(thread)
    if act not in acts_on_thread(thread):
        raise NotNow
    thread_within_reach(moderator, thread, act)
    where = {"group": group} if act == "move" else {}
    found = still_open(case) or (case_of_opening(thread, moderator) if act == "remove" else None)
    calls = calling(thread, moderator, act)
    not_own_flag(found, moderator)
    decision = decided(act, why, moderator, case=found or calls, thread=thread)
    decision.before = THREAD_ACTS[act].before(thread) | ({"to": group.id} if where and group else {})
    decision.automated |= held_by_program(thread)
    THREAD_ACTS[act].do(thread, moderator=moderator, reason=why.reason, **where)
    hidden = case is None and found is not None and hiding(found) is not None
    conclude(decision, found, moderator, settles=settles and not hidden)
    taken(decision)
    return decision


def reasoned(act: str, grounds: Grounds | str) -> Grounds:
    """The grounds of an act; a text alone is the reason. Raises ReasonMissing where the act needs one."""
    why = Grounds(grounds) if isinstance(grounds, str) else grounds
    if act in REASONED and not why.reason:
        raise ReasonMissing(field="reason")
    return why


def note_of(why: Grounds) -> str:
    """What is read in the place of a post out of sight: the rule or law, in short, and the reason."""
    return f"{why.rule}. {why.reason}"[:NOTE] if why.rule else why.reason


def not_own_flag(case: Case | None, moderator: User | None) -> None:
    """Raise OwnFlag if the moderator flagged in the case or sent a notice, wherever those went since."""
    if case is not None and moderator is not None and (case.id, moderator.id) in called([case.id]):
        raise OwnFlag


def calling(
    thing: Post | Thread | User, moderator: User | None, act: str = "", numbers: Ranges | None = None
) -> Case | None:
    """The open case that calls for an act on a held thing, as `open_calls` has them, if there is one.

    Raises OwnFlag if the moderator flagged in one of those, or sent a notice.
    """
    calls = open_calls(thing, moderator and moderator.id, act, numbers)
    if any(one.own for one in calls):
        raise OwnFlag
    return db.session.get_one(Case, calls[0].case_id) if calls else None


def case_of_opening(thread: Thread, moderator: User | None) -> Case | None:
    """The open case about the opening post of a locked thread, unless the moderator wrote that."""
    opening = select(Post.id, Post.author_id).where(Post.thread_id == thread.id, Post.number == 1)
    post_id, author_id = db.session.execute(opening).one()
    own = moderator is not None and author_id == moderator.id
    return None if own else open_case(Case.post_id == post_id)


def decided(
    act: str,
    why: Grounds,
    moderator: User | None,
    *,
    case: Case | None = None,
    post: Post | None = None,
    thread: Thread | None = None,
    person: User | None = None,
    until: datetime | None = None,
) -> Decision:
    """The row that says what is done, and why."""
    decision = Decision(
        act=act,
        reason=why.reason,
        ground=why.ground,
        rule=why.rule,
        automated=case is not None and found_by_program(case),
        moderator_id=moderator and moderator.id,
        case_id=case and case.id,
        post_id=post and post.id,
        thread_id=post.thread_id if post else thread and thread.id,
        person_id=whom(case, post, thread, person),
        until=until,
    )
    db.session.add(decision)
    db.session.flush()
    return decision


def taken(decision: Decision) -> None:
    """Record that it is taken, once all that it says is said: the audit log's chain holds a digest of it."""
    decision.restricts = restricts(decision)
    record_sealed("decision.take", decision, decision.moderator_id, what=decision.act)


def whom(case: Case | None, post: Post | None, thread: Thread | None, person: User | None) -> int | None:
    """The person whom a decision concerns, if it is one who has an account."""
    if person is not None:
        return person.id
    thing = post or thread
    if thing is not None:
        return thing.author_id
    return None if case is None else case.person_id


def found_by_program(case: Case) -> bool:
    """Whether nobody flagged what the case is about: something that reads texts found it."""
    calls = select(Flag.source).where(Flag.case_id == case.id, Flag.reason != UNREAD)
    sources = set(db.session.scalars(calls))
    return sources == {"automatic"}
