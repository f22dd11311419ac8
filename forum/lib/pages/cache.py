"""Guests' pages in front of the application: answered from memory while what they show is unchanged."""

import hashlib
import sqlite3
import time
from collections.abc import Hashable, Iterable, Sequence
from typing import Any, NamedTuple

from flask import Flask, Response, current_app, request
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from werkzeug.http import parse_etags

from forum.extensions import db
from forum.lib.logs import log, log_kept, request_id
from forum.lib.pages.asking import KEPT_METHODS, Asking, Key
from forum.lib.pages.holding import truth_of
from forum.lib.pages.showing import revisions_shown
from forum.lib.pages.store import Entry, Kept, Store, Turn
from forum.lib.wsgi import Environ, Start, Wsgi

MEGABYTE = 1024 * 1024
NOT_KEPT = frozenset({"content-length", "x-request-id"})
UNCHANGED = frozenset({"cache-control", "etag", "vary", "content-security-policy"})  # what a 304 says again
ASKED = "forum.page asked"
EXTENSION = "pages"


class PageCache:
    """A WSGI application that answers what was kept, and keeps what the one behind it says may be.

    No answer is older than a commit that was acknowledged before its request began: what a page shows is
    asked of the database each time, unless that says that nobody committed since it was last asked.
    """

    def __init__(self, app: Flask, wsgi: Wsgi, space: int) -> None:
        self.wsgi, self.truth = wsgi, truth_of(app)
        self.asking, self.store = Asking(app), Store(space)

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        key = self.asking.key(environ)
        if key is None:
            return self.wsgi(environ, start)
        began = time.perf_counter()
        entry = self.kept(key)
        if entry is not None:
            return answered(entry, environ, start, began)
        with self.store.turn(key) as turn:
            entry = None if turn is Turn.FIRST else self.kept(key)
            if entry is not None:
                return answered(entry, environ, start, began)
            environ[ASKED] = Asked(self, key, turn)
            return self.wsgi(environ, start)

    def kept(self, key: Hashable) -> Any:
        """What is kept under a key, if it still holds; None if nothing does."""
        entry = self.store.get(key)
        if entry is None:
            return None
        try:
            holds = not entry.is_old and self.holds(entry)
        except (sqlite3.Error, SQLAlchemyError):
            return None  # the application says what is the matter
        if not holds:
            self.store.drop(key, entry)
        return entry if holds else None

    def holds(self, entry: Kept) -> bool:
        """Whether nothing that the page shows changed since it was made."""
        version = self.truth.version()
        if version is not None and entry.checked == version:
            return True
        now = self.truth.revisions(entry.revisions)
        if any(now.get(name, 0) != revision for name, revision in entry.revisions.items()):
            return False
        entry.checked = version
        return True

    def begin(self, key: Key, turn: Turn) -> Entry | None:
        """Begin to make a page, unless it is there now, as for those who did not wait for the first."""
        self.store.begin(key, turn)
        entry: Entry | None = self.kept(key)
        return entry

    def keep(self, key: Key, response: Response) -> None:
        """Keep an answer that the application is about to give, if it says what it shows."""
        if response.status_code != 200 or "Set-Cookie" in response.headers or response.is_streamed:
            return
        revisions = revisions_shown()
        if revisions is None:
            return
        body = response.get_data()
        tag = f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
        response.headers["ETag"] = tag
        headers = [pair for pair in response.headers if pair[0].lower() not in NOT_KEPT]
        headers.append(("Content-Length", str(len(body))))
        route = request.url_rule.rule if request.url_rule else ""
        self.store.put(key, Entry(revisions, body, headers, tag, route))


class Asked(NamedTuple):
    """The page that is asked for, and as which of those who ask for it."""

    cache: PageCache
    key: Key
    turn: Turn


def answered(entry: Entry, environ: Environ, start: Start, began: float) -> Sequence[bytes]:
    """Answer with a page that was kept: whole, or that it is what the browser has."""
    said = request_id()
    headers = [*entry.headers, ("X-Request-ID", said)]
    same = environ.get("HTTP_IF_NONE_MATCH")
    if same and parse_etags(same).contains_weak(entry.etag[3:-1]):
        start("304 NOT MODIFIED", [pair for pair in headers if pair[0].lower() in UNCHANGED])
        status, body = 304, []
    else:
        start("200 OK", headers)
        status, body = 200, [] if environ["REQUEST_METHOD"] == "HEAD" else [entry.body]
    log_kept(environ["REQUEST_METHOD"], entry.route, status, began, said)
    return body


def keep_page(response: Response) -> Response:
    """Have the answer kept, if a guest asked for a page that may be; not if the database is gone since."""
    asked: Asked | None = request.environ.get(ASKED)
    if asked is None:
        return response
    try:
        asked.cache.keep(asked.key, response)
    except OperationalError as trouble:
        log.warning("page not kept", error=str(trouble.orig))
        db.session.remove()
    return response


def begin_page() -> Response | None:
    """Have what a page shows read in one transaction that sees one state, as it is on SQLite anyway."""
    asked: Asked | None = request.environ.get(ASKED)
    entry = asked.cache.begin(asked.key, asked.turn) if asked else None
    if entry is not None:
        return Response(entry.body, headers=entry.headers)
    view = current_app.view_functions.get(request.endpoint or "")
    kept = ASKED in request.environ or (request.method in KEPT_METHODS and hasattr(view, "is_shared"))
    if kept and db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    return None


def init_pages(app: Flask) -> None:
    """Keep guests' pages, in as many megabytes as the operator gave.

    Called before anything else is put around the application or looks at its answers: what is kept is what
    goes out, and its key holds what a proxy says that we trust.
    """
    if app.config["PAGE_CACHE"]:
        space = app.config["PAGE_CACHE"] * MEGABYTE
        cache = app.extensions[EXTENSION] = PageCache(app, app.wsgi_app, space)
        app.wsgi_app = cache  # type: ignore[method-assign,assignment]
        app.before_request(begin_page)
        app.after_request(keep_page)
