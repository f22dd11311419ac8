"""The forms of accounts. They validate and never save."""

from collections.abc import Callable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, PasswordField, StringField, ValidationError
from wtforms.validators import InputRequired

from forum.accounts.identity import clean_email, clean_username
from forum.accounts.passwords import check_strength
from forum.lib.forms import Choice, Trap
from forum.lib.locale import languages
from forum.lib.refusals import Invalid

LONGEST = 300
NAMES = {"autocapitalize": "none", "spellcheck": "false", "maxlength": LONGEST}


def needed(message: str) -> InputRequired:
    """The validator of a field that must be filled."""
    return InputRequired(message)


def tidy(text: str | None) -> str:
    """What was typed, without space around it, cut where it is long."""
    return (text or "").strip()[:LONGEST]


def checked(check: Callable[..., object], *values: str) -> None:
    """Run a check that refuses, and put its message beside the field."""
    try:
        check(*values)
    except Invalid as refused:
        raise ValidationError(str(refused)) from None


class SignInForm(FlaskForm):
    """Signing in, with username or address."""

    email = StringField(
        _l("Usuario o correo"),
        filters=[tidy],
        validators=[needed(_l("Falta tu nombre de usuario o tu correo."))],
        render_kw=NAMES | {"autocomplete": "username"},
    )
    password = PasswordField(
        _l("Contraseña"),
        validators=[needed(_l("Falta la contraseña."))],
        render_kw={"autocomplete": "current-password"},
    )
    remember = BooleanField(_l("Recordarme en este equipo"))


class RegisterForm(Trap):
    """A new account."""

    username = StringField(
        _l("Nombre de usuario"),
        filters=[tidy],
        validators=[needed(_l("Falta el nombre de usuario."))],
        render_kw=NAMES | {"autocomplete": "username"},
    )
    email = StringField(
        _l("Correo"),
        filters=[tidy],
        validators=[needed(_l("Falta el correo."))],
        render_kw=NAMES | {"autocomplete": "email", "type": "email"},
    )
    password = PasswordField(
        _l("Contraseña"),
        validators=[needed(_l("Falta la contraseña."))],
        render_kw={"autocomplete": "new-password"},
    )
    terms = BooleanField(
        _l("Acepto las normas"), validators=[needed(_l("Para crear la cuenta hay que aceptar las normas."))]
    )

    def validate_username(self, field: Field) -> None:
        checked(clean_username, field.data)

    def validate_email(self, field: Field) -> None:
        checked(clean_email, field.data)

    def validate_password(self, field: Field) -> None:
        checked(check_strength, field.data, self.username.data, self.email.data)


class AddressForm(FlaskForm):
    """Asking for a mail: whoever it is says their username or address."""

    email = StringField(
        _l("Usuario o correo"),
        filters=[tidy],
        validators=[needed(_l("Falta tu nombre de usuario o tu correo."))],
        render_kw=NAMES | {"autocomplete": "username"},
    )


class NewPasswordForm(FlaskForm):
    """Choosing a password, by who was sent the link."""

    password = PasswordField(
        _l("Contraseña nueva"),
        validators=[needed(_l("Falta la contraseña nueva."))],
        render_kw={"autocomplete": "new-password"},
    )
    own: tuple[str, ...] = ()

    def validate_password(self, field: Field) -> None:
        checked(check_strength, field.data, *self.own)


class ChangeEmailForm(FlaskForm):
    """Another address, by who knows the password."""

    email = StringField(
        _l("Correo nuevo"),
        filters=[tidy],
        validators=[needed(_l("Falta el correo nuevo."))],
        render_kw=NAMES | {"autocomplete": "email", "type": "email"},
    )
    email_password = PasswordField(
        _l("Tu contraseña"),
        validators=[needed(_l("Falta tu contraseña."))],
        render_kw={"autocomplete": "current-password"},
    )

    def validate_email(self, field: Field) -> None:
        checked(clean_email, field.data)


class ChangePasswordForm(FlaskForm):
    """Another password, by who knows the old one."""

    old_password = PasswordField(
        _l("Contraseña actual"),
        validators=[needed(_l("Falta la contraseña actual."))],
        render_kw={"autocomplete": "current-password"},
    )
    new_password = PasswordField(
        _l("Contraseña nueva"),
        validators=[needed(_l("Falta la contraseña nueva."))],
        render_kw={"autocomplete": "new-password"},
    )
    own: tuple[str, ...] = ()

    def validate_new_password(self, field: Field) -> None:
        checked(check_strength, field.data, *self.own)


class LanguageForm(FlaskForm):
    """The language that a person reads in; empty, what their browser asks for."""

    language = Choice(_l("Idioma"))
    next = HiddenField()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = [("", _("El que pida el navegador")), *languages()]


class ConfirmForm(FlaskForm):
    """A button: nothing but the proof that the page was ours."""
