"""Checking who somebody is, and what forms that cost a mail or a hash have in common."""

from collections.abc import Callable

from flask import Response, redirect, render_template, request, url_for
from flask_limiter.util import get_remote_address
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse

from forum.accounts.actions import count_try, digest, forget_tries, rehash
from forum.accounts.forms import AddressForm
from forum.accounts.identity import username_key
from forum.accounts.models import User
from forum.accounts.passwords import hash_password, is_outdated, password_matches
from forum.accounts.queries import find_by_login
from forum.lib.refusals import Invalid
from forum.lib.transactions import transaction
from forum.lib.urls import same_site

Answer = str | tuple[str, int] | AnyResponse
MAILING = "5 per hour"
LONGEST_PATH = 300  # it may travel in a link in a mail


def person_with(name: str, password: str) -> User | None:
    """Who has this name or address and this password, if anyone. A wrong try is counted. Raises TooSoon."""
    user = find_by_login(name)
    stored = user.password_hash if user else None
    who = user.username_key if user else username_key(name)
    with transaction():
        count_try(who, get_remote_address())
    if not password_matches(stored, password) or stored is None:
        return None
    newer = hash_password(password) if is_outdated(stored) else None
    with transaction():
        forget_tries(who)
        if user and newer:
            rehash(user, stored, newer)
    return user


def ask_for_mail(template: str, write: Callable[[User | None], object]) -> Answer:
    """A form with one address; `write` sends a mail if somebody has it: 303 whoever asks, or 422."""
    form = AddressForm()
    if not form.validate_on_submit():
        return render_template(template, form=form), 200 if request.method == "GET" else 422
    with transaction():
        write(find_by_login(form.email.data))
    return redirect(url_for(".mail_sent"), 303)


def place(form: FlaskForm, refusal: Invalid) -> None:
    """Put what an action refused beside the field that it is about."""
    field = form[refusal.field or next(iter(form)).name]
    field.errors = [*field.errors, str(refusal)]


def next_path() -> str:
    """Where to go afterwards: what the address or the form says, if it is a path of this site."""
    path = same_site(request.values.get("next")) or ""
    return path if len(path) <= LONGEST_PATH else ""


def go_on(path: str = "") -> AnyResponse:
    """Lead to where the person was going, or to the front page."""
    return redirect(path or url_for("home.index"), 303)


def by_typed_address() -> str:
    """The address that the form names, as a digest, whoever sends it: nobody's mailbox is flooded."""
    typed = request.form.get("email", "").strip().casefold()
    return digest("mail", typed) if typed else get_remote_address()


def succeeded(response: Response) -> bool:
    """Whether the form was taken: only that counts against the limit on mails."""
    return response.status_code == 303
