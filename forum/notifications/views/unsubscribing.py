"""The link in each mail that stops such mails: without signing in, and for mail programs with one click."""

from flask import render_template, request

from forum.extensions import csrf
from forum.lib.transactions import transaction
from forum.notifications.actions.digests import person_of, stop_mails
from forum.notifications.views.blueprint import bp


@bp.route("/unsubscribe/<token>", methods=["GET", "POST"])
@csrf.exempt
def unsubscribe(token: str) -> str:
    """Ask whether, and stop the mails (RFC 8058: a POST without a session). 410 for a link of nobody's."""
    person_of(token)
    if request.method == "POST":
        with transaction():
            stop_mails(person_of(token))
    return render_template("notifications/unsubscribe.html", token=token, done=request.method == "POST")
