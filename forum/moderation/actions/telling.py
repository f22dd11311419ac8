"""The statement of reasons, and telling whoever flagged: once a decision can no longer be undone."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from forum.accounts.models import User
from forum.audit.seals import record_sealed
from forum.debates.models import Post, Thread
from forum.extensions import db
from forum.groups.queries import viewer_of
from forum.lib.clock import utcnow
from forum.lib.locks import held
from forum.lib.logs import log
from forum.lib.refusals import ReadOnly
from forum.lib.transactions import transaction
from forum.lib.urls import absolute_url, path_here
from forum.moderation.actions.notifying import write_to_notifier
from forum.moderation.actions.reviewed import named, title_for
from forum.moderation.actions.whereabouts import tell_where_posts_are
from forum.moderation.acts import is_stated
from forum.moderation.models import Decision, Flag, Notice
from forum.moderation.models.decisions import UNDO
from forum.moderation.queries.decisions import WHOLE
from forum.moderation.queries.outcomes import outcome_of
from forum.moderation.queries.stating import statement_for
from forum.notifications.actions import communicate

BATCH = 50


def tell_decisions() -> None:
    """Send what is due, each in a transaction of its own. Safe to run twice.

    One that fails holds up none of the others, and is raised after them.
    """
    failed: Exception | None = None
    for decision_id in due():
        try:
            with transaction():
                tell_decision(decision_id)
        except ReadOnly:
            raise
        except Exception as failure:  # of one statement, which is not to keep those behind it from being sent
            log.exception("statement of reasons failed", decision=decision_id)
            failed = failure
    if failed:
        raise failed


def due() -> Sequence[int]:
    """The decisions that can no longer be undone and of which nobody was told yet, the oldest first.

    Hiding waits for a dismissal that may have ended it and can still be undone: both are told at once.
    """
    untold, later = Decision.told.is_(None) & Decision.undone.is_(None), aliased(Decision)
    dismissal = later.act == "dismiss", later.told.is_(None), later.undone.is_(None)
    ended = select(later.id).where(later.post_id == Decision.post_id, later.id > Decision.id, *dismissal)
    waits = (Decision.act == "hide") & ended.exists()
    query = select(Decision.id).where(untold, ~waits, Decision.created <= utcnow() - UNDO)
    return db.session.scalars(query.order_by(Decision.created, Decision.id).limit(BATCH)).all()


def tell_decision(decision_id: int) -> None:
    """Tell whom a decision concerns; nothing if that was done, or it was undone.

    Whoever flagged in its case is told with the one that they are told of.
    """
    decision = db.session.scalars(held(select(Decision).where(Decision.id == decision_id))).one()
    if decision.told or decision.undone:
        return
    decision.told = utcnow()
    state_reasons(decision)
    tell_of_return(decision)
    tell_where_posts_are(decision)
    db.session.flush()
    if decision.case_id is not None and is_outcome(decision, decision.case_id):
        tell_flaggers(decision)
        tell_notifiers(decision)
    record_sealed("decision.tell", decision, None)


def state_reasons(decision: Decision) -> None:
    """The statement of reasons, to whom the decision concerns, unless it is their own."""
    person = decision.person_id and db.session.get_one(User, decision.person_id)
    if person and is_stated(decision) and person.id != decision.moderator_id:
        whole = select(Decision).where(Decision.id == decision.id).options(*WHOLE)
        found = db.session.scalars(whole.execution_options(populate_existing=True)).one()
        communicate(
            person,
            "decision",
            named(
                found,
                person,
                _l("Decisión de moderación: «%(act)s» en «%(title)s»"),
                _l("Decisión de moderación: «%(act)s»"),
            ),
            "statement",
            link=path_here("moderation.my_decision", decision_id=decision.id),
            statement=statement_for(found, viewer_of(person)),
        )


def tell_of_return(decision: Decision) -> None:
    """Tell who wrote a post that its case was dismissed and it is seen again, if it had been hidden in it.

    Where they had not been told of the hiding yet, they are told of both at once, with why it was hidden.
    """
    post = thing_of(decision) if decision.act == "dismiss" and decision.before else None
    if not isinstance(post, Post):
        return
    ended = untold_hidings(decision)
    for one in ended:
        one.told = decision.told
        record_sealed("decision.tell", one, None)
    if post.author_id not in (None, decision.moderator_id):
        person = db.session.get_one(User, post.author_id)
        title = title_for(person, decision)
        communicate(
            person,
            "decision",
            _l("Tu mensaje se queda como estaba") if ended else _l("Tu mensaje vuelve a verse"),
            "post_back",
            link=path_here("debates.permalink", post_id=post.id) if title else "",
            title=title,
            hiding=ended[-1] if ended else None,
            why=absolute_url("moderation.my_decision", decision_id=ended[-1].id) if ended else "",
            seen=decision.created,
        )


def untold_hidings(decision: Decision) -> Sequence[Decision]:
    """The hidings of a post, held, that a dismissal ended before they were told; the first first."""
    hid = Decision.post_id == decision.post_id, Decision.id < decision.id, Decision.act == "hide"
    query = select(Decision).where(*hid, Decision.told.is_(None), Decision.undone.is_(None))
    return db.session.scalars(held(query.order_by(Decision.id))).all()


def thing_of(decision: Decision) -> Post | Thread | None:
    """The post, or else the thread, that a decision is about."""
    if decision.post_id is not None:
        query = select(Post).where(Post.id == decision.post_id).options(joinedload(Post.thread))
        return db.session.scalars(query.execution_options(populate_existing=True)).one()
    return None if decision.thread_id is None else db.session.get_one(Thread, decision.thread_id)


def tell_flaggers(decision: Decision) -> None:
    """Tell everyone who flagged in the decision's case what became of it."""
    flaggers = select(User).join(Flag, Flag.user_id == User.id).where(Flag.case_id == decision.case_id)
    for person in db.session.scalars(flaggers.order_by(User.id)).all():
        communicate(
            person,
            "outcome",
            named(
                decision,
                person,
                _l("Tu denuncia: «%(act)s» en «%(title)s»"),
                _l("Tu denuncia: «%(act)s»"),
            ),
            "flag_decided",
            link=path_here("moderation.my_flag", case_id=decision.case_id),
            stays=decision.act == "dismiss",
        )


def tell_notifiers(decision: Decision) -> None:
    """Tell whoever sent a notice in the decision's case that it was decided."""
    notices = select(Notice).where(Notice.case_id == decision.case_id, Notice.mail != "")
    for notice in db.session.scalars(notices.order_by(Notice.id)).all():
        write_to_notifier(notice, "decided", stays=decision.act == "dismiss")


def is_outcome(decision: Decision, case_id: int) -> bool:
    """Whether the decision is the one that whoever flagged in its case is told of."""
    outcome = outcome_of(case_id)
    return outcome is not None and outcome.id == decision.id
