"""The forms of flagging and deciding. They validate and never save."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length

from forum.groups.models import Group
from forum.moderation.actions import REASONED, GroupMissing, ReasonMissing

LONGEST = 2000
REASONS = (
    ("illegal", _l("Ilegal")),
    ("harassment", _l("Falta de respeto")),
    ("spam", _l("Publicidad")),
    ("off_topic", _l("Fuera de tema")),
    ("personal_data", _l("Datos personales")),
    ("other", _l("Otro motivo")),
)
POST_ACTS = {
    "hide": _l("Ocultar mientras se revisa"),
    "remove": _l("Retirar"),
    "restore": _l("Restaurar"),
}
THREAD_ACTS = {
    "close": _l("Cerrar"),
    "open": _l("Reabrir"),
    "pin": _l("Fijar"),
    "unpin": _l("Dejar de fijar"),
    "move": _l("Mover a otro grupo"),
    "remove": _l("Retirar el hilo entero"),
    "restore": _l("Restaurar"),
}


def without_nul(text: str | None) -> str:
    return (text or "").replace("\x00", "").strip()


class FlagForm(FlaskForm):
    """One person's call for moderation."""

    reason = RadioField(_l("Motivo"), choices=REASONS, validators=[InputRequired(_l("Elige un motivo."))])
    note = TextAreaField(
        _l("Qué pasa"),
        filters=[without_nul],
        validators=[Length(max=LONGEST, message=_l("Como mucho, 2.000 caracteres."))],
    )


class DecisionForm(FlaskForm):
    """What to do, and why."""

    act = RadioField(_l("Qué se hace"), validators=[InputRequired(_l("Elige qué se hace."))])
    reason = TextAreaField(
        _l("Motivo"),
        filters=[without_nul],
        validators=[Length(max=LONGEST, message=_l("Como mucho, 2.000 caracteres."))],
    )

    def validate_reason(self, field: TextAreaField) -> None:
        if self.act.data in REASONED and not field.data:
            raise ValidationError(str(ReasonMissing.message))

    def offer(self, acts: dict[str, object]) -> None:
        """Offer these acts; with one alone it is chosen."""
        self.act.choices = list(acts.items())
        if len(acts) == 1 and not self.act.data:
            self.act.data = next(iter(acts))


class ThreadDecisionForm(DecisionForm):
    """What to do with a whole thread; `group` is where it moves to."""

    group = SelectField(_l("Grupo"), validate_choice=False)

    def validate_group(self, field: SelectField) -> None:
        if self.act.data == "move" and self.chosen_group() is None:
            raise ValidationError(str(GroupMissing.message))

    def offer_groups(self, groups: Sequence[Group]) -> None:
        """Offer these groups to move to."""
        self.groups = groups
        self.group.choices = [("", _l("Elige uno")), *((group.slug, group.name) for group in groups)]

    def chosen_group(self) -> Group | None:
        """The group chosen, by slug or id."""
        chosen = self.group.data or ""
        return next((group for group in self.groups if chosen in (group.slug, str(group.id))), None)
