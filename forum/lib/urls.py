"""Addresses: those that carry an id and a slug, those under a path, and absolute ones."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Flask, current_app, has_app_context, has_request_context, request, url_for
from jinja2 import Undefined
from werkzeug.routing import BaseConverter

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


HOLE = "~~"  # stands in an address as it is, and no slug holds it
BY_REQUEST = frozenset({"_external", "_scheme", "_method"})


@dataclass(frozen=True)
class Key:
    """`12-permuta-de-lugo-a-vigo`: the id decides, the slug is for people."""

    id: int
    slug: str

    @property
    def key(self) -> str:
        """The part of the address that it was."""
        return f"{self.id}-{self.slug}" if self.slug else str(self.id)


class KeyConverter(BaseConverter):
    """`<key:thread>` in a route. It also makes addresses of whatever has a `key` attribute."""

    regex = r"[0-9]{1,9}(?:-[a-z0-9-]*)?"

    def to_python(self, value: str) -> Key:
        number, _, slug = value.partition("-")
        return Key(int(number), slug)

    def to_url(self, value: object) -> str:
        return str(getattr(value, "key", value))


class IdConverter(BaseConverter):
    """`<id:post_id>`: a whole number that any database can hold."""

    regex = r"[0-9]{1,9}"

    def to_python(self, value: str) -> int:
        return int(value)


class Prefix:
    """A WSGI middleware for a site that lives under a path: `https://sede.example/foro`.

    The proxy may pass the path on or take it off; both work.
    """

    def __init__(self, app: "WSGIApplication", prefix: str) -> None:
        self.app, self.prefix = app, prefix

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == self.prefix or path.startswith(f"{self.prefix}/"):
            environ["PATH_INFO"] = path.removeprefix(self.prefix)
        environ["SCRIPT_NAME"] = self.prefix
        return self.app(environ, start_response)


def path_for(endpoint: str, **values: Any) -> str:
    """What url_for says, remembered: a page names the same people and groups again and again."""
    if not has_request_context() or endpoint[0] == "." or not BY_REQUEST.isdisjoint(values):
        return url_for(endpoint, **values)
    pairs = [(name, plain(value)) for name, value in values.items()]
    return remembered_path(request.root_path, endpoint, tuple(pairs))


def plain(value: Any) -> Any:
    """What an address says of a value: its key, if it has one; nothing for what a template left undefined."""
    if value is None or isinstance(value, str | int):
        return value
    return None if isinstance(value, Undefined) else getattr(value, "key", value)


@lru_cache(10_000)
def remembered_path(root: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
    """The path of an endpoint under `root`, which is the current request's."""
    return url_for(endpoint, **dict(values))


def paths_for(endpoint: str, name: str, **values: Any) -> Callable[[object], str]:
    """What makes the paths of an endpoint that differ in the number `name`: one question for all."""
    start, _, end = path_for(endpoint, **{name: HOLE}, **values).partition(HOLE)
    return lambda number: f"{start}{number}{end}"


def init_urls(app: Flask) -> None:
    """Let templates ask for paths by `url_for`."""
    app.jinja_env.globals["url_for"] = path_for


def path_here(endpoint: str, **values: object) -> str:
    """The path of an endpoint, the base path included, in a request or outside one."""
    return url_for(endpoint, _external=False, **values)  # type: ignore[arg-type]


def absolute_url(endpoint: str, **values: object) -> str:
    """The address of an endpoint on the site's own base address, whatever host the request named."""
    return absolute(path_here(endpoint, **values))


def absolute(path: str) -> str:
    """The address of a path of this site, the base path included, on the site's own base address."""
    base = urlsplit(current_app.config["BASE_URL"])
    return f"{base.scheme}://{base.netloc}{path}"


def site_path() -> str:
    """The path that the site lives under, `/foro`; empty at the root of its host, and outside a site."""
    return str(current_app.config["APPLICATION_ROOT"]).rstrip("/") if has_app_context() else ""


def same_site(address: str | None) -> str | None:
    """`address` if it is a path of this site, else None: for where to go after signing in."""
    if not address or not address.startswith("/") or address[1:2] in ("/", "\\"):
        return None
    return address if not any(ord(char) < 32 or char == "\\" for char in address) else None
