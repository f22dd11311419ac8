"""The audit log's codes in words; one that `forum/admin/codes.py` doesn't have is shown as it stands."""

from collections.abc import Iterator, Mapping

from flask_babel import gettext as _

from forum.admin.codes import ACTS, NAMES, THINGS, VALUES
from forum.moderation.openness.words import act_word

UNSAID = ("says", "via")  # the digest, and what the column of people tells


def act_words(act: str) -> str:
    """An act in words; the code itself where there are none."""
    return str(ACTS.get(act, act))


def thing_words(thing: str) -> str:
    """What an act was about, in words."""
    return str(THINGS.get(thing, thing))


def detail_words(details: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Each detail of a row that is shown: as the log has it, and in words."""
    for name, value in sorted(details.items()):
        if name not in UNSAID:
            yield f"{name}={value}", f"{name_words(name)}: {value_words(name, value)}"


def name_words(name: str) -> str:
    """What a detail, or what it lists, is called."""
    return str(NAMES.get(name, name))


def value_words(name: str, value: object) -> str:
    """What a detail says."""
    if value is None:
        return _("nada")
    if isinstance(value, bool):
        return _("sí") if value else _("no")
    if isinstance(value, dict):
        return ", ".join(f"{name_words(key)} ({value_words(key, one)})" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(name_words(str(one)) for one in value)
    text = str(value)
    if known := VALUES.get(name, {}).get(text):
        return str(known).lower()
    return act_word(text).lower() if name in ("of", "what") else text
