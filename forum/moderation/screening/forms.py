"""The forms of what is asked of a text before it is published. They validate and never save."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from forum.lib.forms import Choice, Radios, Whole
from forum.lib.refusals import Invalid
from forum.lib.text import one_line
from forum.moderation.screening.patterns import LONGEST, Pattern

MOST = 10_000
APPROVALS = [
    SelectChoice("nobody", _l("Nadie: todo se publica al momento")),
    SelectChoice("new", _l("Quien acaba de llegar")),
    SelectChoice("all", _l("Todo el mundo")),
]
AS_SITE = SelectChoice("", _l("Como en el resto del sitio"))
ACTIONS = [
    SelectChoice("block", _l("No se publica, y se dice por qué")),
    SelectChoice("approve", _l("Espera aprobación")),
    SelectChoice("flag", _l("Se publica y abre un caso")),
    SelectChoice("replace", _l("Se publica con otras palabras")),
]
NUMBER = _l("Escribe un número entero, de 0 a 10.000.")


def number(label: object) -> Whole:
    """A number of something."""
    return Whole(label, validators=[InputRequired(NUMBER), NumberRange(0, MOST, NUMBER)])


class SiteForm(FlaskForm):
    """What holds in the whole site."""

    approval = Choice(_l("Quién necesita aprobación"), choices=APPROVALS)
    new_until = number(_l("Mensajes a la vista hasta dejar de contar como alta reciente"))
    new_links = number(_l("Enlaces de quien acaba de llegar"))
    flood_posts = number(_l("Mensajes seguidos de una persona"))
    flood_minutes = number(_l("En cuántos minutos"))
    copies = number(_l("Veces que se publica el mismo texto"))
    copies_hours = number(_l("En cuántas horas"))


class GroupForm(FlaskForm):
    """What is otherwise in a group."""

    approval = Choice(_l("Quién necesita aprobación"), choices=[AS_SITE, *APPROVALS])
    new_links = Whole(
        _l("Enlaces de quien acaba de llegar"), validators=[Optional(), NumberRange(0, MOST, NUMBER)]
    )


class WatchForm(FlaskForm):
    """A pattern to watch for. `tested` is the pattern that was tried before, which may be saved."""

    pattern = StringField(
        _l("Palabras"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Faltan las palabras.")),
            Length(max=LONGEST, message=_l("Las palabras, de 200 caracteres como mucho.")),
        ],
    )
    act = Radios(
        _l("Qué pasa con el texto"), choices=ACTIONS, validators=[InputRequired(_l("Elige qué pasa."))]
    )
    replacement = StringField(
        _l("Palabras que las sustituyen"),
        filters=[one_line],
        validators=[Length(max=200, message=_l("La sustitución, de 200 caracteres como mucho."))],
    )
    note = StringField(
        _l("Nota para el equipo"),
        filters=[one_line],
        validators=[Length(max=300, message=_l("La nota, de 300 caracteres como mucho."))],
    )
    sample = TextAreaField(_l("Un texto de prueba"))
    tested = HiddenField()
    action = StringField(default="test")

    @property
    def saves(self) -> bool:
        """Whether it is to be saved, and was tried as it is."""
        return self.action.data == "save" and self.tested.data == self.pattern.data

    def validate_pattern(self, field: Field) -> None:
        try:
            Pattern(field.data)
        except Invalid as refused:
            raise ValidationError(str(refused)) from None

    def validate_replacement(self, field: Field) -> None:
        if self.act.data == "replace" and not field.data:
            raise ValidationError(_("Falta con qué se sustituyen."))


class RemoveForm(FlaskForm):
    """A button: nothing but the proof that the page was ours."""
