"""The blueprint that this room's views register on, and the note that somebody was here."""

from flask import Blueprint, Response, g
from sqlalchemy.exc import OperationalError

from forum.accounts import rules, sessions  # noqa: F401
from forum.accounts.actions import note_visit
from forum.lib.logs import log
from forum.lib.refusals import ReadOnly
from forum.lib.transactions import transaction

bp = Blueprint("accounts", __name__)


@bp.after_app_request
def note_visitor(response: Response) -> Response:
    """Note the visit of whoever is signed in: a small write, once an hour, and no harm if it is lost."""
    visitor = g.pop("visitor", None)
    if visitor is None or response.status_code >= 500:
        return response
    try:
        with transaction():
            note_visit(visitor)
    except ReadOnly:
        return response
    except OperationalError as busy:
        log.info("visit lost", error=str(busy.orig))
    return response
