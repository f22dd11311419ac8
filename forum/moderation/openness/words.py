"""What log and reports call things, in the reader's language."""

from flask import get_template_attribute
from flask_babel import gettext as _

from forum.moderation.openness.log import Entry


def act_word(act: str) -> str:
    """What an act is called, as the moderators' pages do."""
    return said("act_name", act)


def reason_word(reason: str) -> str:
    """What somebody said was wrong."""
    return said("reason_name", reason) if reason else _("sin denuncia")


def said(macro: str, value: str) -> str:
    """What a macro of the moderators' pages makes of a value."""
    return str(get_template_attribute("macros/moderation.html", macro)(value)).strip()


def source_word(source: str) -> str:
    """Where a decision came from."""
    return {
        "notice": _("aviso de contenido ilegal"),
        "flag": _("denuncia"),
        "automatic": _("revisión automática de textos"),
        "own": _("iniciativa propia"),
    }[source]


def outcome_word(outcome: str) -> str:
    """What became of the appeals."""
    return {
        "none": _("no se ha pedido"),
        "waiting": _("pedida, sin decidir"),
        "upheld": _("confirmada"),
        "reversed": _("revocada"),
    }[outcome]


def ground_word(ground: str, rule: str | None = None) -> str:
    """What a decision rests on: which rule, if that is asked for."""
    if ground == "law":
        return _("La ley")
    if ground == "none":
        return _("No restringe a nadie")
    return _("Las normas") if rule is None else rule or _("Las normas, sin indicar cuál")


def automated_word(automated: bool | str) -> str:
    """Whether a program found what it is about; addresses say yes or no."""
    return _("sí") if automated in (True, "yes") else _("no")


def entry_title(entry: Entry) -> str:
    """An entry in one line, for a feed."""
    return f"{act_word(entry.act)} · {ground_word(entry.ground, entry.rule)}"


WORDS = {
    "act": act_word,
    "reason": reason_word,
    "source": source_word,
    "outcome": outcome_word,
    "ground": ground_word,
    "automated": automated_word,
}
