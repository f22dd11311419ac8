"""Asking for a decision to be looked at again, and looking."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from forum.lib.forms import Boxes, Radios
from forum.moderation.forms.cases import row_id
from forum.moderation.forms.deciding import LABEL
from forum.moderation.forms.texts import not_too_long, short_enough, tidy

OUTCOMES = {
    "upheld": (_l("Mantener la decisión."), _l("Todo queda como está.")),
    "reversed": (_l("Anular la decisión."), _l("Todo vuelve a estar como antes de tomarla.")),
}


class AppealForm(FlaskForm):
    """Why somebody asks for it."""

    text = TextAreaField(
        _l("Por qué pides la revisión"),
        filters=[tidy],
        validators=[InputRequired(_l("Escribe por qué pides la revisión.")), not_too_long()],
    )


class HearingForm(FlaskForm):
    """What is decided, and why."""

    outcome = Radios(
        _l("Qué se decide"),
        choices=[SelectChoice(key, LABEL.format(*words)) for key, words in OUTCOMES.items()],
        validators=[InputRequired(_l("Elige qué se decide."))],
    )
    also = Boxes(_l("Anular también"), coerce=row_id)
    reasons = TextAreaField(
        _l("Motivos"),
        filters=[tidy],
        validators=[
            InputRequired(_l("Escribe los motivos: los leerá quien pidió la revisión.")),
            short_enough(),
        ],
    )

    def offer(self, beside: Sequence[tuple[int, str]]) -> None:
        """Offer to reverse these decisions too, by id and name; without any there is nothing to tick."""
        if beside:
            self.also.choices = [(str(number), name) for number, name in beside]
        else:
            del self.also

    @property
    def reversed_too(self) -> Sequence[int]:
        """The ids of the decisions that are reversed too."""
        return self.also.data or () if self.also else ()

    def validate_also(self, field: Boxes) -> None:
        if field.data and self.outcome.data == "upheld":
            raise ValidationError(_("Si la decisión se mantiene, no se anula ninguna otra con ella."))
