"""A text as the parser reads it: its tokens, where it is, and what it has to tell."""

import re
from dataclasses import dataclass, field

from forum.search.query.tree import Node, Note, Typed

LONGEST = 200  # characters
TOKEN = re.compile(r'-?"[^"]*"?|-?\(|\)|[^\s()"]+(?:"[^"]*"?)?')
QUOTES = str.maketrans("“”„«»", '"""""')


@dataclass
class Reading:
    """The text, the tokens in it, how far they were read, and what was found so far."""

    text: str
    tokens: list[re.Match[str]]
    place: int = 0
    words: int = 0
    order: str | None = None
    typed: list[Typed] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def peek(self) -> str | None:
        return self.tokens[self.place][0] if self.place < len(self.tokens) else None

    def take(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1][0]

    def keep(self, label: str, node: Node | None = None) -> None:
        """The token last taken is an operator, which the page calls `label` and which means the node."""
        last = self.tokens[self.place - 1]
        self.typed.append(Typed(self.negative + label, last.start(), last.end(), node))

    def say(self, note: str, instead: str = "") -> None:
        """Tell something; `instead` would do better in the place of the token last taken."""
        better = ""
        if instead:
            last = self.tokens[self.place - 1]
            better = self.text[: last.start()] + self.negative + instead + self.text[last.end() :]
        if note not in (each.text for each in self.notes):
            self.notes.append(Note(note, better))

    @property
    def negative(self) -> str:
        """The hyphen of the token last taken."""
        return "-" if self.tokens[self.place - 1][0].startswith("-") else ""


def reading_of(text: str) -> Reading:
    """A text that is about to be read."""
    clean = shortened(text)
    return Reading(clean, list(TOKEN.finditer(clean.translate(QUOTES))))


def shortened(text: str) -> str:
    """What counts of a text: printable, and so many characters, cut between words where that can be."""
    whole = text.encode("utf-8", "replace").decode()
    clean = "".join(char if char.isprintable() else " " for char in whole).strip()
    if len(clean) <= LONGEST:
        return clean
    return clean[: LONGEST + 1].rpartition(" ")[0].strip() or clean[:LONGEST]
