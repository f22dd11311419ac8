"""What a form asks while somebody writes a title."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from forum.extensions import limiter
from forum.lib.limits import SEARCHING, by_person
from forum.permissions import viewer
from forum.search.similar import jobs
from forum.search.similar.queries import similar_threads

__all__ = ["bp", "jobs"]

bp = Blueprint("similar", __name__)


@bp.get("/search/similar")
@limiter.limit(SEARCHING, key_func=by_person)
def similar() -> str | Response:
    """A piece of a page: the threads that are about the same as `title`; 204 where there is none."""
    threads = similar_threads(request.args.get("title", ""), viewer())
    return render_template("search/similar.html", threads=threads) if threads else Response(status=204)
