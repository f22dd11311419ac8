"""How a person wants their news."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from forum.lib.transactions import transaction
from forum.notifications.actions.digests import choose_mails
from forum.notifications.forms import PreferencesForm
from forum.notifications.views.blueprint import bp
from forum.permissions import require, viewer


@bp.route("/notifications/settings", methods=["GET", "POST"])
def preferences() -> str | tuple[str, int] | Response:
    """What is followed by itself, and when mail comes: 303 to the news, or 422."""
    require(viewer(), "news.read")
    form = PreferencesForm(data={"mail": current_user.news_mail, "follows_own": current_user.follows_own})
    if not form.validate_on_submit():
        page = render_template("notifications/preferences.html", form=form)
        return page, 200 if request.method == "GET" else 422
    with transaction():
        choose_mails(current_user, form.mail.data)
        current_user.follows_own = form.follows_own.data
    flash(_("Guardado."))
    return redirect(url_for(".news"), 303)
