"""What a decision is called, and what whoever called for it reads, in the reader's language."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from forum.lib.dates import moment
from forum.moderation.acts import PINS, unpacked
from forum.moderation.models import Decision
from forum.moderation.openness.words import act_word

KINDS = {
    "title": _l("Cambiar el título"),
    "tags": _l("Cambiar las etiquetas"),
    "closes_at": _l("Programar el cierre"),
    "opens_at": _l("Programar la reapertura"),
    "slow_minutes": _l("Cambiar el modo lento"),
}
PINNING = _l("Fijar o dejar de fijar")


def refused(decision: Decision) -> bool:
    """Whether a text was not published, instead of taken away."""
    return decision.act == "remove" and (decision.before or {}).get("state") == "pending"


def kind_word(decision: Decision) -> str:
    """What was done, without anything that somebody wrote."""
    if refused(decision):
        return act_word("refuse")
    if decision.act != "arrange":
        return act_word(decision.act)
    words = dict.fromkeys(str(KINDS.get(name, PINNING)) for name in decision.before["after"])
    return ", ".join(words)


def inside(words: str) -> str:
    """Words as they stand inside a sentence."""
    return words[:1].lower() + words[1:]


def decision_word(decision: Decision) -> str:
    """What was done, and of settings what they were set to."""
    return "; ".join(changes(decision)) if decision.act == "arrange" else kind_word(decision)


def changes(decision: Decision) -> list[str]:
    """What was set on a thread: each as it is read, without a full stop."""
    before, after = (unpacked(decision.before[name]) for name in ("before", "after"))
    unpinned = after.get("pinned") is False
    told = [name for name in after if name == "pinned" or not (unpinned and name in PINS)]
    return [change(name, before.get(name), after[name]) for name in told]


def change(name: str, old: Any, new: Any) -> str:
    """What a setting was set to."""
    if name == "title":
        return _("Título: de «%(old)s» a «%(new)s»", old=old, new=new)
    if name == "tags":
        return _("Etiquetas: %(tags)s", tags=", ".join(new) or _("ninguna"))
    if name == "slow_minutes":
        return slow_word(new) if new else _("Sin modo lento")
    if name in ("closes_at", "opens_at", "pinned_until"):
        label = {"closes_at": _("Cierre"), "opens_at": _("Reapertura"), "pinned_until": _("Fijado hasta")}
        when = moment(new) if new else _("sin fecha")
        return f"{label[name]}: {when}"
    if name == "pinned":
        return _("Fijado") if new else _("Sin fijar")
    return _("Fijado en todas las listas") if new else _("Fijado en su grupo")


def slow_word(minutes: int) -> str:
    """How slow a thread is."""
    return ngettext(
        "Modo lento: %(num)d minuto entre dos respuestas de la misma persona",
        "Modo lento: %(num)d minutos entre dos respuestas de la misma persona",
        minutes,
    )


def rests_on(ground: str, rule: str) -> str:
    """The rule or law that a decision goes by, as a sentence."""
    if ground == "law":
        return _("La ley: %(rule)s", rule=rule or _("es contenido ilegal"))
    if rule:
        return _("Las normas de la comunidad: %(rule)s", rule=rule)
    return _("Las normas de la comunidad.")


def outcome_said(decision: Decision) -> str:
    """What became of what somebody flagged, in whole sentences."""
    if decision.act == "arrange":
        return _("Se ha cambiado el debate. %(what)s.", what=decision_word(decision))
    if refused(decision):
        return _("El texto no se ha publicado.")
    whole = decision.post_id is None and decision.act in OF_THREAD
    return (OF_THREAD if whole else OUTCOMES)[decision.act]()


OUTCOMES = {
    "hide": lambda: _("El mensaje se ha ocultado mientras se revisa."),
    "remove": lambda: _("El mensaje se ha retirado."),
    "restore": lambda: _("El mensaje vuelve a verse."),
    "edit": lambda: _("Se ha cambiado el texto del mensaje."),
    "mark": lambda: _("Se ha marcado el mensaje."),
    "close": lambda: _("El debate se ha cerrado: nadie puede responder."),
    "open": lambda: _("El debate se ha reabierto."),
    "pin": lambda: _("El debate se ha fijado."),
    "unpin": lambda: _("El debate ya no está fijado."),
    "move": lambda: _("El debate se ha movido a otro grupo."),
    "split": lambda: _("Parte del debate está ahora en un debate nuevo."),
    "merge": lambda: _("El debate se ha unido a otro."),
    "transfer": lambda: _("Algunos mensajes están ahora en otro debate."),
}
OF_THREAD = {
    "remove": lambda: _("El debate se ha retirado."),
    "restore": lambda: _("El debate vuelve a verse."),
}
