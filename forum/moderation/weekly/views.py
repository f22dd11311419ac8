"""Whether a moderator wants the summary of the week."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField

from forum.extensions import csrf, db
from forum.lib.clock import utcnow
from forum.lib.transactions import transaction
from forum.moderation.views.blueprint import bp
from forum.moderation.weekly.actions import person_of, want_summary
from forum.moderation.weekly.jobs import last_monday
from forum.moderation.weekly.models import WeeklySummary
from forum.permissions import require, viewer


class SummaryForm(FlaskForm):
    """Whether they want it."""

    wanted = BooleanField(_l("Recibir cada lunes un correo con el resumen de la semana"))


@bp.route("/moderation/summary", methods=["GET", "POST"])
def summary() -> str | Response:
    """The box to tick: 303 to the queue."""
    require(viewer(), "moderation.enter")
    me = viewer().id or 0
    row = db.session.get(WeeklySummary, me)
    form = SummaryForm(data={"wanted": row is None or row.wanted})
    if not form.validate_on_submit():
        return render_template("moderation/summary.html", form=form)
    with transaction():
        want_summary(me, last_monday(utcnow()), wanted=form.wanted.data)
    flash(_("Guardado."))
    return redirect(url_for(".queue"), 303)


@bp.route("/moderation/summary/stop/<token>", methods=["GET", "POST"])
@csrf.exempt
def stop_summary(token: str) -> str:
    """Ask whether, and stop the mails (RFC 8058: a POST without a session). 410 for a link of nobody's."""
    user_id = person_of(token)
    done = request.method == "POST"
    if done:
        with transaction():
            want_summary(user_id, last_monday(utcnow()), wanted=False)
    return render_template("moderation/summary_stop.html", token=token, done=done)
