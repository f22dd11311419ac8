"""The search page and its feed."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.debates.views.feeds import feed_entry
from forum.extensions import limiter
from forum.groups.queries import group_list
from forum.lib.feeds import Feed, atom
from forum.lib.limits import SEARCHING, by_person
from forum.lib.pagination import Pages, page_number
from forum.lib.urls import absolute_url
from forum.permissions import viewer
from forum.search import receivers
from forum.search.documents import count_behind
from forum.search.engine import IndexMissing
from forum.search.help import help_for, operator_words
from forum.search.jobs import index_soon
from forum.search.queries import ORDERS, Results, newest, search
from forum.search.query import Query, Typed, meant, parse, shortened

__all__ = ["bp", "receivers"]

bp = Blueprint("search", __name__)

VIEWS = ("threads", "posts")
PARAMETERS = ("kind", "group", "tag", "author", "after", "before", "since", "until")
FEED_SIZE = 20
LONG = 80  # characters of a search to which the help's examples are added: there are many links
MANY_BEHIND = 100  # posts that wait for the index, from which on the reader is told


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


def asked() -> Asked:
    """Read the address; what is not known in it is left out."""
    arguments = request.args
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


@bp.get("/search")
@limiter.limit(SEARCHING, key_func=by_person)
def results() -> str:
    """The form, and what it finds."""
    what, number = asked(), page_number(request.args.get("page"))
    groups = group_list(viewer())
    found: Results | None = None
    missing = False
    if not what.query.is_empty:
        try:
            found = search(
                what.query, viewer(), groups=groups, order=what.order, view=what.view, number=number
            )
        except IndexMissing:
            missing = True
            index_soon.enqueue()
    return render_template(
        "search/results.html",
        what=what,
        query=what.query,
        notes=[*what.query.notes, *(found.notes if found else ())],
        found=found,
        missing=missing,
        behind=not missing and count_behind(MANY_BEHIND) >= MANY_BEHIND,
        pages=Pages(number, found.pages, lambda n: what.url(page=n if n > 1 else None)) if found else None,
        groups=groups,
        words=operator_words(),
        help=help_for(groups),
    )


@bp.get("/search.atom")
@limiter.limit(SEARCHING, key_func=by_person)
def feed() -> Response:
    """The newest posts that the reader finds with all of these words: a guest what is public."""
    what = asked()
    try:
        posts = [] if what.query.is_empty else newest(what.query, viewer(), FEED_SIZE)
    except IndexMissing:
        posts = []
    values = {"q": what.text, **what.given}
    own = absolute_url("search.feed", **values)
    shown = Feed(
        id=own,
        url=own,
        page=absolute_url("search.results", **values),
        title=_("Búsqueda: %(q)s", q=what.text),
        entries=[feed_entry(post) for post in posts],
    )
    return atom(shown, private=viewer().id is not None)
