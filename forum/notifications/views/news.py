"""The news of whoever is signed in."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.lib.keys import asked_cursor
from forum.lib.transactions import transaction
from forum.notifications import actions, queries
from forum.notifications.forms import PlainForm
from forum.notifications.views.blueprint import bp
from forum.permissions import require, viewer


@bp.get("/notifications")
def news() -> str:
    """The person's news, the latest first."""
    require(viewer(), "news.read")
    found = queries.news_list(viewer(), asked_cursor())
    return render_template("notifications/list.html", news=found, form=PlainForm())


@bp.post("/notifications/read")
def read_all() -> Response:
    """All news are read: 303 back to them."""
    require(viewer(), "news.read")
    person_id = viewer().id or 0
    if PlainForm().validate_on_submit():
        with transaction():
            actions.mark_all_read(person_id)
        flash(_("Todo está leído."))
    return redirect(url_for(".news"), 303)
