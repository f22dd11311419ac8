"""What to tell somebody who typed what an operator does not take, and what they may have meant."""

from flask_babel import gettext as _

from forum.lib.dates import language
from forum.lib.slugs import slugify
from forum.search.query import choices, dates
from forum.search.query.operators import DATES, near_any, shown


def meant_instead(meaning: str, value: str) -> str:
    """The operator with the right value nearest to this one, in the page's language; empty without any."""
    if meaning in DATES:
        close = dates.nearest(value, language())
    elif meaning in choices.CHOICES:
        parts = [choices.nearest(meaning, part) for part in value.split(",") if slugify(part)]
        close = ",".join(choices.shown(meaning, part, language()) for part in parts) if all(parts) else ""
    else:
        close = ""
    return f"{shown(meaning, language())}:{close}" if close else ""


def wrong(meaning: str, name: str, value: str, instead: str) -> str:
    """What is wrong with `name:value`, and what would be right."""
    if instead:
        typed = f"{name}:{value}"
        return _("«%(typed)s» no se entiende. ¿Querías decir «%(close)s»?", typed=typed, close=instead)
    if meaning in DATES:
        return _("«%(name)s:» espera una fecha: 2026, 2026-09, 2026-09-14, hoy, ayer o 7d.", name=name)
    if meaning in choices.CHOICES:
        words = ", ".join(choices.shown(meaning, each, language()) for each in choices.CHOICES[meaning])
        return _("«%(name)s:» espera uno de estos valores: %(values)s.", name=name, values=words)
    return _("«%(name)s:» espera un valor detrás de los dos puntos, sin espacio.", name=name)


def slip(name: str, value: str) -> str:
    """The operator, in the page's language, that `name:value` is one slip away from; empty without any."""
    meaning = near_any(name, language()) if value and name.isalpha() else ""
    return f"{shown(meaning, language())}:" if meaning else ""
