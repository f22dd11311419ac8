"""A member's page that is kept, answered straight away: without the rest of the application.

Who asks, what they may, what their menu counts and how far they read is asked of the database each time, by
the same functions as ever. Where any of it is not as usual, or something is to be written, it is left to the
application: nothing is decided here.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from flask import Flask, g
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import Label, Select

from forum.accounts.languages import choice_of
from forum.accounts.models import User
from forum.accounts.sessions import load_person
from forum.context import counts_for_members
from forum.debates.forms.texts import new_submission
from forum.debates.queries.audiences import shares_pages
from forum.extensions import db
from forum.groups.queries import viewer_of
from forum.lib.locale import COOKIE, language_for, site_language
from forum.lib.logs import log, log_kept, request_id
from forum.lib.pages import (
    Alike,
    Key,
    Pieces,
    filled,
    holds_for_members,
    kept_by_language,
    key_of,
    takes_gzip,
)
from forum.lib.requests import sent_cookies
from forum.lib.wsgi import Environ, Start, Wsgi
from forum.lib.zipped import Piece, joined
from forum.menu import Says, kept_menu
from forum.permissions import Viewer

PERSON, TOKEN = "_user_id", "csrf_token"  # Flask-Login's and Flask-WTF's in a session
USUAL = frozenset({PERSON, TOKEN, "_fresh", "_id", "_remember_seconds"})
APART, MANY = 60.0, 1_000  # seconds for which it is remembered of so many that they get pages of their own


class Page(NamedTuple):
    """A page for one person: what is kept of it, and its pieces with what is their own."""

    kept: Alike
    pieces: Sequence[Piece]


class Straight:
    """A WSGI application that answers members' pages that are kept; all else is for the one behind it."""

    def __init__(self, app: Flask, wsgi: Wsgi) -> None:
        self.app, self.wsgi = app, wsgi
        self.sessions = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        self.tokens = URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token")
        self.apart: dict[str, float] = {}  # by session: until when
        with app.app_context():
            self.site = site_language()

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        began = time.perf_counter()
        page = self.found(environ) if "HTTP_COOKIE" in environ else None
        return self.wsgi(environ, start) if page is None else sent(page, environ, start, began)

    def found(self, environ: Environ) -> Page | None:
        """The page for who asks; None too where anything goes wrong, as the application says what it is."""
        cookies = sent_cookies(environ)
        key = key_of(environ, cookies, self.site, gzip=False)
        known = kept_by_language(self.app, key) if key else None
        if not key or not known:
            return None
        try:
            with self.app.app_context():
                return self.page(environ, cookies, key, known)
        except Exception as failure:
            log.warning("left to the application", error=type(failure).__name__)
            return None

    def page(
        self, environ: Environ, cookies: Mapping[str, str], key: Key, known: Mapping[str, Alike]
    ) -> Page | None:
        """The page that is kept for who asks; None where there is none, or it is to be more than read.

        `known`, what is kept by language, is taken before it is asked what they may: it tells nothing of what
        came after that.
        """
        said = self.session(cookies)
        member = self.member(said[PERSON]) if said else None
        if not said or not member:
            return None
        person, reader = member
        key = key._replace(language=self.language(person, environ, cookies))
        kept = known.get(key.language)
        if kept is None or not kept.headers or not holds_for_members(key, kept):
            return None
        asked = {"user_id": reader.id, "groups": reader.groups, **kept.facts.asked}
        mine = db.session.connection().execute(own(kept.facts.COLUMNS), asked).one()
        audience = kept.facts.audience_by(reader, mine)
        page = kept.pages.get(audience) if audience else None
        menu = kept_menu(Says.of(key.root, key.language, person, mine))
        if page is None or menu is None:
            return None
        return Page(kept, self.pieces(page, menu, said[TOKEN]))

    def member(self, session: str) -> tuple[User, Viewer] | None:
        """Whose session it is, if they share pages and their visit need not be noted.

        Who gets pages of their own, as the team does, is not asked for again for a while.
        """
        if self.apart.get(session, 0.0) > time.monotonic():
            return None
        person = load_person(session)
        if person is None or "visitor" in g:
            return None
        reader = viewer_of(person)
        if shares_pages(reader):
            return person, reader
        if len(self.apart) >= MANY:
            self.apart.clear()
        self.apart[session] = time.monotonic() + APART
        return None

    def session(self, cookies: Mapping[str, str]) -> Mapping[str, Any] | None:
        """What the session of a request says, if that is who is signed in, their token, and nothing else."""
        sent = cookies.get(self.app.config["SESSION_COOKIE_NAME"], "")
        age = int(self.app.permanent_session_lifetime.total_seconds())
        try:
            said = self.sessions.loads(sent, max_age=age)
        except BadData:
            return None
        return said if {PERSON, TOKEN} <= said.keys() <= USUAL else None

    def language(self, person: User, environ: Environ, cookies: Mapping[str, str]) -> str:
        """The language that the person reads."""
        asked = environ.get("HTTP_ACCEPT_LANGUAGE", "")
        return choice_of(person) or language_for(cookies.get(COOKIE, ""), asked, self.site)

    def pieces(self, page: Pieces, menu: Pieces, token: str) -> list[Piece]:
        """The page with what is one's own."""
        own = {"own": lambda: menu, "token": lambda: self.tokens.dumps(token), "submission": new_submission}
        return filled(page, own)


@cache
def own(columns: Sequence[Label[Any]]) -> Select[Any]:
    """The statement of what a menu counts, and of what else tells who sees a page alike."""
    return counts_for_members().add_columns(*columns)


def sent(page: Page, environ: Environ, start: Start, began: float) -> Sequence[bytes]:
    """Answer with a page."""
    zipped, name = takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")), request_id()
    body = joined(page.pieces) if zipped else b"".join(one.whole for one in page.pieces)
    headers = [*page.kept.headers, ("Content-Length", str(len(body))), ("X-Request-ID", name)]
    start("200 OK", [*headers, ("Content-Encoding", "gzip")] if zipped else headers)
    log_kept(environ["REQUEST_METHOD"], page.kept.route, 200, began, name)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def init_straight(app: Flask) -> None:
    """Put it before the application, where pages are kept. The door is to come before it."""
    if app.config["PAGE_CACHE"]:
        app.wsgi_app = Straight(app, app.wsgi_app)  # type: ignore[method-assign,assignment]
