"""From what was typed to the tree. It takes anything: what it cannot read, it reads as plain words."""

import re
from collections.abc import Iterable, Mapping

from flask_babel import gettext as _

from forum.lib.dates import language
from forum.lib.slugs import fold
from forum.search.query import operators
from forum.search.query.reading import LONGEST, Reading, reading_of, shortened
from forum.search.query.tree import And, Filter, InTitle, Node, Not, Or, Phrase, Prefix, Query, Word, joined
from forum.search.query.values import expected, meant

MOST_WORDS = 32
DEEPEST = 6  # brackets
SHORTEST_PREFIX = 4
ONE_OF = ("author", "group", "kind")  # of which a post has just one: `autor:ana autor:eva` wants either
TITLE = Filter("part", ("title",))
WORD = re.compile(r"\w")
PERSON = re.compile(r"@\w[\w.-]*")


def parse(text: str, given: Mapping[str, str] | None = None) -> Query:
    """The query that `text` says, narrowed by the operators `given` by name. It never raises.

    `notes` tell what was cut or not understood; the rest still counts.
    """
    reading = reading_of(text)
    if len(text) > LONGEST:
        reading.say(_("La búsqueda es muy larga: solo cuentan los primeros 200 caracteres."))
    parts: list[Node] = []
    while reading.peek() is not None:
        found = any_of(reading, 0)
        if found is not None:
            parts.append(found)
        if reading.peek() == ")":  # one too many
            reading.take()
    for name, value in (given or {}).items():
        node = meant(name, shortened(value))
        if node is None:
            reading.say(expected(name, name))
        else:
            parts.append(node)
    return Query(joined(And, parts), reading.order, tuple(reading.typed), tuple(reading.notes))


def any_of(reading: Reading, depth: int) -> Node | None:
    """`a b O c`: what stands between the O's, as alternatives."""
    alternatives = [all_of(reading, depth)]
    while reading.peek() in operators.OR:
        reading.take()
        alternatives.append(all_of(reading, depth))
    return joined(Or, [part for part in alternatives if part is not None])


def all_of(reading: Reading, depth: int) -> Node | None:
    """Words and operators side by side: all of them count."""
    parts: list[Node] = []
    while (token := reading.peek()) is not None and token != ")" and token not in operators.OR:
        found = single(reading, depth)
        if found is not None:
            parts.append(found)
    return joined(And, in_titles(together(parts)))


def together(parts: Iterable[Node]) -> list[Node]:
    """Filters of the same name as one, where a post has one such value; of tags it is to have all."""
    merged: dict[object, Node] = {}
    for place, part in enumerate(parts):
        key: object = part.name if isinstance(part, Filter) and part.name in ONE_OF else place
        before = merged.get(key)
        if isinstance(part, Filter) and isinstance(before, Filter):
            part = Filter(part.name, tuple(dict.fromkeys([*before.values, *part.values])))
        merged[key] = part
    return list(merged.values())


def in_titles(parts: list[Node]) -> list[Node]:
    """`en:título` is about the words beside it: they are to stand, or not to stand, in a title."""
    if TITLE in parts:
        return [titled(part) for part in parts if part != TITLE]
    if Not(TITLE) in parts:
        rest = [part for part in parts if part != Not(TITLE)]
        return [*rest, *(Not(InTitle(part)) for part in rest if isinstance(part, Word | Phrase | Prefix))]
    return parts


def titled(node: Node) -> Node:
    """The node with its words in titles."""
    if isinstance(node, Word | Phrase | Prefix):
        return InTitle(node)
    if isinstance(node, Not):
        return Not(titled(node.part))
    if isinstance(node, And | Or):
        return type(node)(tuple(titled(part) for part in node.parts))
    return node


def single(reading: Reading, depth: int) -> Node | None:
    """One word, phrase, bracket or operator, perhaps excluded by a hyphen before it."""
    token = reading.take()
    negative = token.startswith("-") and len(token) > 1
    bare = token.removeprefix("-") if negative else token
    if bare == "(":
        found = bracket(reading, depth)
    elif bare in operators.AND:
        return None
    else:
        found = operator(reading, bare, token)
    return Not(found) if negative and found is not None else found


def bracket(reading: Reading, depth: int) -> Node | None:
    """What stands in a bracket; too deep ones count as if they were not there."""
    if depth >= DEEPEST:
        return None
    found = any_of(reading, depth + 1)
    if reading.peek() == ")":
        reading.take()
    return found


def operator(reading: Reading, bare: str, token: str) -> Node | None:
    """What `operator:value` or `@author` means; or the plain word, if it is neither."""
    if PERSON.fullmatch(bare):
        name, meaning, value = "@", "author", bare[1:]
    else:
        name, colon, value = bare.partition(":")
        meaning = operators.OPERATORS.get(fold(name), "") if colon else ""
    value = value.strip('"').strip()
    if not meaning:
        hint(reading, name, value)
        return plain(reading, bare)
    if meaning == "order" and fold(value) in operators.ORDERS:
        reading.order = operators.ORDERS[fold(value)]
        reading.typed.append(token)
        return None
    node = meant(meaning, value) if value and meaning != "order" else None
    if node is not None:
        reading.typed.append(token)
        return node
    if value and not operators.of_language(name, language()):
        return plain(reading, bare)  # a word of another language: `arte:moderno`
    reading.say(expected(meaning, name))
    return None


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


def hint(reading: Reading, name: str, value: str) -> None:
    """Tell of a word before a colon that is one slip away from an operator."""
    close = operators.near(name, language()) if value and name.isalpha() else None
    if close:
        said = _("«%(name)s:» se ha buscado como texto. ¿Querías decir «%(close)s:»?", name=name, close=close)
        reading.say(said)
