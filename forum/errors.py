"""Every refusal and failure as a page, with the status of its kind."""

from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from math import ceil
from time import time
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response as AnyResponse

from forum.debates.views.held import keep_text
from forum.extensions import db, limiter
from forum.lib import refusals
from forum.lib.locale import reader_language
from forum.lib.logs import log
from forum.lib.refusals import ReadOnly, Refusal
from forum.permissions import SignInNeeded

STATUS = {
    refusals.NotAllowed: 403,
    refusals.NotFound: 404,
    refusals.Conflict: 409,
    refusals.Gone: 410,
    refusals.TooLarge: 413,
    refusals.Invalid: 422,
    refusals.TooSoon: 429,
    refusals.Unavailable: 503,
}
Answer = tuple[str, int, dict[str, str]]


def error_page(
    status: int, message: object = None, retry_after: int | None = None, kept: str | None = None
) -> Answer:
    """The page of an error; `kept` is where a text that was sent is found. It asks nothing of a database
    that failed, not even in which language its reader wants it: this browser knows."""
    plain = status >= 500
    with force_locale(reader_language()) if plain else nullcontext():
        page = render_template(
            "errors/error.html",
            status=status,
            message=message,
            retry_after=retry_after,
            kept=kept,
            plain=plain,
        )
    return page, status, {"Retry-After": str(retry_after)} if retry_after else {}


def show_read_only(refusal: ReadOnly) -> Answer:
    """Nothing is written now: what was sent is in the page, to be sent again. It asks no database."""
    with force_locale(reader_language()):
        page = render_template("errors/read_only.html", message=refusal.message, fields=sent_fields())
    return page, 503, {"Retry-After": str(refusal.retry_after)}


def sent_fields() -> list[tuple[str, str]]:
    """What the form in this request holds; nothing if it holds a password, which no page shows."""
    if request.method != "POST" or any("password" in name for name in request.form):
        return []
    return list(request.form.items(multi=True))


def or_read_only(answer: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Have a handler that keeps what was sent give it back where nothing may be written."""

    @wraps(answer)
    def answered(error: Any) -> Any:
        try:
            return answer(error)
        except ReadOnly as refusal:
            return show_read_only(refusal)

    return answered


@or_read_only
def show_refusal(refusal: Refusal) -> Answer:
    """Answer any refusal with its message and the status of its kind; a text that was sent is kept."""
    status = next(code for kind, code in STATUS.items() if isinstance(refusal, kind))
    kept = keep_text() if status in (409, 429) else None
    return error_page(status, refusal.message, getattr(refusal, "retry_after", None), kept)


@or_read_only
def ask_to_sign_in(refusal: SignInNeeded) -> AnyResponse:
    """Lead a guest to the sign-in page, and from there back to where they were, with what they wrote."""
    kept = keep_text()
    return redirect(url_for("accounts.sign_in", next=kept or came_from()), 303)


def came_from() -> str | None:
    """The page to go back to: this one, or the one whose form was sent."""
    if request.method == "GET":
        return request.script_root + request.full_path.rstrip("?")
    before = urlsplit(request.referrer or "")
    return before.path if before.netloc == request.host else None


@or_read_only
def renew_session(error: CSRFError) -> AnyResponse | Answer:
    """A form of a session that ended: its text is held, and is there after signing in."""
    kept = keep_text()
    if kept is None:
        return error_page(403, _("Esta página llevaba demasiado tiempo abierta. Vuelve a cargarla y repite."))
    flash(_("Tu sesión ha caducado. Entra otra vez y encontrarás lo que escribiste."))
    return redirect(kept, 303)


@or_read_only
def show_http_error(error: HTTPException) -> Answer | HTTPException | Response:
    """Answer what Flask or a library refused."""
    if error.code is None or error.code < 400:
        return error
    kept = keep_text() if error.code == 429 else None
    body, status, headers = error_page(error.code, retry_after=wait_after(error), kept=kept)
    return body, status, headers | {name: value for name, value in error.get_headers() if name == "Allow"}


def wait_after(error: HTTPException) -> int | None:
    """Seconds until it is worth trying again, where that helps."""
    limit = limiter.current_limit if error.code == 429 else None
    if limit is not None:
        return max(1, ceil(limit.reset_at - time()))
    return 60 if error.code in (429, 503) else None


def show_failure(error: InternalServerError) -> Answer:
    """Something failed on our side: the reader learns that, the log why."""
    db.session.remove()
    return error_page(500)


def show_database_trouble(error: OperationalError) -> Answer:
    """The database does not answer, or is busy for too long: try again later."""
    log.error("database", error=str(error.orig))
    db.session.remove()
    return error_page(503, retry_after=10)


def init_errors(app: Flask) -> None:
    """Have the application answer its refusals and failures."""
    app.register_error_handler(SignInNeeded, ask_to_sign_in)
    app.register_error_handler(Refusal, show_refusal)
    app.register_error_handler(ReadOnly, show_read_only)
    app.register_error_handler(CSRFError, renew_session)
    app.register_error_handler(OperationalError, show_database_trouble)
    app.register_error_handler(500, show_failure)
    app.register_error_handler(HTTPException, show_http_error)
