"""Asking for a decision to be looked at again, and looking (Regulation (EU) 2022/2065, article 20).

The caller owns the transaction.
"""

from collections.abc import Collection, Iterable, Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.models import User
from forum.audit.seals import record_sealed
from forum.debates.models import MovedPost, Post
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.locks import held, hold_row
from forum.lib.refusals import Conflict
from forum.moderation.actions.cases import concerned, end_appeal, end_own, hold_case, reopen
from forum.moderation.actions.deciding import not_own_flag
from forum.moderation.actions.reach import within_reach
from forum.moderation.actions.refusals import (
    AppealedAlready,
    AppealHeard,
    HeardByOthers,
    NoLongerInForce,
    NotYetInForce,
    ReasonMissing,
    ReviewedAlready,
    TooLateToAppeal,
)
from forum.moderation.actions.reviewed import tell_appellant, tell_reversed, told_of
from forum.moderation.actions.undoing import lock_subject, reverse
from forum.moderation.acts import LEFT
from forum.moderation.models import APPEAL, Appeal, Case, Decision, Notice
from forum.moderation.queries.appeals import review_of
from forum.moderation.queries.hearing import taken_with


def appeal(decision: Decision, by: User | Notice, text: str) -> Appeal:
    """Ask that somebody else decide; whoever sent a notice may too. The case is appealed against until then.

    Raises ReasonMissing, NotYetInForce, NoLongerInForce, TooLateToAppeal, AppealedAlready; ReviewedAlready
    where somebody else's appeal against it was heard.
    """
    if not text:
        raise ReasonMissing(_l("Escribe por qué pides la revisión."), field="text")
    case = case_for(decision)
    hold_row(case)
    hold_row(decision)
    if decision.undone:
        raise NoLongerInForce
    if decision.told is None:
        raise NotYetInForce
    if decision.told + APPEAL < utcnow():
        raise TooLateToAppeal
    who = {"notice_id": by.id} if isinstance(by, Notice) else {"appellant_id": by.id}
    same = select(Appeal.id).filter_by(decision_id=decision.id, **who)
    if db.session.scalar(same) is not None:
        raise AppealedAlready
    if review_of(decision) is not None:
        raise ReviewedAlready
    made = Appeal(decision_id=decision.id, text=text, **who)
    db.session.add(made)
    if not case.is_open:
        case.state, case.closed, case.assignee_id = "appealed", None, None
    db.session.flush()
    record_sealed("decision.appeal", decision, who.get("appellant_id"), case=case.id, appeal=made.id)
    record_sealed("appeal.make", made, who.get("appellant_id"), decision=decision.id)
    return made


def case_for(decision: Decision) -> Case:
    """The case of a decision; one that was taken without a case gets its own now."""
    if decision.case_id is not None:
        return db.session.get_one(Case, decision.case_id)
    post_id = decision.post_id
    if post_id is None and decision.thread_id is not None:
        post_id = opening_of(decision.thread_id)
    person_id = None if post_id else decision.person_id
    when = {"opened": decision.created, "decided": decision.created}
    about_id = concerned(post_id, person_id)
    case = Case(post_id=post_id, person_id=person_id, about_id=about_id, state="decided", **when)
    db.session.add(case)
    db.session.flush()
    decision.case_id = case.id
    return case


def opening_of(thread_id: int) -> int | None:
    """The post that opens a thread, or did before all of it went to another."""
    here = select(Post.id).where(Post.thread_id == thread_id, Post.number == 1)
    gone = select(MovedPost.post_id).where(MovedPost.thread_id == thread_id, MovedPost.number == 1)
    return db.session.scalar(here) or db.session.scalar(gone.limit(1))


def hear(appeal: Appeal, moderator: User, outcome: str, reasons: str, also: Collection[int] = ()) -> None:
    """Decide an appeal, with reasons: the decision is `upheld`, or `reversed` and all is as it was before.

    All that wait against the same decision are heard with it, so that no two end differently. `also` are the
    ids of decisions taken with it that are reversed too, for the same reasons; whether the moderator decides
    on those is the caller's to see. A dismissal that is reversed has its case decided anew. Whoever appealed
    is told, and who had been told of what is reversed. Raises ReasonMissing, AppealHeard, HeardByOthers,
    OnOneself, OnAdmin, OwnFlag.
    """
    if not reasons:
        raise ReasonMissing(_l("Escribe los motivos: los leerá quien pidió la revisión."), field="reasons")
    decision = db.session.get_one(Decision, appeal.decision_id)
    beside = [one for one in taken_with(decision) if one.id in also and outcome == "reversed"]
    for one in sorted([decision, *beside], key=lambda one: one.is_on_person):
        lock_subject(one)
    case = case_for(decision)
    hold_case(decision)
    for one in beside:
        hold_row(one)
    waiting = {one: waiting_against(one) for one in (decision, *beside)}
    together = [one for some in waiting.values() for one in some]
    if appeal.id not in {one.id for one in waiting[decision]}:
        raise AppealHeard
    if moderator.id in (decision.moderator_id, *(one.appellant_id for one in together)):
        raise HeardByOthers
    for one in waiting:
        within_reach(moderator, one.person_id)
    not_own_flag(case, moderator)
    told = {one: told_of(one, together) for one in waiting if one.undone is None and outcome == "reversed"}
    now = utcnow()
    for made in together:
        made.outcome, made.reasons, made.heard, made.heard_by_id = outcome, reasons, now, moderator.id
        record_sealed("appeal.hear", made, moderator.id, outcome=outcome, decision=made.decision_id)
    left = {one: undone_by_appeal(one, case, moderator) for one in told}
    for one, others in told.items():
        tell_reversed(one, others, left[one])
    end_appeal(case, moderator)
    for one, some in waiting.items():
        for made in some:
            tell_appellant(made, one, left.get(one, ""), [other for other in waiting if other is not one])


def waiting_against(decision: Decision) -> Sequence[Appeal]:
    """The appeals that wait against a decision, held; the first first."""
    query = select(Appeal).where(Appeal.decision_id == decision.id, Appeal.outcome.is_(None))
    return db.session.scalars(held(query.order_by(Appeal.id))).all()


def end_unheard(decision: Decision, asked: Iterable[Appeal]) -> None:
    """Appeals end as their decision was annulled before anybody heard them: without reasons, by nobody."""
    for one in asked:
        one.outcome, one.heard = "reversed", utcnow()
        record_sealed("appeal.end", one, None, decision=decision.id)
        tell_appellant(one, decision)


def undone_by_appeal(decision: Decision, case: Case, moderator: User) -> str:
    """All is as it was before the decision; what is so already, or was decided or changed later, stays so.

    Gives how it stays then, as `what_is_left` has it; empty if it is as before.
    """
    left = ""
    try:
        reverse(decision, moderator)
    except Conflict:
        record_sealed("decision.moot", decision, moderator.id)
        left = what_is_left(decision)
    if decision.act == "dismiss":
        case.assignee_id = moderator.id
        reopen(case, moderator)
    end_own(case, moderator)
    return left


def what_is_left(decision: Decision) -> str:
    """How what a decision was about stays although it fell: the state of its post, or `later`."""
    seen = decision.post_id is not None and decision.act in LEFT
    return db.session.get_one(Post, decision.post_id).state if seen else "later"
