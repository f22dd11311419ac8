"""The forms of flagging and deciding. They validate and never save."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from forum.groups.forms import GroupField
from forum.lib.forms import Radios
from forum.moderation.actions import GroupMissing, ReasonMissing
from forum.moderation.acts import REASONED

LONGEST = 2000
REASONS = [
    SelectChoice("illegal", _l("Ilegal")),
    SelectChoice("harassment", _l("Falta de respeto")),
    SelectChoice("spam", _l("Publicidad")),
    SelectChoice("off_topic", _l("Fuera de tema")),
    SelectChoice("personal_data", _l("Datos personales")),
    SelectChoice("other", _l("Otro motivo")),
]
Words = Mapping[str, tuple[str, str]]  # act → what is done, and what that means

POST_ACTS: Words = {
    "hide": (_l("Ocultar el mensaje."), _l("Mientras se revisa; queda una nota con el motivo.")),
    "remove": (_l("Retirar el mensaje."), _l("Queda una nota con el motivo.")),
    "restore": (_l("Restaurar el mensaje."), _l("Vuelve a su sitio con su texto.")),
}
PENDING_ACTS: Words = {
    "restore": (_l("Publicar el mensaje."), _l("Toma el número siguiente de su hilo.")),
    "remove": (_l("Rechazar el mensaje."), _l("No llega a publicarse.")),
}
CASE_ACTS: Words = {
    "dismiss": (_l("Desestimar."), _l("No incumple las normas: se queda como está.")),
    **POST_ACTS,
}
THREAD_ACTS: Words = {
    "close": (_l("Cerrar."), _l("Nadie podrá responder; se podrá seguir leyendo.")),
    "open": (_l("Reabrir."), _l("Se podrá responder otra vez.")),
    "pin": (_l("Fijar."), _l("Sale el primero en las listas.")),
    "unpin": (_l("Dejar de fijar."), _l("Vuelve a su sitio en las listas.")),
    "move": (_l("Mover a otro grupo."), _l("Conserva sus mensajes, sus números y sus enlaces.")),
    "remove": (_l("Retirar."), _l("Sale de las listas y de la búsqueda; su dirección dice que se retiró.")),
    "restore": (_l("Restaurar."), _l("Vuelve a las listas y a la búsqueda.")),
}
LABEL = Markup('<strong>{}</strong> <span class="muted">{}</span>')


def tidy(text: str | None) -> str:
    """A text of several lines, without space around it."""
    return (text or "").replace("\r\n", "\n").strip()


def short_enough() -> Length:
    """The validator of a text that a column holds."""
    return Length(max=LONGEST, message=_l("Como mucho, 2.000 caracteres."))


class FlagForm(FlaskForm):
    """One person's call for moderation."""

    reason = Radios(_l("Motivo"), choices=REASONS, validators=[InputRequired(_l("Elige un motivo."))])
    note = TextAreaField(_l("Qué pasa"), filters=[tidy], validators=[short_enough()])


class DecisionForm(FlaskForm):
    """What to do, and why. An act that is not offered now is taken too: whether it can be is the action's."""

    act = Radios(
        _l("Qué se hace"), validators=[InputRequired(_l("Elige qué se hace."))], validate_choice=False
    )
    reason = TextAreaField(_l("Motivo"), filters=[tidy], validators=[short_enough()])
    acts = POST_ACTS

    def offer(self, acts: Sequence[str], words: Words) -> None:
        """Offer these acts under these words."""
        self.act.choices = [SelectChoice(act, LABEL.format(*words[act])) for act in acts]

    def validate_act(self, field: Radios) -> None:
        if field.data not in self.acts:
            raise ValidationError(_l("Elige qué se hace."))

    def validate_reason(self, field: TextAreaField) -> None:
        if self.act.data in REASONED and not field.data:
            raise ValidationError(ReasonMissing.message)


class CaseForm(DecisionForm):
    """What to do in a case: dismissing it, or an act on its post."""

    acts = CASE_ACTS


class ThreadDecisionForm(DecisionForm):
    """What to do with a whole thread; `group` is where it moves to."""

    acts = THREAD_ACTS
    group = GroupField(_l("Grupo"), validate_choice=False)

    def validate_group(self, field: GroupField) -> None:
        if self.act.data == "move" and field.chosen is None:
            raise ValidationError(GroupMissing.message)
