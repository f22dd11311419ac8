"""Keeping a text that arrived when it could not be published: an expired session, too many in a row."""

from flask import after_this_request, current_app, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from forum.debates.actions import writing
from forum.debates.forms import KEPT
from forum.debates.views.saving import own_draft
from forum.extensions import db
from forum.lib.transactions import transaction
from forum.permissions import viewer

HELD = "held_text"
LONGEST = 100_000
FORMS = ("debates.new_thread", "debates.create_reply", "debates.edit_post", "profiles.edit")


def keep_text() -> str | None:
    """Keep the text of the form in this request; gives the address where it will be found, if there is one.

    Whoever is signed in gets a draft. For a guest it is held under a secret in a cookie of their own.
    """
    place = form_sent()
    text = request.form.get("body", "") if place else ""
    if place is None or not text.strip() or len(text) > LONGEST:
        return None
    kind, thread_id = place
    fields = {name: request.form[name] for name in KEPT if name in request.form}
    db.session.rollback()
    with transaction():
        if viewer().id is None:
            secret = writing.hold_text(kind, fields, thread_id)
        else:
            before = own_draft(request.form.get("draft"))
            draft = writing.save_draft(current_user, kind, fields, thread_id=thread_id, draft=before)
            return url_for("debates.show_draft", draft_id=draft.id)
    remember(secret)
    return url_for("debates.claim_held")


def is_writing() -> bool:
    """Whether this request is for a form in which a text is written, or sends one."""
    return request.endpoint in FORMS


def form_sent() -> tuple[str, int | None] | None:
    """Which text form this request sends, as the kind of its draft and the thread it is for."""
    given = request.view_args or {}
    if request.method != "POST" or not request.endpoint:
        return None
    if request.endpoint == "debates.new_thread":
        return ("entry" if given["section"] == "blog" else "debate"), None
    if request.endpoint == "debates.create_reply":
        return "reply", given["thread"].id
    if request.endpoint == "debates.edit_post":
        return f"edit-{given['post_id']}", None
    return None


def remember(secret: str) -> None:
    """Give the guest's browser the secret of the held text."""

    @after_this_request
    def set_cookie(response: Response) -> Response:
        response.set_cookie(
            HELD,
            secret,
            max_age=86_400,
            httponly=True,
            samesite="Lax",
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )
        return response
