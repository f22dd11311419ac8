"""From what was typed to the tree. It takes anything: what it cannot read, it reads as plain words."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from flask_babel import gettext as _

from forum.lib.slugs import fold, slugify
from forum.search.query import operators
from forum.search.query.tree import And, Filter, Node, Not, Or, Phrase, Prefix, Query, Word

LONGEST = 200  # characters
MOST_WORDS = 32
DEEPEST = 6  # brackets
SHORTEST_PREFIX = 4
TOKEN = re.compile(r'-?"[^"]*"?|[()]|-\(|[^\s()"]+(?:"[^"]*"?)?')
WORD = re.compile(r"\w")


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
    notes: list[str] = field(default_factory=list)

    def peek(self) -> str | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def take(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1]


def parse(text: str) -> Query:
    """The query that `text` says. Never raises; notes tell what was cut or not understood."""
    clean = "".join(char if char.isprintable() else " " for char in text.encode("utf-8", "replace").decode())
    reading = Reading(TOKEN.findall(clean[:LONGEST]))
    if len(clean) > LONGEST:
        reading.notes.append(_("La búsqueda es muy larga: solo cuentan los primeros 200 caracteres."))
    parts: list[Node] = []
    while reading.peek() is not None:
        found = any_of(reading, 0)
        if found is not None:
            parts.append(found)
        if reading.peek() == ")":  # one too many
            reading.take()
    return Query(
        words=joined(And, parts),
        filters=tuple(reading.filters),
        since=reading.since,
        until=reading.until,
        order=reading.order,
        notes=tuple(reading.notes),
    )


def joined(kind: type[And] | type[Or], parts: list[Node]) -> Node | None:
    """One node of all the parts; none of none."""
    if len(parts) <= 1:
        return parts[0] if parts else None
    return kind(tuple(parts))


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
    elif operator(reading, bare, negative):
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
        return None
    if '"' in token:
        return Phrase(token.replace('"', " ").strip())
    letters = token.rstrip("*")
    if token.endswith("*") and len(letters) >= SHORTEST_PREFIX and letters.isalnum():
        return Prefix(letters)
    return Word(letters.replace("*", " ").strip() or letters)


def operator(reading: Reading, token: str, negative: bool) -> bool:
    """Take `operator:value`; False if it is none, and so a plain word."""
    name, colon, value = token.partition(":")
    meaning = operators.OPERATORS.get(fold(name)) if colon else None
    value = value.strip('"').strip()
    if meaning is None or not value:
        return False
    if meaning in ("before", "until", "after", "since"):
        days(reading, meaning, name, value)
    elif meaning == "order":
        ordering(reading, name, value)
    else:
        filtering(reading, meaning, name, value, negative)
    return True


def days(reading: Reading, meaning: str, name: str, value: str) -> None:
    """Narrow the days: `since` and `until` count the day itself, `after` and `before` don't."""
    found = operators.span(value)
    if found is None:
        said = _("«%(name)s:» espera una fecha como 2026, 2026-09 o 2026-09-14.", name=name)
        reading.notes.append(said)
        return
    first, last = found
    if meaning in ("since", "after"):
        day = first if meaning == "since" else last + timedelta(days=1)
        reading.since = max(reading.since or day, day)
    else:
        day = last if meaning == "until" else first - timedelta(days=1)
        reading.until = min(reading.until or day, day)


def ordering(reading: Reading, name: str, value: str) -> None:
    """The order that the query asks for."""
    reading.order = operators.ORDERS.get(fold(value), reading.order)
    if fold(value) not in operators.ORDERS:
        reading.notes.append(_("«%(name)s:» espera relevancia, recientes o antiguos.", name=name))


def filtering(reading: Reading, meaning: str, name: str, value: str, negative: bool) -> None:
    """A field and the value that it must have."""
    if meaning == "kind":
        kind = operators.KINDS.get(fold(value))
        if kind is None:
            reading.notes.append(_("«%(name)s:» espera debate o entrada.", name=name))
            return
        value = kind
    elif meaning == "author":
        value = fold(value.removeprefix("@"))
    else:
        value = slugify(value)
    if value:
        reading.filters.append(Filter(meaning, value, negative))
