"""Why something is decided: what happened, and what it goes against."""

from collections import Counter
from collections.abc import Iterable, Sequence

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from forum.lib.forms import Choice
from forum.lib.locale import site_language
from forum.lib.text import one_line
from forum.moderation.actions import Grounds
from forum.moderation.actions.refusals import ReasonMissing
from forum.moderation.acts import REASONED, RESTRICTING
from forum.moderation.forms.texts import short_enough, tidy
from forum.moderation.models import SavedReply
from forum.moderation.norms import norms, usual_norm

LAW = "law"
LONGEST_RULE = 200  # what the column holds
USUAL = {
    "allowed": _l("No incumple ninguna norma."),
    "opinion": _l("Es una opinión dicha con respeto."),
    "mended": _l("Quien lo escribió ya lo ha corregido."),
    "elsewhere": _l("Ya se ha resuelto en el propio debate."),
}


class GroundsForm(FlaskForm):
    """Why: what happened, and which rule or law it goes against. `keep_open`: it does not settle the case.

    What restricts somebody says both (Regulation (EU) 2022/2065, article 17.3 b and e), and what dismisses a
    case says why. That is asked for where `rule` was sent, as all our pages do: CONTRACT.md has forms of
    `act` and `reason` alone, of which only what the actions cannot do without is asked.
    """

    names_rule = True  # else the rules as a whole may be what it rests on
    rule = Choice(_l("Norma que se aplica"), default="")
    law = StringField(
        _l("Qué ley"),
        filters=[one_line],
        validators=[Length(max=200, message=_l("Como mucho, 200 caracteres."))],
    )
    reason = TextAreaField(_l("Motivo"), filters=[tidy], validators=[short_enough()])
    saved = Choice(_l("Respuesta guardada"), validate_choice=False, default="")
    keep_open = BooleanField(_l("Dejar el caso abierto."))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.rule.choices = [
            SelectChoice("", _l("Sin indicar") if self.names_rule else _l("Las normas en su conjunto")),
            *(SelectChoice(kept, shown) for kept, shown in norms()),
            SelectChoice(LAW, _l("La ley: es contenido ilegal")),
        ]

    def suggest(self, reasons: Iterable[str]) -> None:
        """Begin with the rule that these reasons of flags are mostly about, where the site has that one."""
        usual = (usual_norm(reason) for reason, _count in Counter(reasons).most_common())
        offered = {choice.value for choice in self.rule.choices}
        self.rule.data = next((rule for rule in usual if rule and rule in offered), "")

    def insert(self, replies: Sequence[SavedReply]) -> None:
        """Put the chosen one of these replies after what was typed as the reason."""
        chosen = [reply.text for reply in replies if str(reply.id) == self.saved.data]
        self.reason.data = "\n\n".join([text for text in (self.reason.data, *chosen) if text])

    @property
    def restricts(self) -> bool:
        """Whether what is chosen restricts somebody, as `acts.restricts` has it."""
        return False

    def validate_rule(self, field: Choice) -> None:
        if self.names_rule and self.restricts and field.raw_data and not field.data and norms():
            raise ValidationError(_l("Elige en qué norma se basa, o la ley: lo leerá la persona."))

    def validate_law(self, field: StringField) -> None:
        if self.rule.data == LAW and not field.data:
            raise ValidationError(_l("Escribe qué ley."))

    def validate_reason(self, field: TextAreaField) -> None:
        if self.restricts and self.rule.raw_data and not field.data:
            raise ValidationError(ReasonMissing.message)

    @property
    def said(self) -> str:
        """What is given as the reason."""
        return self.reason.data or ""

    @property
    def grounds(self) -> Grounds:
        """What was typed, as an action takes it."""
        if self.rule.data == LAW:
            return Grounds(self.said, "law", self.law.data or "")
        return Grounds(self.said, "rules", (self.rule.data or "")[:LONGEST_RULE])


class ActForm(GroundsForm):
    """What has an `act`, and why."""

    act: Field

    @property
    def restricts(self) -> bool:
        return self.act.data in RESTRICTING

    def validate_reason(self, field: TextAreaField) -> None:
        if self.act.data in REASONED and not field.data:
            raise ValidationError(ReasonMissing.message)
        super().validate_reason(field)


class DismissalForm(ActForm):
    """What may dismiss a case too, for a reason that is typed, or else is one of the usual."""

    usual = Choice(
        _l("Por qué se desestima"),
        choices=[SelectChoice("", _l("Lo escribo yo")), *(SelectChoice(*one) for one in USUAL.items())],
        default="allowed",
    )

    @property
    def said(self) -> str:
        typed = super().said
        if self.act.data != "dismiss" or not self.usual.data or typed:
            return typed
        with force_locale(site_language()):
            return str(USUAL[self.usual.data])

    def validate_reason(self, field: TextAreaField) -> None:
        if self.act.data == "dismiss" and self.rule.raw_data and not (field.data or self.usual.data):
            raise ValidationError(_l("Escribe por qué se deja como está: lo leerá quien lo denunció."))
        super().validate_reason(field)
