"""What an operator and its value mean, as a node."""

from datetime import timedelta

from forum.lib.numbers import whole_number
from forum.lib.slugs import fold, slugify
from forum.search.query import choices, dates
from forum.search.query.operators import DATES
from forum.search.query.tree import Days, Filter, Node

THREAD = "thread"  # only in addresses: a search in one thread


def meant(meaning: str, value: str) -> Node | None:
    """The node of `meaning:value`; None if the value means nothing."""
    if meaning in DATES:
        return days(meaning, value)
    if meaning == THREAD:
        return Filter(THREAD, (value,)) if whole_number(value) is not None else None
    values = [valued(meaning, part) for part in value.split(",") if part.strip()]
    return Filter(meaning, tuple(dict.fromkeys(values))) if values and all(values) else None


def valued(meaning: str, text: str) -> str:
    """One value, as addresses and the database have it; empty if it means nothing."""
    if meaning in choices.CHOICES:
        return choices.chosen(meaning, text)
    if meaning == "author":
        return fold(text.strip().removeprefix("@"))
    return slugify(text)


def days(meaning: str, value: str) -> Days | None:
    """Days on one side: `since` and `until` count the day itself, `after` and `before` don't.

    None where no day is on that side.
    """
    found = dates.span(value)
    if found is None:
        return None
    first, last = found
    if meaning == "since":
        return Days(first=first)
    if meaning == "after":
        return Days(first=last + timedelta(days=1))
    return Days(last=last if meaning == "until" else first - timedelta(days=1))
