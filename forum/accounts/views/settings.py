"""A person's own settings: address, password, sessions, language and appearance."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import refresh
from flask_login import current_user

from forum.accounts import actions
from forum.accounts.forms import ChangeEmailForm, ChangePasswordForm, ConfirmForm, LanguageForm
from forum.accounts.identity import clean_email
from forum.accounts.models import User
from forum.accounts.queries import tokens_of
from forum.accounts.sessions import renew_session
from forum.accounts.tokens import DeadLink, read_token
from forum.accounts.views.blueprint import bp
from forum.accounts.views.checking import Answer, go_on, person_with, place
from forum.extensions import limiter
from forum.lib.cookies import keep
from forum.lib.limits import SIGNING_IN, by_person
from forum.lib.locale import COOKIE
from forum.lib.refusals import Invalid
from forum.lib.transactions import transaction
from forum.lib.urls import same_site
from forum.permissions import require, viewer


@bp.get("/me/settings")
def settings() -> Answer:
    """The settings, each in a form of its own."""
    require(viewer(), "account.settings")
    return settings_page()


def settings_page(
    email: ChangeEmailForm | None = None,
    password: ChangePasswordForm | None = None,
    tongue: LanguageForm | None = None,
) -> Answer:
    """The settings, with the form that was sent as it was sent."""
    page = render_template(
        "accounts/settings.html",
        email_form=email or ChangeEmailForm(formdata=None),
        password_form=password or ChangePasswordForm(formdata=None),
        sessions_form=ConfirmForm(formdata=None),
        tokens=tokens_of(current_user),
        language_form=tongue or LanguageForm(formdata=None, language=current_user.language or ""),
    )
    return page, 200 if request.method == "GET" else 422


def back(message: str) -> Answer:
    """Back to the settings, saying what was done."""
    flash(message)
    return redirect(url_for(".settings"), 303)


@bp.post("/me/settings/email")
@limiter.limit("10 per hour", key_func=by_person)
def change_email() -> Answer:
    """Send a link to the new address: 303, or 422. Nothing changes before it is followed."""
    require(viewer(), "account.settings")
    form = ChangeEmailForm()
    if not form.validate_on_submit():
        return settings_page(email=form)
    user = person_with(current_user.username, form.email_password.data)
    if user is None:
        form.email_password.errors = [_("No es tu contraseña.")]
        return settings_page(email=form)
    try:
        with transaction():
            actions.ask_email_change(user, clean_email(form.email.data))
    except Invalid as refused:
        place(form, refused)
        return settings_page(email=form)
    return back(_("Te hemos enviado un enlace a la dirección nueva. Hasta que lo sigas, vale la de ahora."))


@bp.route("/me/email/<token>", methods=["GET", "POST"])
def confirm_email(token: str) -> Answer:
    """A page with a button, as in `confirm`: it makes the new address the person's."""
    try:
        user, said = read_token("address", token)
        form = ConfirmForm()
        if not form.validate_on_submit():
            return render_template("accounts/confirm_email.html", form=form, user=user, email=said["email"])
        with transaction():
            user, said = read_token("address", token, lock=True)
            actions.change_email(user, said["email"])
    except (DeadLink, actions.AddressTaken):
        again = url_for(".settings")
        return render_template("accounts/dead_link.html", message=DeadLink.message, again=again), 410
    flash(_("Correo cambiado."))
    return go_on()


@bp.post("/me/settings/password")
@limiter.limit(SIGNING_IN, key_func=by_person)
def change_password() -> Answer:
    """Another password: 303 with every other session ended, or 422."""
    require(viewer(), "account.settings")
    form = ChangePasswordForm()
    form.own = (current_user.username, current_user.email or "")
    if not form.validate_on_submit():
        return settings_page(password=form)
    user = person_with(current_user.username, form.old_password.data)
    if user is None:
        form.old_password.errors = [_("No es tu contraseña actual.")]
        return settings_page(password=form)
    hashed = actions.hash_password(form.new_password.data)
    with transaction():
        actions.change_password(user, hashed)
    return renewed(user, _("Contraseña cambiada. Las demás sesiones se han cerrado."))


@bp.post("/me/settings/sessions")
def end_other_sessions() -> Answer:
    """End every session but this one: 303."""
    require(viewer(), "account.settings")
    user = current_user._get_current_object()
    with transaction():
        actions.end_sessions(user)
    return renewed(user, _("Las demás sesiones se han cerrado."))


def renewed(user: User, message: str) -> Answer:
    """Back to the settings in a new session."""
    renew_session(user)
    return back(message)


@bp.post("/me/settings/language")
def choose_language() -> Answer:
    """Another language, from the settings or the menu of any page: 303 back to it, or 422.

    This browser keeps it too, so that nothing changes when the person signs out.
    """
    require(viewer(), "account.settings")
    form = LanguageForm()
    if not form.validate_on_submit():
        return settings_page(tongue=form)
    with transaction():
        actions.choose_language(current_user, form.language.data or None)
    refresh()
    page = same_site(form.next.data)
    if not page:
        flash(_("Idioma cambiado."))
    response = redirect(page or url_for(".settings"), 303)
    keep(response, COOKIE, form.language.data)
    return response
