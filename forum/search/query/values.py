"""What an operator and its value mean, as a node; and what to say where they mean nothing."""

from datetime import timedelta

from flask_babel import gettext as _

from forum.lib.slugs import fold, slugify
from forum.search.query import operators
from forum.search.query.tree import Days, Filter, Node


def meant(meaning: str, value: str) -> Node | None:
    """The node of `meaning:value`; None if the value means nothing."""
    if meaning in operators.DATES:
        return days(meaning, value)
    values = tuple(known for part in value.split(",") if (known := valued(meaning, part)))
    return Filter(meaning, values) if values else None


def valued(meaning: str, text: str) -> str:
    """One value, as addresses and the database have it; empty if it means nothing."""
    if meaning in operators.VALUES:
        return operators.VALUES[meaning].get(fold(text.strip()), "")
    if meaning == "author":
        return fold(text.strip().removeprefix("@"))
    return slugify(text)


def days(meaning: str, value: str) -> Days | None:
    """Days on one side: `since` and `until` count the day itself, `after` and `before` don't."""
    found = operators.span(value)
    if found is None:
        return None
    first, last = found
    if meaning == "since":
        return Days(first=first)
    if meaning == "after":
        return Days(first=last + timedelta(days=1))
    return Days(last=last if meaning == "until" else first - timedelta(days=1))


def expected(meaning: str, name: str) -> str:
    """What an operator takes, for someone who gave it something else."""
    if meaning in operators.DATES:
        return _("«%(name)s:» espera una fecha como 2026, 2026-09 o 2026-09-14.", name=name)
    if meaning == "order":
        return _("«%(name)s:» espera relevancia, recientes o antiguos.", name=name)
    if meaning == "kind":
        return _("«%(name)s:» espera debate o entrada.", name=name)
    if meaning == "part":
        return _("«%(name)s:» espera título, apertura o respuestas.", name=name)
    return _("«%(name)s:» espera un valor detrás de los dos puntos, sin espacio.", name=name)
