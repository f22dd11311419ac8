"""Every refusal and failure as a page, with the status of its kind."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import wraps
from math import ceil
from time import time
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response as AnyResponse

from forum.debates.queries import MergedInto
from forum.debates.views.addresses import merged_url
from forum.debates.views.held import is_writing, keep_text
from forum.extensions import db, limiter
from forum.lib import refusals
from forum.lib.locale import reader_language
from forum.lib.logs import log
from forum.lib.refusals import ReadOnly, Refusal
from forum.lib.replica import SAFE, the_replica
from forum.lib.stale import StaleForm, given_back
from forum.moderation.queries import Restriction, restriction
from forum.permissions import SignInNeeded, viewer

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
SOON = 10  # seconds after which a database may answer again
BEGAN = "began"  # when a request did, which its line in the log says
LONG = 20  # characters of what somebody would not like to type again
NOT_TYPED = frozenset({"csrf_token", "submission", "next"})
Answer = tuple[str, int, dict[str, str]]


def error_page(
    status: int,
    message: object = None,
    retry_after: int | None = None,
    kept: str | None = None,
    typed: Sequence[str] = (),
) -> Answer:
    """The page of an error; `kept` is where a text that was sent is found, `typed` texts that nobody keeps.

    It asks nothing of a database that failed, not even in which language its reader wants it: this browser
    knows.
    """
    plain = status >= 500
    with force_locale(reader_language()) if plain else nullcontext():
        page = render_template(
            "errors/error.html",
            status=status,
            message=message,
            retry_after=retry_after,
            kept=kept,
            typed=typed,
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


def typed_texts() -> list[str]:
    """What somebody wrote in the form of this request: neither a token nor a choice."""
    texts = [value for name, value in sent_fields() if name not in NOT_TYPED]
    return [text for text in texts if len(text) >= LONG or " " in text.strip()]


def or_read_only(answer: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Have a handler that keeps what was sent give it back where nothing may be written, or can be."""

    @wraps(answer)
    def answered(error: Any) -> Any:
        try:
            return answer(error)
        except ReadOnly as refusal:
            return show_read_only(refusal)
        except OperationalError as trouble:
            return show_database_trouble(trouble)

    return answered


@or_read_only
def show_refusal(refusal: Refusal) -> Answer | AnyResponse:
    """Answer any refusal with its message and the status of its kind; a text that was sent is kept."""
    status = next(code for kind, code in STATUS.items() if isinstance(refusal, kind))
    held = held_back() if status == 403 else None
    if held:
        return show_restriction(held)
    kept = keep_text() if status in (409, 429) else None
    typed = () if kept else typed_texts()
    return error_page(status, refusal.message, getattr(refusal, "retry_after", None), kept, typed)


def lead_on(merged: MergedInto) -> Answer | AnyResponse:
    """The address of a thread that was merged leads to where it goes on; a form sent there is given back.

    Nobody keeps it unasked: what was merged may be taken apart again.
    """
    if request.method not in ("GET", "HEAD"):
        return show_refusal(merged)
    answer = redirect(merged_url(merged), 301)
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def held_back() -> Restriction | None:
    """What the reader may not do for now, if that is why they were refused.

    A silence is of what others read, and of what the team does.
    """
    held = restriction()
    return held if held and (held.kind == "suspend" or is_writing() or viewer().resting) else None


def show_restriction(held: Restriction) -> Answer | AnyResponse:
    """Say in the place of the form why they may not write, and until when; what they wrote is kept.

    Keeping a draft is no publishing: 303 to it.
    """
    kept = keep_text()
    if kept and request.form.get("action") == "draft":
        flash(_("Borrador guardado."))
        return redirect(kept, 303)
    sent = () if kept else typed_texts()
    return render_template("errors/restricted.html", held=held, kept=kept, sent=sent), 403, {}


@or_read_only
def ask_to_sign_in(refusal: SignInNeeded) -> AnyResponse | Answer:
    """Lead a guest to the sign-in page, and from there back to where they were, with what they wrote.

    What nobody keeps is in a page of its own, to be sent again.
    """
    kept = keep_text()
    if kept is None and typed_texts():
        return show_signed_out()
    return redirect(url_for("accounts.sign_in", next=kept or came_from()), 303)


def show_signed_out() -> Answer:
    """The session is over, and what was sent is in the page: to be sent again once they are in."""
    fields = [(name, value) for name, value in sent_fields() if name != "csrf_token"]
    return render_template("errors/signed_out.html", fields=fields, typed=typed_texts()), 403, {}


def came_from() -> str | None:
    """The page to go back to: this one, or the one whose form was sent."""
    if request.method == "GET":
        return request.script_root + request.full_path.rstrip("?")
    before = urlsplit(request.referrer or "")
    return before.path if before.netloc == request.host else None


@or_read_only
def renew_session(error: CSRFError) -> AnyResponse | Answer:
    """A form of a session that ended: its text is held, and is there after signing in; others come back."""
    kept = keep_text()
    if kept is None:
        return given_back() or lost_form()
    flash(_("Tu sesión ha caducado. Entra otra vez y encontrarás lo que escribiste."))
    return redirect(kept, 303)


def lost_form() -> Answer:
    """A form that cannot come back on its own page: what was typed in it, to be sent again or copied."""
    typed = typed_texts()
    if typed and viewer().id is None:
        return show_signed_out()
    return error_page(403, StaleForm.message, typed=typed)


@or_read_only
def show_http_error(error: HTTPException) -> Answer | HTTPException | Response:
    """Answer what Flask or a library refused."""
    if error.code is None or error.code < 400 or error.response is not None:
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


def show_database_trouble(error: OperationalError) -> Any:
    """The database does not answer, or is busy for too long: try again later. What was sent is given back.

    Where there are two servers, a page that one of them broke off is read once more.
    """
    log.error("database", error=str(error.orig))
    db.session.remove()
    if the_replica() is not None and request.method in SAFE and "again" not in g:
        return read_again()
    fields = sent_fields()
    if not fields:
        return error_page(503, retry_after=SOON)
    with force_locale(reader_language()):
        page = render_template("errors/not_written.html", fields=fields, once="submission" in dict(fields))
    return page, 503, {"Retry-After": str(SOON)}


def read_again() -> Any:
    """Answer this request anew: in the database if the replica broke off, else wherever it can be read now.

    Nothing holds of what was found before.
    """
    broke_off = g.get("from_replica")
    for name in [*g]:
        if name != BEGAN:
            g.pop(name)
    g.again = True
    if broke_off:
        g.from_replica = False
    try:
        return current_app.preprocess_request() or current_app.dispatch_request()
    except Exception as failure:  # as Flask itself takes what a view raises
        return current_app.handle_user_exception(failure)


def too_many() -> Answer:
    """The page for who is turned away as too many ask at once; it asks nothing of anybody."""
    return error_page(503, retry_after=5)


def init_errors(app: Flask) -> None:
    """Have the application answer its refusals and failures."""
    app.register_error_handler(SignInNeeded, ask_to_sign_in)
    app.register_error_handler(Refusal, show_refusal)
    app.register_error_handler(MergedInto, lead_on)
    app.register_error_handler(ReadOnly, show_read_only)
    app.register_error_handler(CSRFError, renew_session)
    app.register_error_handler(OperationalError, show_database_trouble)
    app.register_error_handler(500, show_failure)
    app.register_error_handler(HTTPException, show_http_error)
