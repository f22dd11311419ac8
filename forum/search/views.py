"""The search page and its feed."""

from dataclasses import dataclass, replace
from datetime import date

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext as _

from forum.debates.views.feeds import feed_of
from forum.extensions import limiter
from forum.groups.queries import group_list
from forum.lib.limits import SEARCHING, by_person
from forum.lib.pagination import Pages, page_number
from forum.lib.slugs import fold
from forum.permissions import GUEST, viewer
from forum.search import receivers
from forum.search.engine import IndexMissing
from forum.search.queries import narrowed, search
from forum.search.query import Query, parse
from forum.search.query.operators import span

__all__ = ["bp", "receivers"]

bp = Blueprint("search", __name__)

KINDS = ("debate", "entry")
ORDERS = ("relevance", "newest", "oldest")
VIEWS = ("threads", "posts")
PARAMETERS = ("kind", "group", "tag", "author", "after", "before")


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    text: str
    given: dict[str, str]
    order: str
    view: str

    def url(self, **changes: object) -> str:
        """The address of the same search with some things changed; an empty value takes one away."""
        values: dict[str, object] = {"q": self.text, **self.given}
        values |= {"order": self.order if self.order != "relevance" else None}
        values |= {"view": self.view if self.view != "threads" else None}
        kept = {name: value for name, value in (values | changes).items() if value not in (None, "")}
        return url_for("search.results", **kept)  # type: ignore[arg-type]


def asked() -> Asked:
    """Read the address; what is not known in it is left out."""
    arguments = request.args
    given = {name: arguments[name].strip() for name in PARAMETERS if arguments.get(name, "").strip()}
    if given.get("kind") not in (None, *KINDS):
        del given["kind"]
    return Asked(
        text=arguments.get("q", "").strip(),
        given=given,
        order=arguments["order"] if arguments.get("order") in ORDERS else "relevance",
        view=arguments["view"] if arguments.get("view") in VIEWS else "threads",
    )


def query_of(what: Asked) -> Query:
    """The words and filters of an address as one query; days in it are both included."""
    given = what.given
    query = narrowed(
        parse(what.text),
        kind=given.get("kind"),
        group=given.get("group"),
        tag=given.get("tag"),
        author=fold(given.get("author", "")),
    )
    since, until = span(given.get("after", "")), span(given.get("before", ""))
    return replace(
        query,
        since=later(query.since, since and since[0]),
        until=earlier(query.until, until and until[1]),
    )


def later(one: date | None, other: date | None) -> date | None:
    """The later of two days, either of which may be absent."""
    return max(one, other) if one and other else one or other


def earlier(one: date | None, other: date | None) -> date | None:
    """The earlier of two days, either of which may be absent."""
    return min(one, other) if one and other else one or other


@bp.get("/search")
@limiter.limit(SEARCHING, key_func=by_person)
def results() -> str:
    """The form, and what it finds."""
    what = asked()
    query = query_of(what)
    number = page_number(request.args.get("page"))
    found, missing = None, False
    if not query.is_empty:
        try:
            found = search(query, viewer(), order=query.order or what.order, view=what.view, number=number)
        except IndexMissing:
            missing = True
    return render_template(
        "search/results.html",
        what=what,
        query=query,
        found=found,
        missing=missing,
        pages=Pages(number, found.pages, lambda n: what.url(page=n if n > 1 else None)) if found else None,
        groups=group_list(viewer()),
    )


@bp.get("/search.atom")
@limiter.limit(SEARCHING, key_func=by_person)
def feed() -> Response:
    """The newest posts that everyone finds with these words."""
    what = asked()
    query = query_of(what)
    posts = []
    if not query.is_empty:
        try:
            found = search(query, GUEST, order="newest", view="posts")
            posts = [post for _thread, posts in found.threads for post in posts]
        except IndexMissing:
            posts = []
    return feed_of(posts, what.text or _("Buscar"), "search.results", q=what.text, **what.given)
