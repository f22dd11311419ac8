"""What those read who are turned away: a page that is made once, so that saying it costs next to nothing."""

import threading
import time
from collections.abc import Callable, Iterable

from flask import Flask
from werkzeug.http import parse_cookie

from forum.lib.headers import HEADERS
from forum.lib.locale import COOKIE, language_for, site_language
from forum.lib.logs import log, request_id
from forum.lib.wsgi import Environ, Start

Page = Callable[[], tuple[str, int, dict[str, str]]]
EVERY = 10.0  # seconds between two lines of the log that say how many were turned away


class Refusals:
    """Tells who is turned away so, in their language, and the log how many they are."""

    def __init__(self, app: Flask, page: Page) -> None:
        self.app, self.page = app, page
        with app.app_context():
            self.site = site_language()
        self.made: dict[str, tuple[bytes, list[tuple[str, str]]]] = {}
        self.lock = threading.Lock()
        self.number, self.told = 0, -EVERY

    def answer(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Answer 503, and when to come again."""
        self.count()
        chosen = parse_cookie(environ.get("HTTP_COOKIE")).get(COOKIE, "")
        body, headers = self.text(language_for(chosen, environ.get("HTTP_ACCEPT_LANGUAGE", ""), self.site))
        start("503 SERVICE UNAVAILABLE", [*headers, ("X-Request-ID", request_id())])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def text(self, language: str) -> tuple[bytes, list[tuple[str, str]]]:
        """The page in a language, and its headers."""
        if language not in self.made:
            with self.app.test_request_context(headers={"Accept-Language": language}):
                text, _, more = self.page()
            body = text.encode()
            about = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
            kept = {"Cache-Control": "no-store"}
            self.made[language] = (body, [*(HEADERS | about | kept | more).items()])
        return self.made[language]

    def count(self) -> None:
        """Count one more, and now and then say in the log how many they were."""
        with self.lock:
            self.number += 1
            if time.monotonic() - self.told < EVERY:
                return
            number, self.number, self.told = self.number, 0, time.monotonic()
        log.warning("turned away", requests=number)
