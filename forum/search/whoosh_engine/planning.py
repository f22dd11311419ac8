"""From our tree to terms and columns of the index. People's text never reaches Whoosh's own parser."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from forum.search.analysis import folded, sought, stems, without_mark
from forum.search.analysis.excuses import excused
from forum.search.query import And, Days, Filter, InTitle, Node, Not, Or, Phrase, Prefix, Text, Word
from forum.search.whoosh_engine.plan import All, Among, Having, Place, Plan, Row, Some
from forum.search.whoosh_engine.schema import COLUMNS, POSTINGS, column_number, language_number
from forum.search.whoosh_engine.snapshot import Snapshot

EXPANSIONS = 8
LOOKED_AT = 2_000  # terms that begin with a prefix, before the commonest are taken
LAST_DAY = 1 << 30


@dataclass(frozen=True)
class Planner:
    """Makes plans for one state of the index, asked from a page in a language."""

    snapshot: Snapshot
    language: str = "es"

    def planned(self, node: Node | None) -> Plan | None:
        """The plan of a node; None if it has nothing to look for, such as stop words alone."""
        if isinstance(node, Word | Phrase | Prefix):
            return self.words(node, "text")
        if isinstance(node, InTitle):
            return self.words(node.part, "title")
        if isinstance(node, Filter):
            return filtered(node)
        if isinstance(node, Days):
            first = node.first.toordinal() if node.first else 0
            return Among("day", range(first, (node.last.toordinal() if node.last else LAST_DAY) + 1))
        if isinstance(node, Or):
            parts = tuple(made for part in node.parts if (made := self.planned(part)) is not None)
            return Some(parts) if parts else None
        if isinstance(node, And | Not):
            return self.all_of(node.parts if isinstance(node, And) else (node,))
        return None

    def words(self, node: Text, field: str) -> Plan | None:
        """A word, a phrase or a prefix in a field."""
        if isinstance(node, Prefix):
            return Row((self.expansions(node, field),), field)
        rows = [self.row(places, field) for places in sought(node.text, self.language).rows]
        return Some(tuple(rows)) if len(rows) > 1 else rows[0] if rows else None

    def row(self, places: Sequence[Place], field: str) -> Row:
        """The places of a row, with those of their terms that the index has."""
        return Row(tuple(frozenset(filter(self.held(field), place)) for place in places), field)

    def held(self, field: str) -> Callable[[str], int]:
        """Tells in how many posts a term is."""
        return lambda text: self.snapshot.frequency(text, field)

    def all_of(self, nodes: Sequence[Node]) -> Plan | None:
        """All of the nodes; what is only excluded is excluded from everything."""
        wanted: list[Plan] = []
        unwanted: list[Plan] = []
        pardons = excused(nodes, self.language)
        for node in nodes:
            made = self.planned(node.part if isinstance(node, Not) else node)
            if made is not None and node in pardons:
                made = Some((made, Among("language", frozenset(map(language_number, pardons[node])))))
            if made is not None:
                (unwanted if isinstance(node, Not) else wanted).append(made)
        return All(tuple(wanted), tuple(unwanted)) if wanted or unwanted else None

    def expansions(self, node: Prefix, field: str) -> Place:
        """The commonest terms that begin so, and the prefix itself as a word.

        Not its stem where that is much shorter, unless there is nothing else: `ventan*` is not about sales.
        """
        start = folded(node.text)
        found = [
            decoded(term) for term in islice(self.snapshot.reader.expand_prefix(field, start), LOOKED_AT)
        ]
        common = sorted(found, key=self.held(field), reverse=True)[:EXPANSIONS]
        near = [stem for stem in stems(start) if not common or len(start) - len(without_mark(stem)) <= 1]
        return frozenset([*common, *filter(self.held(field), near)])


def filtered(node: Filter) -> Plan:
    """A filter, by postings or by a column. What the index knows nothing of is found nowhere."""
    if node.name in POSTINGS:
        return Having(node.name, node.values)
    if node.name in COLUMNS:
        return Among(COLUMNS[node.name], frozenset(column_number(node.name, v) for v in node.values))
    return Some(())


def decoded(term: bytes | str) -> str:
    return term.decode() if isinstance(term, bytes) else term
