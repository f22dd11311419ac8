"""The forms of the duty pages. They validate and never save."""

from collections.abc import Mapping
from typing import Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, StringField, TextAreaField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from forum.home.blanks import BLANKS, MAIL, SECTIONS, Blank, names_in, unknown_in
from forum.home.duties import TERMS, page_html
from forum.home.filling import fillable
from forum.lib.forms import Choice, reason_field
from forum.lib.html.links import first_picture, safe_link
from forum.lib.numbers import whole_number
from forum.lib.refusals import Invalid
from forum.lib.text import one_line

LONGEST = 500
MAILS = ("email", "dpo_email")


class ReasonForm(FlaskForm):
    """Why a page changes; `revision` is the number of the version that the person saw.

    Of the rules it says what changed, in the words that everybody is written if `tell_all` is ticked.
    """

    reason = reason_field(_l("Motivo del cambio"))
    tell_all = BooleanField(_l("Avisar a todas las personas"), default=True)
    revision = HiddenField()

    def of(self, page: str) -> Self:
        """The form of a page: of others than the rules nobody is told."""
        if page == TERMS:
            self.reason.label.text = _l("Qué ha cambiado")
        else:
            del self.tell_all
        return self

    @property
    def tells_all(self) -> bool:
        """Whether everybody is to be told."""
        return bool("tell_all" in self and self.tell_all.data)

    def validate_tell_all(self, field: BooleanField) -> None:
        """Whoever is told is told what."""
        if field.data and not self.reason.data:
            raise ValidationError(_("Escribe qué ha cambiado, o no avises."))

    def seen(self) -> int | None:
        """The version that the person saw, if the form says it."""
        return whole_number(self.revision.data)


class PageForm(ReasonForm):
    """Another text for a page."""

    body = TextAreaField(_l("Texto"), validators=[DataRequired(_l("Falta el texto."))])
    action = StringField(default="publish")

    def validate_body(self, field: TextAreaField) -> None:
        """The text can be shown, and its blanks are known ones."""
        unknown = unknown_in(field.data)
        if unknown:
            names = ", ".join(f"{{{name}}}" for name in unknown)
            raise ValidationError(_("No hay ningún dato que se llame así: %(names)s.", names=names))
        try:
            html = page_html(field.data)
        except Invalid as refused:
            raise ValidationError(str(refused)) from None
        if first_picture(html):  # a picture is kept, and shown to others, as long as a post shows it
            raise ValidationError(_("Aquí no caben imágenes: ponlas en un mensaje."))
        lost = ", ".join(f"{{{name}}}" for name in names_in(field.data) if name not in fillable(html))
        if lost:
            raise ValidationError(
                _(
                    "%(names)s no se puede rellenar: va sin formato ni enlaces dentro de las llaves.",
                    names=lost,
                )
            )


def blank_field(name: str, blank: Blank) -> Field:
    """The field of a blank: a choice where it has some, else a line."""
    if blank.choices:
        words = {"": _l("Sin elegir"), **blank.choices}
        choices = [SelectChoice(value=value, label=label) for value, label in words.items()]
        return Choice(blank.label, choices=choices, validators=[Optional()])
    length = Length(max=LONGEST, message=_l("Son 500 caracteres como mucho."))
    return StringField(blank.label, filters=[one_line], validators=[length, Contact(name)])


class Contact:
    """What is written to must be an address: of mail or, where that is meant too, of the web."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, form: FlaskForm, field: Field) -> None:
        value, web = field.data or "", self.name == "security_contact"
        if not value or not (web or self.name in MAILS) or MAIL.fullmatch(value):
            return
        if not web:
            raise ValidationError(_("Escribe un correo, como foro@ayuntamiento.es."))
        if not value.startswith("https://") or safe_link(value) is None:
            raise ValidationError(_("Escribe un correo, o una dirección que empiece por https://"))


class BlanksForm(FlaskForm):
    """Every blank of the duty pages, by section; `revision` says what the person saw in them."""

    sections = SECTIONS
    revision = HiddenField()

    def values(self) -> Mapping[str, str]:
        """What was filled in, by name."""
        return {name: self[name].data or "" for name in BLANKS}


for _name, _blank in BLANKS.items():
    setattr(BlanksForm, _name, blank_field(_name, _blank))
