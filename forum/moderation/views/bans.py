"""The administrators' page of who may not register."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_limiter.util import get_remote_address
from flask_login import current_user
from werkzeug.wrappers import Response

from forum.accounts.actions import ban, unban
from forum.accounts.queries import bans as bans_made
from forum.lib.refusals import Conflict, Invalid
from forum.lib.transactions import transaction
from forum.moderation.forms import BanForm, PlainForm
from forum.moderation.views.blueprint import Answer, bp
from forum.permissions import require, viewer


@bp.route("/moderation/bans", methods=["GET", "POST"])
def bans() -> Answer | Response:
    """The patterns, and the form that adds one: 303 back, or 422."""
    require(viewer(), "ban.manage")
    form = BanForm()
    if request.method == "GET":
        return bans_page(form)
    if not form.validate():
        return bans_page(form), 422
    try:
        with transaction():
            ban(
                form.kind.data,
                form.pattern.data,
                current_user,
                reason=form.reason.data or "",
                until=form.until,
                address=get_remote_address(),
            )
    except (Conflict, Invalid) as refused:
        form.pattern.errors = [*form.pattern.errors, str(refused)]
        return bans_page(form), 422
    flash(_("Patrón añadido. Vale para las altas desde ahora; a quien ya tiene cuenta no le afecta."))
    return redirect(url_for(".bans"), 303)


def bans_page(form: BanForm) -> str:
    """The page of the patterns."""
    return render_template(
        "moderation/bans.html", form=form, bans=bans_made(), plain=PlainForm(formdata=None)
    )


@bp.post("/moderation/bans/<id:ban_id>/remove")
def remove_ban(ban_id: int) -> Response:
    """Let them register again: 303 to the others."""
    require(viewer(), "ban.manage")
    try:
        with transaction():
            unban(ban_id, current_user)
    except Conflict as refused:
        flash(str(refused), "warn")
    else:
        flash(_("Patrón quitado."))
    return redirect(url_for(".bans"), 303)
