"""A forgotten password. No answer tells whether an address has an account."""

from flask import flash, render_template, request, url_for
from flask_babel import gettext as _

from forum.accounts import actions
from forum.accounts.forms import NewPasswordForm
from forum.accounts.models import User
from forum.accounts.sessions import start_session
from forum.accounts.tokens import DeadLink, read_token
from forum.accounts.views.blueprint import bp
from forum.accounts.views.checking import MAILING, Answer, ask_for_mail, by_typed_address, go_on, succeeded
from forum.extensions import limiter
from forum.lib.limits import REGISTERING
from forum.lib.transactions import transaction


@bp.route("/forgot", methods=["GET", "POST"])
@limiter.limit(REGISTERING, methods=["POST"])
@limiter.limit(MAILING, key_func=by_typed_address, methods=["POST"], deduct_when=succeeded)
def forgot() -> Answer:
    """Ask for a link with which to choose a password: 303, whoever asks."""
    return ask_for_mail("accounts/forgot.html", actions.ask_reset)


@bp.route("/reset/<token>", methods=["GET", "POST"])
def reset(token: str) -> Answer:
    """Choose a password, once for each link: 303 signed in, 422, or 410 a link that is dead."""
    try:
        user, _said = read_token("reset", token)
        form = NewPasswordForm()
        form.own = (user.username, user.email or "")
        if not form.validate_on_submit():
            page = render_template("accounts/reset.html", form=form, user=user)
            return page, 200 if request.method == "GET" else 422
        user = set_password(token, form.password.data)
    except DeadLink as dead:
        return render_template("accounts/dead_link.html", message=dead.message, again=url_for(".forgot")), 410
    start_session(user)
    flash(_("Contraseña guardada. Las demás sesiones se han cerrado."))
    return go_on()


def set_password(token: str, password: str) -> User:
    """Give the person of the link this password. Raises DeadLink if it was used meanwhile."""
    hashed = actions.hash_password(password)
    with transaction():
        user, _said = read_token("reset", token, lock=True)
        actions.reset_password(user, hashed)
    return user
