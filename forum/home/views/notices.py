"""Telling of illegal content: the duty page that says how, with its form."""

from collections.abc import Callable
from math import ceil
from time import time
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_limiter import RequestLimit
from flask_login import current_user

from forum.extensions import limiter
from forum.home.views.blueprint import Answer, bp
from forum.home.views.duties import duty_page
from forum.lib.dates import language
from forum.lib.limits import ALL_NOTICES, NOTICES, NOTICES_TO, by_person, when_done
from forum.lib.refusals import Invalid
from forum.lib.transactions import transaction
from forum.moderation import actions, queries
from forum.moderation.forms import NoticeForm
from forum.moderation.queries import Place
from forum.permissions import viewer

View = Callable[..., Any]


def everybody() -> str:
    """All notices are counted together."""
    return "everybody"


def typed_mail() -> str:
    """The mail address that a receipt would go to."""
    return request.form.get("email", "").strip().lower()[:254]


def too_many(limit: RequestLimit) -> Response:
    """The form again with what was typed: 429, with when to send it again."""
    wait = max(1, ceil(limit.reset_at - time()))
    answer = make_response(notice_page(NoticeForm(), wait=ceil(wait / 60)), 429)
    answer.headers["Retry-After"] = str(wait)
    return answer


def limited(rate: str, counted_by: Callable[[], str]) -> Callable[[View], View]:
    """A limit on notices that were taken, counted by what `counted_by` gives; what gives nothing has none.

    Above it, the form keeps what was typed.
    """
    return limiter.limit(
        rate,
        key_func=counted_by,
        methods=["POST"],
        deduct_when=when_done,
        on_breach=too_many,
        exempt_when=lambda: not counted_by(),
    )


@bp.route("/legal/notice", methods=["GET", "POST"])
@limited(NOTICES, by_person)
@limited(NOTICES_TO, typed_mail)
@limited(ALL_NOTICES, everybody)
def notice() -> Answer:
    """The page and its form, and the notice: 303 to its private address, or 422."""
    form = NoticeForm()
    if request.method == "GET":
        return notice_page(prefilled(form))
    valid, where = form.validate(), place_named(form)
    if where is None or not valid:
        return notice_page(form), 422
    said = actions.Said(form.kind.data, form.text.data, form.name.data, form.email.data, language())
    person = current_user if current_user.is_authenticated else None
    with transaction():
        _notice, token = actions.receive_notice(where, said, person, form.submission.data or "")
    flash(_("Hemos recibido tu aviso. Guarda la dirección de esta página: aquí verás qué se decide."))
    return redirect(url_for("moderation.notice", token=token), 303)


def place_named(form: NoticeForm) -> Place | None:
    """What the form's address is about; None, with the reason beside the field, if it is of nothing here."""
    if form.address.errors:
        return None
    try:
        return queries.find_place(form.address.data or "", hosts(), viewer())
    except Invalid as refused:
        form.address.errors = [str(refused)]
        return None


def prefilled(form: NoticeForm) -> NoticeForm:
    """The empty form, with what is known of whoever is signed in."""
    form.address.data = request.args.get("address", "")[:500]
    if current_user.is_authenticated:
        form.name.data, form.email.data = current_user.name, current_user.email
    return form


def hosts() -> set[str]:
    """The names that this site goes by: its own, and the one that was asked."""
    own = url_for("home.index", _external=True)
    return {request.host.lower(), own.partition("://")[2].partition("/")[0].lower()}


def notice_page(form: NoticeForm, wait: int | None = None) -> str:
    """The page, its form below the text; `wait` is in minutes, where there were too many."""
    return render_template("legal/notice.html", form=form, wait=wait, **duty_page("notice"))
