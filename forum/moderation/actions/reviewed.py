"""Telling what became of a review: whoever asked for it, and whoever was told of a decision that fell."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy import select

from forum.accounts.models import User
from forum.debates.models import Thread
from forum.debates.queries.visible import in_visible_groups
from forum.extensions import db
from forum.groups.queries import viewer_of
from forum.lib.urls import path_here
from forum.moderation.actions.notifying import write_to_notifier
from forum.moderation.acts import is_stated
from forum.moderation.models import Appeal, Case, Decision, Flag, Notice
from forum.moderation.naming import kind_word
from forum.moderation.queries.hearing import taken_with
from forum.moderation.queries.outcomes import outcome_of
from forum.notifications.actions import communicate


def tell_appellant(appeal: Appeal, decision: Decision, left: str = "", also: Iterable[Decision] = ()) -> None:
    """Write to whoever appealed what was decided, and why; `left`: how it stays although it was reversed.

    Whom it concerns reads what of theirs was reversed `also`, and what was decided with it and stands.
    """
    if appeal.appellant_id is not None:
        person = db.session.get_one(User, appeal.appellant_id)
        name = named(
            decision, person, _l("Revisión de «%(act)s» en «%(title)s»"), _l("Revisión de «%(act)s»")
        )
        link = page_of(decision, person)
        what: dict[str, Any] = {"name": name, "appeal": appeal, "left": left, "also": acts_on(person, also)}
        if appeal.outcome == "reversed":
            what["standing"] = acts_on(person, taken_with(decision))
        communicate(person, "appeal", name, "appeal_heard", link=link, **what)
    elif appeal.notice_id is not None:
        write_to_notifier(db.session.get_one(Notice, appeal.notice_id), "heard", appeal=appeal)


def acts_on(person: User, decisions: Iterable[Decision]) -> list[LazyString]:
    """What those of some decisions that a person is told of are called."""
    return [LazyString(kind_word, one) for one in decisions if one.person_id == person.id and is_stated(one)]


def tell_reversed(decision: Decision, told: Iterable[User | Notice], left: str = "") -> None:
    """Write to those who were told of a decision that it was reversed; `left`: how it stays nevertheless."""
    again = decision.settles and case_is_open(decision)
    for one in told:
        if isinstance(one, Notice):
            write_to_notifier(one, "reversed")
            continue
        name = named(decision, one, _l("Anulada: «%(act)s» en «%(title)s»"), _l("Anulada: «%(act)s»"))
        link = page_of(decision, one)
        what = {"name": name, "decision": decision, "left": left, "again": again}
        communicate(one, "reversed", name, "decision_reversed", link=link, **what)


def case_is_open(decision: Decision) -> bool:
    """Whether the case of a decision waits for another."""
    return decision.case_id is not None and db.session.get_one(Case, decision.case_id).is_open


def told_of(decision: Decision, but: Iterable[Appeal] = ()) -> list[User | Notice]:
    """Those who were told of a decision that still stands, without who asks for its review.

    Whom it concerns; and whoever flagged in its case, or sent a notice, if it is what they are told of.
    """
    if decision.told is None:
        return []
    asked = list(but)
    people, notices = {one.appellant_id for one in asked}, {one.notice_id for one in asked}
    ids = {decision.person_id} if is_stated(decision) else set()
    ids -= {decision.moderator_id}
    outcome = None if decision.case_id is None else outcome_of(decision.case_id)
    found: list[User | Notice] = []
    if outcome is not None and outcome.id == decision.id:
        ids |= set(db.session.scalars(select(Flag.user_id).where(Flag.case_id == decision.case_id)))
        sent = select(Notice).where(Notice.case_id == decision.case_id).order_by(Notice.id)
        found = [one for one in db.session.scalars(sent) if one.id not in notices]
    ids -= people
    return [*db.session.scalars(select(User).where(User.id.in_(ids - {None})).order_by(User.id)), *found]


def named(decision: Decision, person: User, whole: LazyString, bare: LazyString) -> LazyString:
    """A text with what was decided, and the title where it was if the person may look there.

    Its blanks are `act` and `title`; `bare` has no title. A measure on somebody else is not named.
    """
    title = title_for(person, decision)
    secret = decision.is_on_person and decision.person_id != person.id
    act = _l("decisión sobre la persona") if secret else LazyString(kind_word, decision)
    return LazyString(lambda: str(whole if title else bare) % {"act": act, "title": title})


def title_for(person: User, decision: Decision) -> str:
    """The title of the thread where a decision was taken; empty where the person may not look."""
    if decision.thread_id is None:
        return ""
    there = select(Thread.title).where(Thread.id == decision.thread_id, in_visible_groups(viewer_of(person)))
    return db.session.scalar(there) or ""


def page_of(decision: Decision, person: User) -> str:
    """The path of the page where a person reads of a decision: as whom it concerns, or as who flagged."""
    if decision.person_id == person.id and decision.act != "dismiss":
        return path_here("moderation.my_decision", decision_id=decision.id)
    return path_here("moderation.my_flag", case_id=decision.case_id)
