"""Handling a case."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from forum.accounts.models import User
from forum.lib.forms import Boxes, Choice
from forum.lib.numbers import whole_number
from forum.moderation.forms.grounds import DismissalForm
from forum.moderation.forms.texts import not_too_long, tidy

BULK_ACTS = [
    SelectChoice("", _l("Con los marcados…")),
    SelectChoice("take", _l("Asignármelos")),
    SelectChoice("dismiss", _l("Desestimar las denuncias")),
    SelectChoice("hide", _l("Ocultar los mensajes")),
    SelectChoice("remove", _l("Retirar los mensajes")),
]
MOST = 100  # cases in one go


def row_id(text: str) -> int:
    """The number of a row; 0, which none has, if it is anything else."""
    return whole_number(text) or 0


class PlainForm(FlaskForm):
    """A button."""


class AssignForm(FlaskForm):
    """Who has the case in hand; nobody, if it is empty."""

    to = Choice(_l("Asignado a"), coerce=str)

    def offer(self, people: Sequence[User], assignee_id: int | None) -> None:
        """Offer these people."""
        named = [SelectChoice(str(person.id), person.name) for person in people]
        self.to.choices = [SelectChoice("", _l("Sin asignar")), *named]
        if not self.is_submitted():
            self.to.data = str(assignee_id or "")


class NoteForm(FlaskForm):
    """A note for the team."""

    text = TextAreaField(
        _l("Añadir una nota"),
        filters=[tidy],
        validators=[DataRequired(_l("Escribe la nota.")), not_too_long()],
    )


class BulkForm(DismissalForm):
    """The same in all the cases that are marked, for one reason."""

    case = Boxes(_l("Casos"), coerce=row_id, validate_choice=False)
    act = Choice(_l("Qué se hace con los marcados"), choices=BULK_ACTS, default="")

    def validate_case(self, field: Boxes) -> None:
        if not field.data:
            raise ValidationError(_l("Marca algún caso."))
        if len(field.data) > MOST:
            raise ValidationError(_l("Son demasiados de una vez."))

    def validate_act(self, field: Choice) -> None:
        if not field.data:
            raise ValidationError(_l("Elige qué se hace."))
