"""What people see of what was decided about them, and of what became of what they flagged."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from forum.lib.keys import asked_cursor
from forum.lib.refusals import Conflict
from forum.moderation import actions, queries
from forum.moderation.forms import AppealForm
from forum.moderation.models import Decision
from forum.moderation.queries import OwnFlag
from forum.moderation.views.blueprint import Answer, attempt, bp
from forum.permissions import require, viewer


@bp.get("/me/decisions")
def my_decisions() -> str:
    """Every decision about the person and what they wrote, with its reasons and end."""
    require(viewer(), "decision.own")
    found = queries.own_decisions(viewer().id or 0, asked_cursor())
    told = queries.statements(found, viewer())
    return render_template("moderation/my_decisions.html", decisions=found, statements=told)


@bp.route("/me/decisions/<id:decision_id>", methods=["GET", "POST"])
def my_decision(decision_id: int) -> Answer | Response:
    """A decision about the person, and asking for it to be looked at again: 303 back to it."""
    require(viewer(), "decision.own")
    found = queries.own_decision(decision_id, viewer().id or 0)
    return appealing(found, url_for(".my_decision", decision_id=decision_id))


@bp.get("/me/flags")
def my_flags() -> str:
    """What the person flagged, and what became of it."""
    require(viewer(), "decision.own")
    return render_template("moderation/my_flags.html", flags=queries.own_flags(viewer(), asked_cursor()))


@bp.route("/me/flags/<id:case_id>", methods=["GET", "POST"])
def my_flag(case_id: int) -> Answer | Response:
    """What became of something that the person flagged; where it was left as it is, they may appeal: 303."""
    require(viewer(), "decision.own")
    own = queries.own_flag(case_id, viewer())
    if own.decision is None or own.decision.act != "dismiss":
        form = AppealForm() if request.method == "POST" else None
        page = render_template("moderation/my_flag.html", form=form, own=own)
        return page, 200 if request.method == "GET" else 409
    return appealing(own.decision, url_for(".my_flag", case_id=own.case.id), own)


def appealing(decision: Decision, place: str, own: OwnFlag | None = None) -> Answer | Response:
    """The page of a decision with the form that appeals against it, and the appeal: 303 to `place`."""
    form = AppealForm()
    if request.method == "GET":
        return decision_page(decision, form, own)
    if not form.validate():
        return decision_page(decision, form, own), 422
    done = _("Hemos recibido tu petición. La verá una persona que no tomó la decisión.")
    refusal = attempt(lambda: actions.appeal(decision, current_user, form.text.data), done)
    if refusal:
        return decision_page(decision, form, own, refusal), 409
    return redirect(place, 303)


def decision_page(
    decision: Decision, form: AppealForm, own: OwnFlag | None, refusal: Conflict | None = None
) -> str:
    """A decision as whom it concerns reads it, or whoever flagged."""
    return render_template(
        f"moderation/{'my_flag' if own else 'my_decision'}.html",
        decision=decision,
        own=own,
        text=None if own else queries.questioned(decision, viewer().id or 0),
        statement=queries.statement_for(decision, viewer()),
        form=form,
        refusal=refusal,
        asked=queries.own_appeal(decision, viewer().id or 0) or queries.review_of(decision),
        appeal_ends=queries.appeal_ends(decision),
    )
