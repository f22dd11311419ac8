"""Numbers: as addresses and hidden fields write them, and as people read them."""

import re
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask_babel import format_decimal
from sqlalchemy import ColumnElement, false, or_

GROUPED = 1000  # from here on
DIGITS = 9  # what any database holds in a column of whole numbers
RANGE = re.compile(r"([0-9]{1,9})(?:\s*[-–—]\s*([0-9]{1,9}))?")
MOST_RANGES = 200  # a condition of a thousand is more than SQLite reads


def whole_number(text: str | None) -> int | None:
    """The number, from 0, that `text` writes in at most nine digits 0-9; None if it is anything else."""
    said = text or ""
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= DIGITS else None


@dataclass(frozen=True)
class Ranges:
    """Whole numbers from 1, as ranges in order that do not touch: «3-10, 15»."""

    parts: tuple[tuple[int, int], ...]

    @classmethod
    def read(cls, text: str) -> "Ranges | None":
        """The numbers that a text names; None if it names anything else, or too much."""
        words = [word.strip() for word in re.split(r"[,;\n]", text) if word.strip()]
        found = [RANGE.fullmatch(word) for word in words]
        if not all(found):
            return None
        ends = [(int(one[1]), int(one[2] or one[1])) for one in found if one]
        joined = cls.of(*ends)
        wrong = any(first < 1 or first > last for first, last in ends)
        return None if wrong or len(joined.parts) > MOST_RANGES else joined

    @classmethod
    def of(cls, *ends: tuple[int, int]) -> "Ranges":
        """The numbers from each first to its last."""
        parts: list[tuple[int, int]] = []
        for first, last in sorted(ends):
            if parts and first <= parts[-1][1] + 1:
                parts[-1] = (parts[-1][0], max(last, parts[-1][1]))
            else:
                parts.append((first, last))
        return cls(tuple(parts))

    def __contains__(self, number: int) -> bool:
        return any(first <= number <= last for first, last in self.parts)

    def __str__(self) -> str:
        return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in self.parts)

    def holds(self, column: Any) -> ColumnElement[bool]:
        """The condition that a column is one of the numbers."""
        return or_(false(), *(column.between(first, last) for first, last in self.parts))


def number(value: int) -> str:
    """«1.234», as the language of the page groups its digits."""
    return format_decimal(value) if value >= GROUPED else str(value)


def init_numbers(app: Flask) -> None:
    """Give templates the filter `number`."""
    app.add_template_filter(number)
