"""The blueprint that this room's views register on, and the note that somebody was here."""

from flask import Blueprint, Response, g

from forum.accounts import jobs, rules, sessions  # noqa: F401
from forum.accounts.actions import note_visit
from forum.lib.transactions import write_or_lose

bp = Blueprint("accounts", __name__)


@bp.after_app_request
def note_visitor(response: Response) -> Response:
    """Note the visit of whoever is signed in: a small write, once an hour, and no harm if it is lost."""
    visitor = g.pop("visitor", None)
    if visitor is not None and response.status_code < 500:
        write_or_lose("visit", lambda: note_visit(visitor))
    return response
