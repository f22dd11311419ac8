"""Who asks for what, told from the request alone: what pages are kept by."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from flask import Flask
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from forum.lib.cookies import THEME, personal_cookies
from forum.lib.locale import COOKIE, LONGEST_HEADER, language_for, site_language
from forum.lib.requests import sent_cookies
from forum.lib.wsgi import Environ

QUERY = re.compile(r"page=[0-9]{1,6}")  # others are not kept: there is no end of them
LONGEST_PATH = 300
KEPT_METHODS = ("GET", "HEAD")  # a page is made by either as by the other


class Key(NamedTuple):
    """What two readers have to have in common to see the same bytes."""

    origin: str
    root: str
    path: str
    query: str
    language: str
    theme: str
    gzip: bool


class Asking:
    """Tells the key of a request."""

    def __init__(self, app: Flask) -> None:
        with app.app_context():
            self.site = site_language()
        self.personal = personal_cookies(app)

    def key(self, environ: Environ) -> Key | None:
        """The key of a guest's request for a page that may be kept; None for any other."""
        cookies = sent_cookies(environ) if "HTTP_COOKIE" in environ else {}
        if not self.personal.isdisjoint(cookies):
            return None
        asked = environ.get("HTTP_ACCEPT_LANGUAGE", "")
        language = language_for(cookies.get(COOKIE, ""), asked, self.site)
        return key_of(environ, cookies, language, gzip=takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")))


def key_of(environ: Environ, cookies: Mapping[str, str], language: str, *, gzip: bool) -> Key | None:
    """The key of a request, whoever asks; None if what it asks for is not kept."""
    if environ["REQUEST_METHOD"] not in KEPT_METHODS or "HTTP_AUTHORIZATION" in environ:
        return None
    path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
    if len(path) > LONGEST_PATH or (query and not QUERY.fullmatch(query)):
        return None
    return Key(
        f"{environ['wsgi.url_scheme']}://{environ.get('HTTP_HOST', '')}",
        environ.get("SCRIPT_NAME", ""),
        path,
        query,
        language,
        cookies.get(THEME, "")[:10],
        gzip,
    )


def takes_gzip(header: str) -> bool:
    """Whether an Accept-Encoding header takes gzip; the beginning of a very long one, as it is remembered."""
    return names_gzip(header[:LONGEST_HEADER])


@lru_cache(1000)
def names_gzip(header: str) -> bool:
    """The same of one that is no longer than that."""
    return bool(parse_accept_header(header, Accept)["gzip"])
