"""Hearing appeals."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from forum.lib.keys import asked_cursor
from forum.lib.refusals import Conflict
from forum.moderation import actions, queries
from forum.moderation.forms import HearingForm
from forum.moderation.models import Appeal
from forum.moderation.naming import kind_word
from forum.moderation.queries.hearing import heard, taken_with
from forum.moderation.views.blueprint import Answer, attempt, bp
from forum.moderation.views.queue import room
from forum.permissions import may, require, viewer


@bp.get("/moderation/appeals")
def appeal_queue() -> str:
    """The appeals that wait, the latest first."""
    require(viewer(), "moderation.enter")
    found = queries.appeal_list(viewer(), asked_cursor())
    people = queries.hearers_of(found)
    late = {one.id for one in found if queries.overdue(one, people[one.id])}
    return room("appeals", appeals=found, overdue=late)


@bp.route("/moderation/appeals/<id:appeal_id>", methods=["GET", "POST"])
def appeal(appeal_id: int) -> Answer | Response:
    """What was decided, why somebody asks to have it looked at again, and the new decision: 303."""
    require(viewer(), "moderation.enter")
    found, form = queries.find_appeal(appeal_id, viewer()), HearingForm()
    form.offer(reversible(found))
    if request.method == "GET":
        return appeal_page(found, form)
    require(viewer(), "appeal.hear", found)
    if not form.validate():
        return appeal_page(found, form), 422
    done = _("Revisión decidida. Se lo hemos comunicado a quien la pidió.")
    outcome, reasons, also = form.outcome.data, form.reasons.data, form.reversed_too
    refusal = attempt(lambda: actions.hear(found, current_user, outcome, reasons, also), done)
    if refusal:
        return appeal_page(queries.find_appeal(appeal_id, viewer()), form, refusal), 409
    return redirect(url_for(".appeal_queue"), 303)


def reversible(found: Appeal) -> list[tuple[int, str]]:
    """What was decided with the decision and whoever looks may reverse too: ids and names."""
    together = taken_with(found.decision)
    return [(one.id, kind_word(one)) for one in together if may(viewer(), "decision.undo", one)]


def appeal_page(found: Appeal, form: HearingForm, refusal: Conflict | None = None) -> str:
    """The screen of an appeal."""
    hearers = queries.hearers(found)
    return render_template(
        "moderation/appeal.html",
        appeal=found,
        together=queries.appeals_against(found.decision),
        decision=found.decision,
        heard=heard(found.decision, viewer()),
        beside=taken_with(found.decision),
        form=form,
        refusal=refusal,
        hearers=hearers,
        overdue=queries.overdue(found, hearers),
    )
