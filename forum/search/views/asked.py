"""What an address of the results' page asks for, and the addresses that ask for a little more or less."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for
from werkzeug.datastructures import MultiDict

from forum.lib.dates import language
from forum.search.queries import ORDERS, Choice, Facet, Results
from forum.search.query import Filter, Node, Query, Typed, meant, parse, shortened, written
from forum.search.query.dates import span as span_of
from forum.search.query.operators import ALTERNATIVES

VIEWS = ("threads", "posts")
PARAMETERS = ("kind", "group", "tag", "author", "after", "before", "since", "until", "thread")
LONG = 80  # characters of a search to which the help's examples are added: there are many links


@dataclass(frozen=True)
class Asked:
    """What the address asks for, and the query that it makes. `given` are the filters beside the words."""

    text: str
    given: dict[str, str]
    view: str
    order: str
    query: Query

    def url(self, **changes: object) -> str:
        """The address of the same search with some things changed; an empty value takes one away."""
        values: dict[str, object] = {"q": self.text, **self.given, "order": self.order, "view": self.view}
        kept = {name: value for name, value in (values | changes).items() if value not in (None, "")}
        if kept.get("view") == "threads":
            del kept["view"]
        if kept.get("order") == (self.query.order or "relevance"):
            del kept["order"]
        return url_for("search.results", **kept)  # type: ignore[arg-type]

    def without(self, typed: Typed) -> str:
        """The address of the same search without an operator that was typed among the words."""
        return self.url(q=self.query.without(typed))

    def adding(self, example: str) -> str:
        """The address of the same search with an example added; of the example alone, if that is long."""
        longer = f"{self.text} {example}".strip()
        if sum(map(len, self.given.values()), len(longer)) > LONG:
            return url_for("search.results", q=example)
        return self.url(q=longer)

    @property
    def bare(self) -> str:
        """The address of the same search without any filter."""
        return self.url(**dict.fromkeys(self.given), q=self.query.without(*self.query.typed))

    @property
    def filters(self) -> int:
        """How many things narrow the search."""
        return len(self.given) + len(self.query.typed)

    # facets

    def offered(self, facet: Facet, found: Results) -> list[Choice]:
        """The choices that narrow what was found, and those that narrowed it."""
        every = found.posts
        return [one for one in facet.choices if one.count < every or self.is_chosen(facet, one)]

    def is_chosen(self, facet: Facet, choice: Choice) -> bool:
        """Whether the search is narrowed to just this choice."""
        if facet.name == "year":
            return {"since": self.given.get("since"), "until": self.given.get("until")} == whole_year(choice)
        return self.node(facet) == node_of(facet, choice) or self.typed(facet, choice) is not None

    def toggled(self, facet: Facet, choice: Choice) -> str:
        """The address of the same search narrowed to this choice, or no longer."""
        if facet.name == "year":
            span = whole_year(choice)
            return self.url(**(dict.fromkeys(span) if self.is_chosen(facet, choice) else self.within(span)))
        typed = self.typed(facet, choice)
        if typed is not None:
            return self.without(typed)
        if self.node(facet) == node_of(facet, choice):
            return self.url(**{facet.name: None})
        if facet.name == "tag" and "tag" in self.given:  # an address has one: the further ones are typed
            return self.url(q=self.with_typed(node_of(facet, choice)))
        return self.url(**{facet.name: choice.value})

    def node(self, facet: Facet) -> Node | None:
        """What is given beside the words for a facet."""
        return meant(facet.name, self.given.get(facet.name, ""))

    def typed(self, facet: Facet, choice: Choice) -> Typed | None:
        """The operator among the words that asks for this choice."""
        same = (typed for typed in self.query.typed if typed.node == node_of(facet, choice))
        return next((typed for typed in same if not typed.label.startswith("-")), None)

    def with_typed(self, node: Node) -> str:
        """The words with another operator behind them."""
        alternatives = ALTERNATIVES.intersection(self.text.split())
        text = f"({self.text})" if alternatives else self.text
        return f"{text} {written(node, language())}".strip()

    def within(self, span: Mapping[str, str]) -> dict[str, str]:
        """These days, as far as they are among those that are given already."""
        days = [span_of(self.given.get(name, "")) for name in ("since", "until")]
        return {
            "since": max(span["since"], days[0][0].isoformat()) if days[0] else span["since"],
            "until": min(span["until"], days[1][1].isoformat()) if days[1] else span["until"],
        }


def node_of(facet: Facet, choice: Choice) -> Node:
    """What a choice means among the words."""
    return Filter(facet.name, (choice.value,))


def whole_year(choice: Choice) -> dict[str, str]:
    """The days of a year, as an address has them."""
    return {"since": f"{choice.value}-01-01", "until": f"{choice.value}-12-31"}


def asked(arguments: MultiDict[str, str]) -> Asked:
    """Read the address; what is not known in it is left out."""
    given = {name: shortened(arguments.get(name, "")) for name in PARAMETERS}
    given = {name: value for name, value in given.items() if value}
    query = parse(arguments.get("q", ""), given)
    order, view = arguments.get("order"), arguments.get("view")
    return Asked(
        text=query.text,
        given={name: value for name, value in given.items() if meant(name, value)},
        view=view if view in VIEWS else "threads",
        order=order if order in ORDERS else query.order or "relevance",
        query=query,
    )
