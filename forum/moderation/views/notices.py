"""A notice of illegal content, for whoever sent it: at an address that only they have."""

from flask import make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.lib.refusals import Conflict, NotAllowed
from forum.moderation import actions, queries
from forum.moderation.forms import AppealForm
from forum.moderation.forms.notices import KINDS
from forum.moderation.queries import Followed
from forum.moderation.views.blueprint import attempt, bp
from forum.permissions import viewer


@bp.route("/legal/notice/<token>", methods=["GET", "POST"])
def notice(token: str) -> Response:
    """What became of a notice, and asking for a decision to be looked at again: 303 back to it."""
    found, form = queries.follow(token), AppealForm()
    if request.method == "GET":
        return notice_page(found, form)
    decision = found.decision
    if decision is None or not found.may_appeal:
        raise NotAllowed(_("De este aviso no hay ahora nada que revisar."))
    if not form.validate():
        return notice_page(found, form, status=422)
    done = _("Hemos recibido tu petición. La verá una persona que no tomó la decisión.")
    refusal = attempt(lambda: actions.appeal(decision, found.notice, form.text.data), done)
    if refusal:
        return notice_page(queries.follow(token), form, refusal, status=409)
    return redirect(url_for(".notice", token=token), 303)


def notice_page(
    found: Followed, form: AppealForm, refusal: Conflict | None = None, status: int = 200
) -> Response:
    """The page of a notice. No copy of it is kept on the way, nor by the browser."""
    decision = found.decision
    page = render_template(
        "moderation/notice.html",
        notice=found.notice,
        kind=KINDS.get(found.notice.kind, found.notice.kind),
        case=found.case,
        decision=decision,
        statement=queries.statement_for(decision, viewer()) if decision else None,
        form=form,
        refusal=refusal,
        may_appeal=found.may_appeal,
        asked=found.appeal,
        own_appeal=found.is_own,
        appeal_ends=queries.appeal_ends(decision) if decision else None,
    )
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
