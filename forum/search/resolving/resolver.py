"""The tree of a query with ids in place of names."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _

from forum.lib.dates import language
from forum.search.query import And, Filter, Node, Not, Note, Or, Query, joined, written
from forum.search.resolving.names import FINDERS, nearest
from forum.search.resolving.readers import Reader
from forum.search.resolving.threads import in_state, of_person

MOST_TOLD = 3  # unknown names
NOTHING = Filter("thread", ())
Unknown = tuple[Filter, str]  # a name that there is not, and the filter that asks for it
INDEXED = {"organisation": "author"}  # under which name the index has what is found


def understood(query: Query, reader: Reader) -> tuple[Node | None, Sequence[Unknown]]:
    """The query's tree resolved, but without the names among its words that there are not; and these names.

    So it is on the results' page, in the feed and for whoever saved the search. What was given beside the
    words stays: a link that narrows finds nothing rather than more. Raises IndexMissing.
    """
    resolver = Resolver(reader, frozenset(query.given))
    tree = resolver.tree(query.tree)
    return NOTHING if tree is None and query.tree is not None else tree, resolver.unknown


def told_of(unknown: Sequence[Unknown], query: Query, reader: Reader) -> list[Note]:
    """What to tell of the names that there are not."""
    return [unknown_name(node, value, query, reader) for node, value in unknown[:MOST_TOLD]]


@dataclass
class Resolver:
    """Resolves the filters of one tree. Unknown names are left out, but of filters in `kept`."""

    reader: Reader
    kept: Collection[Node]
    unknown: list[Unknown] = field(default_factory=list)

    def tree(self, node: Node | None) -> Node | None:
        if isinstance(node, Filter):
            return self.filter(node)
        if isinstance(node, Not):
            part = self.tree(node.part)
            return Not(part) if part is not None else None
        if isinstance(node, And | Or):
            parts = [self.tree(part) for part in node.parts]
            return joined(type(node), [part for part in parts if part is not None])
        return node

    def filter(self, node: Filter) -> Node | None:
        if node.name == "status":
            return in_state(node.values)
        if node.name == "me" and self.reader.viewer.id is not None:
            return of_person(node.values, self.reader.viewer.id)
        if node.name == "me" or node.name in FINDERS:
            return self.named(node)
        return node

    def named(self, node: Filter) -> Node | None:
        """Names as ids; for a guest, nothing is theirs."""
        found = FINDERS[node.name](node.values, self.reader) if node.name in FINDERS else {}
        self.unknown += [(node, value) for value in node.values if not found.get(value)]
        ids = tuple(one for value in node.values for one in found.get(value, ()))
        if not ids and node not in self.kept:
            return None
        return Filter(INDEXED.get(node.name, node.name), ids)


def unknown_name(node: Filter, value: str, query: Query, reader: Reader) -> Note:
    """That there is no such name, and which one there is."""
    typed = written(Filter(node.name, (value,)), language())
    if node.name == "me":
        return Note(_("«%(typed)s» busca entre lo tuyo: antes tienes que entrar.", typed=typed))
    given = node in query.given
    without = _("«%(typed)s» no existe: se ha buscado sin ello.", typed=typed)
    said = _("«%(typed)s» no existe.", typed=typed) if given else without
    near = nearest(node.name, value, reader)
    if not near:
        return Note(said)
    right = Filter(node.name, tuple(near if each == value else each for each in node.values))
    close = written(Filter(node.name, (near,)), language())
    instead = _("¿Querías decir «%(close)s»?", close=close)
    return Note(f"{said} {instead}", corrected(node, right, query))


def corrected(wrong: Filter, right: Filter, query: Query) -> str:
    """The text of the query with another filter in the place of one; empty if it was not typed there."""
    for typed in query.typed:
        if typed.node == wrong:
            hyphen = "-" if typed.label.startswith("-") else ""
            return query.replaced({typed: hyphen + written(right, language())})
    return ""
