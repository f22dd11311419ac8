"""A text as the parser reads it: its tokens, where it is, and what it has to tell."""

import re
from dataclasses import dataclass, field

LONGEST = 200  # characters
TOKEN = re.compile(r'-?"[^"]*"?|-?\(|\)|[^\s()"]+(?:"[^"]*"?)?')
QUOTES = str.maketrans("“”„«»", '"""""')


@dataclass
class Reading:
    """The tokens of a text, what was found so far, and how far it was read."""

    tokens: list[str]
    place: int = 0
    words: int = 0
    order: str | None = None
    typed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def peek(self) -> str | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def take(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1]

    def say(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)


def reading_of(text: str) -> Reading:
    """A text that is about to be read."""
    return Reading(TOKEN.findall(shortened(text).translate(QUOTES)))


def shortened(text: str) -> str:
    """What counts of a text: printable, and so many characters, cut between words where that can be."""
    whole = text.encode("utf-8", "replace").decode()
    clean = "".join(char if char.isprintable() else " " for char in whole).strip()
    if len(clean) <= LONGEST:
        return clean
    return clean[: LONGEST + 1].rpartition(" ")[0].strip() or clean[:LONGEST]
