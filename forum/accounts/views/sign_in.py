"""Signing in and out."""

from flask import flash, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from forum.accounts.forms import ConfirmForm, SignInForm
from forum.accounts.models import User
from forum.accounts.sessions import end_session, start_session
from forum.accounts.views.blueprint import bp
from forum.accounts.views.checking import Answer, go_on, next_path, person_with
from forum.extensions import limiter
from forum.lib.dates import moment
from forum.lib.limits import SIGNING_IN


@bp.route("/login", methods=["GET", "POST"])
@limiter.limit(SIGNING_IN, methods=["POST"])
def sign_in() -> Answer:
    """The sign-in form: 303 to where the person was going, or 422."""
    if request.method == "GET" and current_user.is_authenticated:
        return go_on(next_path())
    form = SignInForm()
    if not form.validate_on_submit():
        return sign_in_page(form)
    user = person_with(form.email.data, form.password.data)
    if user is None:
        form.password.errors = [_("El usuario o la contraseña no coinciden.")]
        return sign_in_page(form)
    if user.confirmed_at is None:
        return sign_in_page(form, unconfirmed=True)
    start_session(user, remember=form.remember.data)
    welcome(user)
    return go_on(next_path())


def sign_in_page(form: SignInForm, *, unconfirmed: bool = False) -> Answer:
    """The sign-in page with the form as it is."""
    page = render_template(
        "accounts/sign_in.html", form=form, unconfirmed=unconfirmed, resend=ConfirmForm(), next=next_path()
    )
    return page, 200 if request.method == "GET" else 422


def welcome(user: User) -> None:
    """Say what the person must know on entering."""
    if user.suspended:
        until = user.suspended_until
        end = _("Hasta: %(when)s.", when=moment(until)) if until else ""
        flash(_("Tu cuenta está suspendida: puedes leer, pero no escribir.") + " " + end, "warn")


@bp.post("/logout")
def sign_out() -> Answer:
    """End the session in this browser: 303 to the front page."""
    end_session()
    return go_on()
