"""Texts as a reader takes them: without case, accents, invisible characters and look-alike letters."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from forum.lib.alike import DIGITS, folded_char

WORD = re.compile(r"[^\W_]+")
SPACED = re.compile(r"(?<![^\W_])[^\W_]([\W_])(?:[^\W_]\1){2,}[^\W_](?![^\W_])")  # «c.a.s.i.n.o»
LETTER = re.compile(r"[^\W\d_]")
DIGIT = re.compile(r"\d")


class Table(dict[int, str]):
    """What `str.translate` asks for each character; found once."""

    def __missing__(self, code: int) -> str:
        self[code] = folded_char(chr(code))
        return self[code]


TABLE = Table()


def fold(text: str) -> str:
    """`text` folded, character by character."""
    return unicodedata.normalize("NFC", text).translate(TABLE)


def fold_word(word: str) -> str:
    """A folded word with the digits among its letters read as letters."""
    return word.translate(DIGITS) if DIGIT.search(word) and LETTER.search(word) else word


class Word(NamedTuple):
    """A folded word, and from where to where it stands in the folded text."""

    text: str
    start: int
    end: int


class Words:
    """A text as words that are compared. `source` is the text that places refer to: composed (NFC)."""

    def __init__(self, text: str) -> None:
        self.source = unicodedata.normalize("NFC", text)
        self.folded = self.source.translate(TABLE)
        self.list: Sequence[Word] = [*words_in(self.folded)]
        self.at: dict[str, list[int]] = {}
        for place, word in enumerate(self.list):
            self.at.setdefault(word.text, []).append(place)

    @cached_property
    def joined(self) -> str:
        """Each different word once, between line breaks: to look for a part of one."""
        return "\n".join(("", *self.at, ""))

    @cached_property
    def key(self) -> str:
        """The words alone, as two texts that say the same have it."""
        return " ".join(word.text for word in self.list)

    @cached_property
    def offsets(self) -> Sequence[int]:
        """Where each folded character comes from in the source; and the end."""
        each = enumerate(len(TABLE[ord(char)]) for char in self.source)
        return [*chain.from_iterable([place] * made for place, made in each), len(self.source)]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """From where to where the words `first` to `last` stand in the source."""
        start, end = self.list[first].start, self.list[last].end
        return self.offsets[start], self.offsets[end - 1] + 1


def words_in(folded: str) -> Iterator[Word]:
    """The words of a folded text in order; letters spaced out are one word, after themselves."""
    for found in WORD.finditer(folded):
        yield Word(fold_word(found[0]), *found.span())
    for found in SPACED.finditer(folded):
        yield Word(fold_word("".join(WORD.findall(found[0]))), *found.span())
