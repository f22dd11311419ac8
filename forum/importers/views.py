"""Addresses of imported sites lead to what stood there."""

from urllib.parse import urlsplit

from flask import Blueprint, current_app, redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forum.importers.wordpress.addresses import ASKING
from forum.importers.wordpress.old import place_now
from forum.lib.urls import absolute
from forum.permissions import viewer

bp = Blueprint("importers", __name__)

STATIC = "/static/"  # files of our own, old or new: no database is asked for them


@bp.before_app_request
def lead_on() -> Response | None:
    """Lead from an old address to where it leads now: 301, 404 or 410; nothing if it is none.

    Our own pages come first: only where none is found is an address looked for, or where the home of a site
    is asked for something that our pages do not know (`/?p=7`).
    """
    ours = not isinstance(request.routing_exception, NotFound)
    if request.method not in ("GET", "HEAD") or request.path.startswith(STATIC) or (ours and not asks_home()):
        return None
    paths = list(dict.fromkeys([request.path, request.script_root + request.path]))
    pairs = list(request.args.items(multi=True))
    place = place_now(request.host.lower(), paths, pairs, viewer(), ours=ours)
    return redirect(on_own_host(place), 301) if place else None


def asks_home() -> bool:
    """Whether a page of ours is asked for as the home of a site would be."""
    return request.path.endswith("/") and not ASKING.isdisjoint(request.args)


def on_own_host(path: str) -> str:
    """The path, on the site's own host if the request was for another."""
    own = urlsplit(current_app.config["BASE_URL"]).netloc
    return path if request.host.lower() == own.lower() else absolute(path)
