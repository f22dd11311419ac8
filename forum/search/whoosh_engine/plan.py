"""From our tree to terms and columns of the index. People's text never reaches Whoosh's own parser."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from whoosh.reading import IndexReader

from forum.search.analysis import folded, stem, term_texts
from forum.search.query import And, Days, Filter, InTitle, Node, Not, Or, Phrase, Prefix, Text, Word
from forum.search.whoosh_engine.schema import COLUMNS, POSTINGS, column_number

EXPANSIONS = 8
LOOKED_AT = 2_000  # terms that begin with a prefix, before the commonest are taken
RAREST = 6
LAST_DAY = 1 << 30


@dataclass(frozen=True)
class Row:
    """Terms together and in order; often just one. `field`: text, title."""

    terms: tuple[str, ...]
    field: str = "text"


@dataclass(frozen=True)
class Having:
    """Documents with one of these values, as postings of a field: author, tag."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Among:
    """Documents whose number in a column is one of these."""

    column: str
    numbers: frozenset[int] | range


@dataclass(frozen=True)
class All:
    """All of the parts, and none of the unwanted ones. No parts: everything."""

    parts: "tuple[Plan, ...]"
    unwanted: "tuple[Plan, ...]" = ()


@dataclass(frozen=True)
class Some:
    """Any of the parts."""

    parts: "tuple[Plan, ...]"


Plan = Row | Having | Among | All | Some


def planned(node: Node | None, reader: IndexReader) -> Plan | None:
    """The plan of a node; None if it has nothing to look for, such as stop words alone."""
    if isinstance(node, Word | Phrase | Prefix):
        return words(node, reader, "text")
    if isinstance(node, InTitle):
        return words(node.part, reader, "title")
    if isinstance(node, Filter):
        return filtered(node)
    if isinstance(node, Days):
        first = node.first.toordinal() if node.first else 0
        return Among("day", range(first, (node.last.toordinal() if node.last else LAST_DAY) + 1))
    if isinstance(node, Or):
        parts = tuple(made for part in node.parts if (made := planned(part, reader)) is not None)
        return Some(parts) if parts else None
    if isinstance(node, And | Not):
        return all_of(node.parts if isinstance(node, And) else (node,), reader)
    return None


def words(node: Text, reader: IndexReader, field: str) -> Plan | None:
    """A word, a phrase or a prefix in a field."""
    if isinstance(node, Prefix):
        return Some(tuple(Row((text,), field) for text in expansions(node, reader, field)))
    texts = term_texts(node.text)
    return Row(tuple(texts), field) if texts else None


def filtered(node: Filter) -> Plan:
    """A filter, by postings or by a column. What the index knows nothing of is found nowhere."""
    if node.name in POSTINGS:
        return Having(node.name, node.values)
    if node.name in COLUMNS:
        return Among(COLUMNS[node.name], frozenset(column_number(node.name, v) for v in node.values))
    return Some(())


def all_of(nodes: Iterable[Node], reader: IndexReader) -> Plan | None:
    """All of the nodes; what is only excluded is excluded from everything."""
    wanted: list[Plan] = []
    unwanted: list[Plan] = []
    for node in nodes:
        made = planned(node.part if isinstance(node, Not) else node, reader)
        if made is not None:
            (unwanted if isinstance(node, Not) else wanted).append(made)
    return All(tuple(wanted), tuple(unwanted)) if wanted or unwanted else None


def expansions(node: Prefix, reader: IndexReader, field: str) -> list[str]:
    """The commonest terms that begin so, and the prefix itself as a word.

    Not its stem where that is much shorter, unless there is nothing else: `ventan*` is not about sales.
    """
    start = folded(node.text)
    found = [decoded(term) for term in islice(reader.expand_prefix(field, start), LOOKED_AT)]
    common = sorted(found, key=lambda text: -reader.doc_frequency(field, text))[:EXPANSIONS]
    itself = stem(start)
    if not common or len(start) - len(itself) <= 1:
        common.append(itself)
    return list(dict.fromkeys(common))


def decoded(term: bytes | str) -> str:
    return term.decode() if isinstance(term, bytes) else term


def most_of(node: Node | None, reader: IndexReader) -> Plan | None:
    """Any of the rarest words of a query that finds nothing with all of them; None if it has but one.

    Phrases, prefixes, alternatives and exclusions were meant as they were typed: they stay.
    """
    if not isinstance(node, And):
        return None
    words = {part: term_texts(part.text) for part in node.parts if isinstance(part, Word)}
    frequency = {part: rarity(texts, reader) for part, texts in words.items() if texts}
    known = sorted((part for part in frequency if frequency[part]), key=frequency.__getitem__)[:RAREST]
    if len(frequency) < 2 or not known:
        return None
    return all_of([Or(tuple(known)), *(part for part in node.parts if not isinstance(part, Word))], reader)


def rarity(texts: list[str], reader: IndexReader) -> int:
    """In how many posts the rarest of these terms is."""
    return min(reader.doc_frequency("text", text) for text in texts)


def scoring_terms(plan: Plan | None) -> Iterator[str]:
    """The terms that speak for a post, each once."""
    yield from dict.fromkeys(wanted_terms(plan))


def wanted_terms(plan: Plan | None) -> Iterator[str]:
    if isinstance(plan, Row):
        yield from plan.terms
    elif isinstance(plan, All | Some):
        for part in plan.parts:
            yield from wanted_terms(part)
