"""From a text to its words: folded, with the other words that each may be found by."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from forum.lib.slugs import fold

DOTS = "·•‧∙"  # how people write the dot of «col·laboració»
WORD = re.compile(  # the first line finds most words, and none that the others would not find as it does
    rf"""
    \w++ (?: (?! [\w.,/+@\-{DOTS}\u0300-\u036f\u00ad] ) | (?= ,\s ) | (?<= \w\w\w ) (?= \.\s ) )
    | (?P<mail> [\w.+-]{{1,64}} @ [\w-]{{1,63}} (?: \.[\w-]{{1,63}} ){{1,8}} )
    | (?P<number> \d+ (?: [./,]\d+ )+ (?!\w) )
    | (?P<initials> (?<![\w.]) (?: (?: [^\W\d_]\. ){{2,}} [^\W\d_]? | ([A-Z])\4\.[ ]? ([A-Z])\5\.? ) (?!\w) )
    | \w [\w\u0300-\u036f\u00ad]* (?: (?: (?<=[lL])[{DOTS}](?=[lL]) | (?<=[^\W\d_]l)\.(?=l[^\W\d_]) )
      [\w\u0300-\u036f\u00ad]+ )*
    """,
    re.VERBOSE,
)
THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
ARTICLE = "art."  # what «art. 16.4», «artículo 16.4» and «16.4 artikulua» are found by
ARTICLES = frozenset("art arts articulo articulos article articles artigo artigos".split())
NUMBER_AFTER = re.compile(r"\.?\s?\d")
NUMBER_BEFORE = re.compile(r"\d\.?\s$")
NEAR = 3  # characters before the word that are looked at
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
    return (piece for found in WORD.finditer(text) if (piece := piece_at(found)).text)


def piece_at(found: re.Match[str]) -> Piece:
    """A word that WORD found; its text may be empty."""
    start, end = found.span()
    word, also = read(found[0], found.lastgroup)
    if is_article(word) and cites(found.string, start, end):
        also = (*also, ARTICLE)
    return Piece(word, start, end, also)


def read(written: str, kind: str | None) -> tuple[str, tuple[str, ...]]:
    """A word of a kind as it is compared, and what else it may be found by, whatever stands beside it."""
    written = written[:LONGEST]
    if kind is None and written.isascii() and (written.islower() or written[1:].islower()):
        return written.lower().replace("l.l", "l"), ()
    return READINGS[kind](written)


def is_article(word: str) -> bool:
    """Whether a folded word may be that of an article of a law, in one of the five languages."""
    return word.startswith("art") and (word in ARTICLES or word.startswith("artikulu"))


def cites(text: str, start: int, end: int) -> bool:
    """Whether a number stands behind the word, or before it, as in Basque: «16.4 artikulua»."""
    return bool(NUMBER_AFTER.match(text, end) or NUMBER_BEFORE.search(text[max(0, start - NEAR) : start]))


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
