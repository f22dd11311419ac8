"""Registering, and confirming the address. No answer tells whether an address has an account."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_limiter.util import get_remote_address
from flask_login import current_user

from forum.accounts import actions
from forum.accounts.forms import ConfirmForm, RegisterForm
from forum.accounts.sessions import start_session
from forum.accounts.tokens import DeadLink, read_token
from forum.accounts.views.blueprint import bp
from forum.accounts.views.checking import (
    MAILING,
    Answer,
    ask_for_mail,
    by_typed_address,
    go_on,
    next_path,
    place,
    succeeded,
)
from forum.extensions import limiter
from forum.lib.limits import REGISTERING
from forum.lib.locale import kept_choice
from forum.lib.refusals import Invalid
from forum.lib.transactions import transaction


@bp.route("/register", methods=["GET", "POST"])
@limiter.limit(REGISTERING, methods=["POST"])
@limiter.limit(MAILING, key_func=by_typed_address, methods=["POST"], deduct_when=succeeded)
def register() -> Answer:
    """The form of a new account: 303 to the page that says to look in the mail, or 422."""
    if current_user.is_authenticated:
        return go_on(next_path())
    form = RegisterForm()
    if not form.validate_on_submit():
        return register_page(form)
    hashed = actions.hash_password(form.password.data)
    try:
        with transaction():
            actions.register(
                form.username.data,
                form.email.data,
                hashed,
                language=kept_choice(),
                next_path=next_path(),
                address=get_remote_address(),
            )
    except Invalid as refused:
        place(form, refused)
        return register_page(form)
    return redirect(url_for(".mail_sent"), 303)


def register_page(form: RegisterForm) -> Answer:
    """The page of the form of a new account."""
    page = render_template("accounts/register.html", form=form, next=next_path())
    return page, 200 if request.method == "GET" else 422


@bp.get("/mail-sent")
def mail_sent() -> Answer:
    """What to do next: the same whether a mail was sent or not."""
    return render_template("accounts/mail_sent.html")


@bp.route("/confirm", methods=["GET", "POST"])
@limiter.limit(REGISTERING, methods=["POST"])
@limiter.limit(MAILING, key_func=by_typed_address, methods=["POST"], deduct_when=succeeded)
def resend() -> Answer:
    """Ask for the mail that confirms once more: 303, whoever asks."""
    return ask_for_mail("accounts/resend.html", actions.resend)


@bp.route("/confirm/<token>", methods=["GET", "POST"])
def confirm(token: str) -> Answer:
    """A page with a button, as programs that check mails follow links; the button confirms and signs in."""
    try:
        user, said = read_token("confirm", token)
        form = ConfirmForm()
        if not form.validate_on_submit():
            return render_template("accounts/confirm.html", form=form, user=user)
        with transaction():
            user, said = read_token("confirm", token, lock=True)
            actions.confirm(user)
    except DeadLink as dead:
        return render_template("accounts/dead_link.html", message=dead.message, again=url_for(".resend")), 410
    start_session(user)
    flash(_("Correo confirmado. Ya puedes escribir."))
    return go_on(said.get("next", ""))
