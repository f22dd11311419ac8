"""From what was typed to the tree. It takes anything: what it cannot read, it reads as plain words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from flask_babel import gettext as _

from forum.lib.dates import language
from forum.lib.slugs import fold, slugify
from forum.search.query import operators
from forum.search.query.tree import And, Filter, Node, Not, Or, Phrase, Prefix, Query, Word

LONGEST = 200  # characters
MOST_WORDS = 32
DEEPEST = 6  # brackets
SHORTEST_PREFIX = 4
TOKEN = re.compile(r'-?"[^"]*"?|-?\(|\)|[^\s()"]+(?:"[^"]*"?)?')
WORD = re.compile(r"\w")
PERSON = re.compile(r"@\w[\w.-]*")
QUOTES = str.maketrans("“”„«»", '"""""')
OPPOSITE = {"since": "before", "before": "since", "after": "until", "until": "after"}


@dataclass
class Reading:
    """What the parser has found so far, and where it is."""

    tokens: list[str]
    place: int = 0
    words: int = 0
    filters: list[Filter] = field(default_factory=list)
    since: date | None = None
    until: date | None = None
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


def parse(text: str, given: Mapping[str, str] | None = None) -> Query:
    """The query that `text` says, narrowed by the operators `given` by name. It never raises.

    `notes` tell what was cut or not understood; the rest still counts.
    """
    reading = Reading(TOKEN.findall(shortened(text).translate(QUOTES)))
    if len(text) > LONGEST:
        reading.say(_("La búsqueda es muy larga: solo cuentan los primeros 200 caracteres."))
    parts: list[Node] = []
    while reading.peek() is not None:
        found = any_of(reading, 0)
        if found is not None:
            parts.append(found)
        if reading.peek() == ")":  # one too many
            reading.take()
    filters = together(reading.filters)
    reading.filters = []
    for name, value in (given or {}).items():
        if not taken(reading, name, shortened(value), negative=False):
            reading.say(expected(name, name))
    return Query(
        words=joined(And, parts),
        filters=(*filters, *reading.filters),
        since=reading.since,
        until=reading.until,
        order=reading.order,
        typed=tuple(reading.typed),
        notes=tuple(reading.notes),
    )


def shortened(text: str) -> str:
    """What counts of a text: printable, and so many characters, cut between words where that can be."""
    whole = text.encode("utf-8", "replace").decode()
    clean = "".join(char if char.isprintable() else " " for char in whole).strip()
    if len(clean) <= LONGEST:
        return clean
    return clean[: LONGEST + 1].rpartition(" ")[0].strip() or clean[:LONGEST]


def together(filters: list[Filter]) -> list[Filter]:
    """`autor:ana autor:eva` wants either, for no post has two authors; of tags it wants all."""
    merged: dict[object, Filter] = {}
    for place, one in enumerate(filters):
        key = place if one.name == "tag" else (one.name, one.negative)
        before = merged[key].values if key in merged else ()
        merged[key] = Filter(one.name, tuple(dict.fromkeys([*before, *one.values])), one.negative)
    return list(merged.values())


def joined(kind: type[And] | type[Or], parts: list[Node]) -> Node | None:
    """One node of all the parts, without needless brackets; none of none."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,))]
    if len(flat) <= 1:
        return flat[0] if flat else None
    return kind(tuple(flat))


def any_of(reading: Reading, depth: int) -> Node | None:
    """`a b O c`: what stands between the O's, as alternatives."""
    alternatives = [all_of(reading, depth)]
    while reading.peek() in operators.OR:
        reading.take()
        alternatives.append(all_of(reading, depth))
    return joined(Or, [part for part in alternatives if part is not None])


def all_of(reading: Reading, depth: int) -> Node | None:
    """Words side by side: all of them count."""
    parts: list[Node] = []
    while (token := reading.peek()) is not None and token != ")" and token not in operators.OR:
        found = single(reading, depth)
        if found is not None:
            parts.append(found)
    return joined(And, parts)


def single(reading: Reading, depth: int) -> Node | None:
    """One word, phrase, bracket or operator, perhaps excluded by a hyphen before it."""
    token = reading.take()
    negative = token.startswith("-") and len(token) > 1
    bare = token.removeprefix("-") if negative else token
    if bare == "(":
        found = bracket(reading, depth)
    elif bare in operators.AND or operator(reading, bare, negative):
        return None
    else:
        found = plain(reading, bare)
    return Not(found) if negative and found is not None else found


