"""The door of the application: how many are inside at once, who waits before it, and who is turned away."""

from collections.abc import Iterable
from tempfile import SpooledTemporaryFile

from flask import Flask
from werkzeug.http import parse_cookie

from forum.lib.admission.bodies import brings_body, take_body
from forum.lib.admission.places import Line, Places
from forum.lib.admission.refusals import Page, Refusals
from forum.lib.cookies import personal_cookies
from forum.lib.wsgi import Environ, Start, Wsgi

PERSON, GUEST = 0, 1
INSIDE = 4  # requests that are worked on at once
LINES = (Line(longest=48, patience=10.0), Line(longest=32, patience=4.0))  # of people, of guests
SENDING = 24  # bodies of people that are on their way at once, and as many of guests
IN_MEMORY = 256 * 1024  # bytes of a body; a longer one waits in a file
ALWAYS = "/health"  # who asks for it decides whether the machine is left alone


class Door:
    """A WSGI application that lets a bounded number of requests into the one behind it.

    Whoever brings a session, a remembered sign-in or a token goes first. A body is taken in before its
    request asks for a place. Who finds the line full, or waited for too long, is told when to come again.
    """

    def __init__(self, app: Flask, wsgi: Wsgi, page: Page) -> None:
        self.wsgi, self.refusals = wsgi, Refusals(app, page)
        self.inside, self.sending = Places(INSIDE, LINES), (Places(SENDING), Places(SENDING))
        self.most: int = app.config["MAX_CONTENT_LENGTH"]
        self.personal = personal_cookies(app)

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        if environ["PATH_INFO"] == ALWAYS:
            return self.wsgi(environ, start)
        line = self.line(environ)
        if not brings_body(environ, self.most):
            return self.enter(line, environ, start)
        with SpooledTemporaryFile(IN_MEMORY) as body:
            with self.sending[line].place() as there:
                whole = there and take_body(environ, body, self.most)
            if whole:
                return self.enter(line, environ, start)
        return broken_off(start) if there else self.refusals.answer(environ, start)

    def enter(self, line: int, environ: Environ, start: Start) -> Iterable[bytes]:
        """Pass the request on once there is a place for it."""
        with self.inside.place(line) as there:
            return self.wsgi(environ, start) if there else self.refusals.answer(environ, start)

    def line(self, environ: Environ) -> int:
        """The line in which whoever asks waits."""
        if "HTTP_AUTHORIZATION" in environ:
            return PERSON
        cookies = parse_cookie(environ.get("HTTP_COOKIE"))
        return GUEST if self.personal.isdisjoint(cookies) else PERSON


def broken_off(start: Start) -> Iterable[bytes]:
    """Answer a request whose body did not come whole: most likely nobody listens any more."""
    start("400 BAD REQUEST", [("Content-Length", "0")])
    return []


def init_admission(app: Flask, page: Page) -> None:
    """Put the door before the application; `page` makes what those read who are turned away."""
    app.wsgi_app = Door(app, app.wsgi_app, page)  # type: ignore[method-assign,assignment]
