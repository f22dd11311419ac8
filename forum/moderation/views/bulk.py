"""The same decision on many cases: each is decided as if from its own screen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user

from forum.lib.refusals import Conflict, NotFound, Refusal
from forum.lib.transactions import transaction
from forum.moderation import actions, queries
from forum.moderation.forms import BulkForm
from forum.moderation.models import Case, Decision
from forum.moderation.views.blueprint import NotYours
from forum.permissions import may, require, viewer

ELSEWHERE = _l("No existe, o no es de tus grupos.")


class NoPost(Conflict):
    message = _l("No trata de un mensaje: se decide en su pantalla.")


@dataclass(frozen=True)
class Outcome:
    """In how many cases it was done, and why not in the others: their numbers by reason.

    `decisions` are the ids of what was decided.
    """

    done: int
    refused: dict[object, list[int]]
    decisions: list[int]


def do_in_bulk(form: BulkForm) -> Outcome:
    """Do what the form says in each marked case, each in a transaction of its own."""
    done, refused, decisions = 0, dict[object, list[int]](), list[int]()
    for case_id in form.case.data:
        try:
            decisions += do_in_case(case_id, form)
            done += 1
        except NotFound:
            refused.setdefault(ELSEWHERE, []).append(case_id)
        except Refusal as refusal:
            refused.setdefault(str(refusal), []).append(case_id)
    return Outcome(done, refused, decisions)


def do_in_case(case_id: int, form: BulkForm) -> list[int]:
    """Do what the form says in one case; gives the id of the decision, if it is one.

    Raises a Refusal, and then nothing is done in it.
    """
    found = queries.find_case(case_id, viewer())
    if not may(viewer(), "case.decide", found):
        raise NotYours
    act = act_in(found, form)
    with transaction():
        made = act()
        return [made.id] if isinstance(made, Decision) else []


def undo_in_bulk(ids: Sequence[int]) -> Outcome:
    """Take back each of these decisions, each in a transaction of its own; the numbers are of their cases."""
    done, refused, cases = 0, dict[object, list[int]](), queries.cases_decided(ids)
    for decision_id in ids:
        try:
            found = queries.find_decision(decision_id, viewer())
            require(viewer(), "decision.undo", found)
            with transaction():
                actions.undo_decision(found, current_user)
            done += 1
        except NotFound:
            refused.setdefault(ELSEWHERE, []).append(cases.get(decision_id, 0))
        except Refusal as refusal:
            refused.setdefault(str(refusal), []).append(cases.get(decision_id, 0))
    return Outcome(done, refused, [])


def act_in(found: Case, form: BulkForm) -> Callable[[], object]:
    """What is to be done in a case. Raises NoPost."""
    if form.act.data == "take":
        return lambda: actions.take_case(found, current_user)
    if form.act.data == "dismiss":
        return lambda: actions.dismiss_case(found, current_user, form.grounds)
    if found.post is None:
        raise NoPost
    post = found.post
    return lambda: actions.decide_post(post, current_user, form.act.data, form.grounds, case=found)


def tell_outcome(outcome: Outcome) -> None:
    """Say what was done, and of each case where it was not, why."""
    if outcome.done:
        flash(ngettext("Hecho en %(num)d caso.", "Hecho en %(num)d casos.", outcome.done))
    for why, numbers in outcome.refused.items():
        flash(_("Sin hacer en %(cases)s: %(why)s", cases=named(numbers), why=why), "warn")


def named(numbers: Sequence[int]) -> str:
    """Cases by their numbers: «caso 12», «casos 12, 14»."""
    listed = ", ".join(map(str, numbers))
    return ngettext("caso %(numbers)s", "casos %(numbers)s", len(numbers), numbers=listed)
