"""From a text to its words: folded, with the other words that each may be found by."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from forum.lib.slugs import fold

DOTS = "·•‧∙"  # how people write the dot of «col·laboració»
WORD = re.compile(
    rf"""
    (?P<mail> [\w.+-]{{1,64}} @ [\w-]{{1,63}} (?: \.[\w-]{{1,63}} ){{1,8}} )
    | (?P<number> \d+ (?: [./,]\d+ )+ (?!\w) )
    | (?P<initials> (?<![\w.]) (?: (?: [^\W\d_]\. ){{2,}} [^\W\d_]? | ([A-Z])\4\.[ ]? ([A-Z])\5\.? ) (?!\w) )
    | \w [\w\u0300-\u036f\u00ad]* (?: (?: (?<=[lL])[{DOTS}](?=[lL]) | (?<=[^\W\d_]l)\.(?=l[^\W\d_]) )
      [\w\u0300-\u036f\u00ad]+ )*
    """,
    re.VERBOSE,
)
THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
GEMINATE = re.compile(rf"l[{DOTS}.]l")
PART = re.compile(r"[^\W_]+")
HUMP = re.compile(r"_+|(?<=[^\W\d_A-ZÀ-Þ])(?=[A-ZÀ-Þ])")
SHORTEST_PART = 3
REMEMBERED = 20_000  # words with capitals or accents: the same ones come again and again
LONGEST = 500  # characters of a word that are looked at: a letter with thousands of accents takes seconds


class Piece(NamedTuple):
    """A word of a text as it is compared, where it stands, and what else it may be found by."""

    text: str
    start: int
    end: int
    also: tuple[str, ...] = ()


def pieces(text: str) -> Iterator[Piece]:
    """The words of a text, in order."""
    for found in WORD.finditer(text):
        kind = found.lastgroup
        written = found[0][:LONGEST]
        if kind is None and written.isascii() and (written.islower() or written[1:].islower()):
            yield Piece(written.lower().replace("l.l", "l"), found.start(), found.end())
            continue
        word, also = READINGS[kind](written)
        if word:
            yield Piece(word, found.start(), found.end(), also)


def folded(word: str) -> str:
    """A word in lower case, without accents or soft hyphens, its ñ kept."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFC", word.casefold()).replace("\u00ad", "").split("ñ")
    return "ñ".join(fold(part) for part in parts)


@lru_cache(REMEMBERED)
def usual(written: str) -> tuple[str, tuple[str, ...]]:
    """«NovaGob» is found by «gob» too, «peña» by «pena», «col·legi» by «colegi» and «collegi»."""
    written = unicodedata.normalize("NFC", written).replace("ŀ", "l·").replace("Ŀ", "L·")
    word = folded(written)
    also = [folded(part) for part in humps(written)]
    if GEMINATE.search(word):
        also.append(GEMINATE.sub("ll", word))
        word = GEMINATE.sub("l", word)
    also += [one.replace("ñ", "n") for one in (word, *also) if "ñ" in one]
    return word, tuple(also)


def humps(written: str) -> list[str]:
    """The parts of a word in camel case or with underscores; none of any other."""
    parts = HUMP.split(written)
    return [part for part in parts if len(part) >= SHORTEST_PART] if len(parts) > 1 else []


def number(written: str) -> tuple[str, tuple[str, ...]]:
    """«39/2015» and «23.2» are one, found by their parts too; «1.500» is 1500."""
    if THOUSANDS.fullmatch(written):
        return written.replace(".", ""), ()
    return written.replace(",", "."), tuple(re.findall(r"\d+", written))


def initials(written: str) -> tuple[str, tuple[str, ...]]:
    """«E.B.E.P.» is «EBEP», and «EE. UU.» is «EEUU»."""
    parts = PART.findall(folded(written))
    return "".join(parts), tuple(part for part in parts if len(part) > 1)


def mail(written: str) -> tuple[str, tuple[str, ...]]:
    """An address is found by its parts too."""
    address = folded(written).lstrip(".+-")
    return address, tuple(PART.findall(address))


READINGS: dict[str | None, Callable[[str], tuple[str, tuple[str, ...]]]] = {
    None: usual,
    "mail": mail,
    "number": number,
    "initials": initials,
}
