"""Form fields as screen readers need them, and choices that refuse in our own words."""

from collections.abc import Mapping

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    Field,
    Form,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.validators import Length, Optional

from forum.lib.numbers import whole_number
from forum.lib.text import one_line


def aria(field: Field, hint: str = "", more: Mapping[str, object] | None = None) -> dict[str, object]:
    """The attributes of a control: `more`, what describes it, and whether it is wrong.

    `hint` is the id of its hint; its error, if there is one, has the id `e-` and the field's.
    """
    about = [*([hint] if hint else []), *([f"e-{field.id}"] if field.errors else [])]
    attributes: dict[str, object] = dict(more or {})
    if about:
        attributes["aria-describedby"] = " ".join(about)
    if field.errors:
        attributes["aria-invalid"] = "true"
    return attributes


class InOurWords:
    """Refuses what is not offered in our own words: WTForms speaks neither Galician nor Basque."""

    def pre_validate(self, form: Form) -> None:
        """One of the choices was made, or whatever was made is taken."""
        try:
            super().pre_validate(form)  # type: ignore[misc]
        except ValidationError:
            raise ValidationError(_("Elige una de las opciones.")) from None


class Choice(InOurWords, SelectField):
    """One of several, from a list that opens."""


class Radios(InOurWords, RadioField):
    """One of several, all in sight."""


class Trap(FlaskForm):
    """A form with a field that nobody sees and programs fill: it must stay empty."""

    homepage = StringField(_l("Deja vacío este campo"))

    def validate_homepage(self, field: StringField) -> None:
        if field.data:
            raise ValidationError(_("Este campo es para detectar programas: déjalo vacío y envía otra vez."))


class Whole(IntegerField):
    """A whole number, refused in our own words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Escribe un número entero.")) from None


class Boxes(InOurWords, SelectMultipleField):
    """Boxes to tick, each a number."""

    def numbers(self) -> list[int]:
        """Those that are ticked; what is no number is none of them."""
        return [found for value in self.data or () if (found := whole_number(value)) is not None]


def reason_field(label: object) -> StringField:
    """Why somebody changes something, on one line; it may stay empty."""
    longest = Length(max=300, message=_l("El motivo, de 300 caracteres como mucho."))
    return StringField(label, filters=[one_line], validators=[Optional(), longest])


def init_forms(app: Flask) -> None:
    """Give templates `aria`."""
    app.jinja_env.globals["aria"] = aria
