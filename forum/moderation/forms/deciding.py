"""What to do, and why."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from forum.groups.forms import GroupField
from forum.lib.clock import utcnow
from forum.lib.forms import Choice, Radios
from forum.moderation.actions.refusals import EndMissing, GroupMissing, ReasonMissing
from forum.moderation.acts import TIMED
from forum.moderation.forms.grounds import ActForm, DismissalForm

Words = Mapping[str, tuple[str, str]]  # act → what is done, and what that means

POST_ACTS: Words = {
    "hide": (
        _l("Ocultar el mensaje."),
        _l("Mientras se revisa: si hay un caso, sigue abierto. Queda una nota con el motivo."),
    ),
    "remove": (_l("Retirar el mensaje."), _l("Queda una nota con el motivo.")),
    "restore": (_l("Restaurar el mensaje."), _l("Vuelve a su sitio con su texto.")),
}
PENDING_ACTS: Words = {
    "restore": (_l("Publicar el mensaje."), _l("Toma el número siguiente de su hilo.")),
    "remove": (
        _l("Rechazar el mensaje."),
        _l("No llega a publicarse: di por qué a quien lo escribió."),
    ),
}
CASE_ACTS: Words = {
    "dismiss": (_l("Desestimar."), _l("No incumple las normas: se queda como está.")),
    **POST_ACTS,
    "none": (_l("Dejarlo como está, con una medida."), _l("Solo cambia lo que puede hacer la persona.")),
}
HIDDEN_CASE_ACTS: Words = {
    "dismiss": (_l("Desestimar."), _l("No incumple las normas: el mensaje vuelve a verse en su sitio.")),
    "remove": (
        _l("Retirar el mensaje."),
        _l("Deja de estar oculto mientras se revisa: la retirada es firme."),
    ),
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
PERSON_ACTS: Words = {
    "warn": (_l("Advertir."), _l("Se le escribe el motivo; no cambia lo que puede hacer.")),
    "silence": (_l("Dejar en solo lectura."), _l("Lee, y no publica hasta el día elegido.")),
    "suspend": (_l("Suspender la cuenta."), _l("Lee, descarga sus datos y puede pedir la revisión.")),
    "unheed": (
        _l("No atender sus denuncias."),
        _l("Ni sus avisos, hasta el día elegido. Antes hace falta una advertencia, ya comunicada."),
    ),
    "clear": (
        _l("Vaciar el perfil."),
        _l("Se quitan el nombre que muestra, el puesto, «Sobre ti» y los enlaces. Puede escribir otros."),
    ),
    "lift": (_l("Terminar las medidas."), _l("Vuelve a poder publicar.")),
}
SANCTIONS = [
    SelectChoice("", _l("Ninguna")),
    SelectChoice("warn", _l("Advertencia")),
    SelectChoice("silence", _l("Solo lectura")),
    SelectChoice("suspend", _l("Suspensión")),
]
DAYS = [
    SelectChoice("1", _l("1 día")),
    SelectChoice("3", _l("3 días")),
    SelectChoice("7", _l("7 días")),
    SelectChoice("30", _l("30 días")),
    SelectChoice("90", _l("90 días")),
    SelectChoice("180", _l("6 meses")),
    SelectChoice("365", _l("1 año")),
]
PENDING_THREAD_ACTS: Words = {
    "restore": (_l("Publicar."), _l("Sale en las listas y en la búsqueda.")),
    "remove": (_l("Rechazar."), _l("No llega a publicarse: di por qué a quien lo escribió.")),
}
LABEL = Markup('<strong>{}</strong> <span class="muted">{}</span>')


class DecisionForm(ActForm):
    """What to do, and why. An act that is not offered now is taken too: whether it can be is the action's.

    CONTRACT.md has these forms without a rule: of a post or a thread, the rules as a whole do.
    """

    names_rule = False
    act = Radios(
        _l("Qué se hace"), validators=[InputRequired(_l("Elige qué se hace."))], validate_choice=False
    )
    acts = POST_ACTS

    def offer(self, acts: Sequence[str], words: Words) -> None:
        """Offer these acts under these words."""
        self.act.choices = [SelectChoice(act, LABEL.format(*words[act])) for act in acts]

    def validate_act(self, field: Radios) -> None:
        if field.data not in self.acts:
            raise ValidationError(_l("Elige qué se hace."))


class ForDays(FlaskForm):
    """How long something lasts."""

    days = Choice(_l("Durante"), choices=DAYS, default="7")

    @property
    def until(self) -> datetime:
        """When it ends, if it begins now."""
        return utcnow() + timedelta(days=int(self.days.data or 0))


class CaseForm(DismissalForm, DecisionForm, ForDays):
    """What to do in a case: dismissing it, an act on its post, a measure on the person, or both."""

    names_rule, acts = True, CASE_ACTS
    sanction = Choice(_l("Medida sobre la persona"), choices=SANCTIONS, default="")

    @property
    def restricts(self) -> bool:
        return super().restricts or bool(self.sanction.data)

    def validate_reason(self, field: TextAreaField) -> None:
        if self.sanction.data and not field.data:
            raise ValidationError(ReasonMissing.message)
        super().validate_reason(field)

    def validate_sanction(self, field: Choice) -> None:
        if self.act.data == "none" and not field.data:
            raise ValidationError(_l("Elige la medida."))
        if self.act.data == "dismiss" and field.data:
            raise ValidationError(_l("Si se desestima, no hay medida que tomar."))


class ThreadDecisionForm(DecisionForm):
    """What to do with a whole thread; `group` is where it moves to."""

    acts = THREAD_ACTS
    group = GroupField(_l("Grupo"), validate_choice=False)

    def validate_group(self, field: GroupField) -> None:
        if self.act.data == "move" and field.chosen is None:
            raise ValidationError(GroupMissing.message)


class PersonForm(DecisionForm, ForDays):
    """What to do about a person."""

    names_rule, acts = True, PERSON_ACTS

    def validate_days(self, field: Choice) -> None:
        if self.act.data in TIMED and not field.data:
            raise ValidationError(EndMissing.message)