def bracket(reading: Reading, depth: int) -> Node | None:
    """What stands in a bracket; too deep ones count as if they were not there."""
    if depth >= DEEPEST:
        return None
    found = any_of(reading, depth + 1)
    if reading.peek() == ")":
        reading.take()
    return found


def plain(reading: Reading, token: str) -> Node | None:
    """A phrase, a prefix or a word; signs alone are nothing."""
    if not WORD.search(token):
        return None
    reading.words += 1
    if reading.words > MOST_WORDS:
        reading.say(_("Son muchas palabras: solo cuentan las 32 primeras."))
        return None
    if '"' in token:
        return Phrase(token.replace('"', " ").strip())
    letters = token.rstrip("*")
    if token.endswith("*") and len(letters) >= SHORTEST_PREFIX and letters.isalnum():
        return Prefix(letters)
    if token.endswith("*") and len(letters) < SHORTEST_PREFIX:
        reading.say(_("El asterisco vale desde cuatro letras: «%(word)s» se busca tal cual.", word=letters))
    return Word(letters.replace("*", " ").strip())


def operator(reading: Reading, token: str, negative: bool) -> bool:
    """Take `operator:value` or `@author`; False if it is neither, and so a plain word."""
    if PERSON.fullmatch(token):
        name, meaning, value = "@", "author", token[1:]
    else:
        name, colon, value = token.partition(":")
        meaning = operators.OPERATORS.get(fold(name), "") if colon else ""
    value = value.strip('"').strip()
    if not meaning:
        hint(reading, name, value)
        return False
    if value and taken(reading, meaning, value, negative):
        reading.typed.append(("-" if negative else "") + token)
        return True
    return refused(reading, meaning, name, value)


def hint(reading: Reading, name: str, value: str) -> None:
    """Tell of a word before a colon that is one slip away from an operator."""
    close = operators.near(name, language()) if value and name.isalpha() else None
    if close:
        said = _("«%(name)s:» se ha buscado como texto. ¿Querías decir «%(close)s:»?", name=name, close=close)
        reading.say(said)


def refused(reading: Reading, meaning: str, name: str, value: str) -> bool:
    """Say what an operator would take; False if it is to be read as plain text.

    So is one that only another language has, with a value that it cannot take: `arte:moderno`.
    """
    if value and not operators.of_language(name, language()):
        return False
    reading.say(expected(meaning, name))
    return True


def taken(reading: Reading, meaning: str, value: str, negative: bool) -> bool:
    """Narrow the query; False if the value means nothing."""
    if meaning in operators.DATES:
        return days(reading, OPPOSITE[meaning] if negative else meaning, value)
    if meaning == "order":
        reading.order = operators.ORDERS.get(fold(value), reading.order)
        return fold(value) in operators.ORDERS
    values = [valued(meaning, part) for part in value.split(",")]
    known = tuple(part for part in values if part)
    if known:
        reading.filters.append(Filter(meaning, known, negative))
    return bool(known)


def valued(meaning: str, text: str) -> str:
    """A value as the index knows it; empty if it means nothing."""
    if meaning == "kind":
        return operators.KINDS.get(fold(text.strip()), "")
    if meaning == "author":
        return fold(text.strip().removeprefix("@"))
    return slugify(text)


def days(reading: Reading, meaning: str, value: str) -> bool:
    """Narrow the days: `since` and `until` count the day itself, `after` and `before` don't."""
    found = operators.span(value)
    if found is None:
        return False
    first, last = found
    if meaning in ("since", "after"):
        day = first if meaning == "since" else last + timedelta(days=1)
        reading.since = max(reading.since or day, day)
    else:
        day = last if meaning == "until" else first - timedelta(days=1)
        reading.until = min(reading.until or day, day)
    return True


def expected(meaning: str, name: str) -> str:
    """What an operator takes, for someone who gave it something else."""
    if meaning in operators.DATES:
        return _("«%(name)s:» espera una fecha como 2026, 2026-09 o 2026-09-14.", name=name)
    if meaning == "order":
        return _("«%(name)s:» espera relevancia, recientes o antiguos.", name=name)
    if meaning == "kind":
        return _("«%(name)s:» espera debate o entrada.", name=name)
    return _("«%(name)s:» espera un valor detrás de los dos puntos, sin espacio.", name=name)
