"""What a search for untranslated texts finds, and what it looks like."""

import re
from dataclasses import dataclass

LETTER = re.compile(r"[^\W\d_]")
MARKS = re.compile(r"[¿¡áéíóúüñÁÉÍÓÚÜÑ]")
QUOTES = re.compile(r"[«»]")
SMALL_WORDS = frozenset(
    "al aquí con de del desde el en esta este hasta hay la las lo los más ni para pero por que quien se su "
    "sus te tu tus un una unas unos ya".split()
)
SENTENCE = re.compile(r"[A-ZÁÉÍÓÚÑ¿][a-záéíóúüñ]+(?:[ ,:].*)?[.:?…]?", re.DOTALL)


@dataclass(frozen=True, order=True)
class Finding:
    """A text that nobody can translate, where it stands."""

    path: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: not translated: {' '.join(self.text.split())}"


def has_letters(text: str) -> bool:
    """Whether there is anything to read in a text."""
    return LETTER.search(text) is not None


def is_spanish(text: str) -> bool:
    """Whether a text is Spanish: by its letters and marks, or by the small words between others."""
    words = re.findall(r"[^\W\d_]+", text)
    return bool(MARKS.search(text) and len(text) > 1) or (
        len(words) > 1 and not SMALL_WORDS.isdisjoint(words)
    )


def is_read(text: str) -> bool:
    """Whether a text is one that people read: Spanish, or a word or sentence with its capital."""
    return is_spanish(text) or SENTENCE.fullmatch(text.strip()) is not None
