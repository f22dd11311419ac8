"""Numbers: as addresses and hidden fields write them, and as people read them."""

from flask import Flask
from flask_babel import format_decimal

GROUPED = 1000  # from here on
DIGITS = 9  # what any database holds in a column of whole numbers


def whole_number(text: str | None) -> int | None:
    """The number, from 0, that `text` writes in at most nine digits 0-9; None if it is anything else."""
    said = text or ""
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= DIGITS else None


def number(value: int) -> str:
    """«1.234», as the language of the page groups its digits."""
    return format_decimal(value) if value >= GROUPED else str(value)


def init_numbers(app: Flask) -> None:
    """Give templates the filter `number`."""
    app.add_template_filter(number)
