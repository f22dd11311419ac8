"""From what was typed to the tree. It takes anything: what it cannot read, it reads as plain words."""

import re
from collections.abc import Mapping

from flask_babel import gettext as _

from forum.lib.dates import language
from forum.lib.slugs import fold
from forum.search.query import choices, messages
from forum.search.query.dates import days_ago
from forum.search.query.operators import ALTERNATIVES, AND, NAMES, OPERATORS, is_foreign, shown
from forum.search.query.reading import LONGEST, Reading, reading_of, shortened
from forum.search.query.shaping import in_titles, together
from forum.search.query.tree import And, Days, Node, Not, Or, Phrase, Prefix, Query, Word, joined
from forum.search.query.values import meant
from forum.search.query.writing import written

MOST_WORDS = 32
DEEPEST = 6  # brackets
SHORTEST_PREFIX = 4
WORD = re.compile(r"\w")
PERSON = re.compile(r"@\w[\w.-]*")
TAG = re.compile(r"#(?=\w*[^\W\d])\w[\w-]*")  # `#padrón`, not `#4`


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
    narrowing = narrowed(reading, given or {})
    return Query(
        joined(And, [*together(parts), *narrowing]),
        reading.order,
        tuple(reading.typed),
        tuple(reading.notes),
        tuple(narrowing),
        reading.text,
    )


def narrowed(reading: Reading, given: Mapping[str, str]) -> list[Node]:
    """What the operators given from beside mean."""
    nodes: list[Node] = []
    for meaning, value in given.items():
        node = meant(meaning, shortened(value))
        if node is None and meaning in NAMES:
            instead = messages.meant_instead(meaning, value)
            reading.say(messages.wrong(meaning, shown(meaning, language()), value, instead))
        elif node is not None:
            nodes.append(node)
    return nodes


def any_of(reading: Reading, depth: int) -> Node | None:
    """`a b O c`: what stands between the O's, as alternatives."""
    alternatives = [all_of(reading, depth)]
    while reading.peek() in ALTERNATIVES:
        reading.take()
        alternatives.append(all_of(reading, depth))
    return joined(Or, [part for part in alternatives if part is not None])


def all_of(reading: Reading, depth: int) -> Node | None:
    """Words and operators side by side: all of them count."""
    parts: list[Node] = []
    while (token := reading.peek()) is not None and token != ")" and token not in ALTERNATIVES:
        found = single(reading, depth)
        if found is not None:
            parts.append(found)
    return joined(And, in_titles(together(parts)))


def single(reading: Reading, depth: int) -> Node | None:
    """One word, phrase, bracket or operator, perhaps excluded by a hyphen before it."""
    token = reading.take()
    negative = token.startswith("-") and len(token) > 1
    bare = token.removeprefix("-") if negative else token
    if bare == "(":
        found = bracket(reading, depth)
    elif bare in AND:
        return None
    else:
        found = operator(reading, bare)
    return Not(found) if negative and found is not None else found


def bracket(reading: Reading, depth: int) -> Node | None:
    """What stands in a bracket; too deep ones count as if they were not there."""
    if depth >= DEEPEST:
        return None
    found = any_of(reading, depth + 1)
    if reading.peek() == ")":
        reading.take()
    return found


def operator(reading: Reading, bare: str) -> Node | None:
    """What `operator:value`, `@author`, `#tag` or `7d` means; or the plain word, if it is none of them."""
    name, meaning, value = named(bare)
    if not meaning:
        ago = days_ago(bare)
        return kept(reading, Days(first=ago)) if ago else plain_with_hint(reading, name, value, bare)
    if meaning == "order" and (order := choices.chosen(meaning, value)):
        reading.order = order
        reading.keep(f"{shown('order', language())}:{choices.shown('order', order, language())}")
        return None
    node = meant(meaning, value) if value and meaning != "order" else None
    if node is not None:
        return kept(reading, node)
    instead = messages.meant_instead(meaning, value)
    if value and not instead and is_foreign(name, language()):
        return plain(reading, bare)  # a word of another language: `arte:moderno`
    reading.say(messages.wrong(meaning, name, value, instead), instead)
    return None


def named(bare: str) -> tuple[str, str, str]:
    """A token's name, the meaning of that as an operator, and its value; no meaning where it is none."""
    if PERSON.fullmatch(bare):
        return shown("author", language()), "author", bare[1:]
    if TAG.fullmatch(bare):
        return shown("tag", language()), "tag", bare[1:]
    name, colon, value = bare.partition(":")
    return name, OPERATORS.get(fold(name), "") if colon else "", value.strip('"').strip()


def kept(reading: Reading, node: Node) -> Node:
    """The node that an operator means, which the page then shows as one."""
    reading.keep(written(node, language()), node)
    return node


def plain_with_hint(reading: Reading, name: str, value: str, bare: str) -> Node | None:
    """The plain word; the reader is told if it is one slip away from an operator."""
    close = messages.slip(name, value)
    if close:
        said = _("«%(name)s:» se ha buscado como texto. ¿Querías decir «%(close)s»?", name=name, close=close)
        reading.say(said, close + bare.partition(":")[2])
    return plain(reading, bare)


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
    letters = token.rstrip("*").lstrip("-")
    if token.endswith("*") and len(letters) >= SHORTEST_PREFIX and letters.isalnum():
        return Prefix(letters)
    if token.endswith("*") and len(letters) < SHORTEST_PREFIX:
        reading.say(_("El asterisco vale desde cuatro letras: «%(word)s» se busca tal cual.", word=letters))
    return Word(letters.strip("*").replace("*", "-"))
