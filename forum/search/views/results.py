"""The search page and its feed."""

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.debates.queries import popular_tags
from forum.debates.views.feeds import feed_entry
from forum.extensions import limiter
from forum.groups.queries import group_list
from forum.lib.feeds import Feed, atom
from forum.lib.limits import SEARCHING, by_person
from forum.lib.pagination import Pages, page_number
from forum.lib.urls import absolute_url
from forum.permissions import viewer
from forum.search.documents import count_behind
from forum.search.engine import IndexMissing
from forum.search.help import help_for, operator_words
from forum.search.jobs import index_soon
from forum.search.queries import Results, newest, search
from forum.search.views.asked import asked

bp = Blueprint("search", __name__)

FEED_SIZE = 20
MANY_BEHIND = 100  # posts that wait for the index, from which on the reader is told


@bp.get("/search")
@limiter.limit(SEARCHING, key_func=by_person)
def results() -> str:
    """The form, and what it finds."""
    what, number = asked(request.args), page_number(request.args.get("page"))
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
        groups={group.slug: group.name for group in groups},
        tags=popular_tags() if what.query.is_empty else (),
        words=operator_words(),
        help=help_for(groups),
    )


@bp.get("/search.atom")
@limiter.limit(SEARCHING, key_func=by_person)
def feed() -> Response:
    """The newest posts that the reader finds with all of these words: a guest what is public.

    What the page would tell of the query is its subtitle.
    """
    what = asked(request.args)
    try:
        posts, notes = newest(what.query, viewer(), FEED_SIZE)
    except IndexMissing:
        posts, notes = [], []
    values = {"q": what.text, **what.given}
    own = absolute_url("search.feed", **values)
    shown = Feed(
        id=own,
        url=own,
        page=absolute_url("search.results", **values),
        title=_("Búsqueda: %(q)s", q=what.text),
        entries=[feed_entry(post) for post in posts],
        subtitle=" ".join(map(str, [*what.query.notes, *notes])),
    )
    return atom(shown, private=viewer().id is not None)
