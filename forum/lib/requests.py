"""What arrives, as any database can hold it: PostgreSQL takes no text with the character U+0000."""

from typing import Any

from flask import Flask, Request, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.http import parse_cookie

from forum.lib.refusals import NotFound
from forum.lib.wsgi import Environ

NUL = "\x00"


class Fields(ImmutableMultiDict[str, Any]):
    """Fields of a form, of an address or cookies, without U+0000, which nobody types; files as they are."""

    def __init__(self, mapping: object = None) -> None:
        super().__init__(mapping)  # type: ignore[arg-type]
        for values in self.listvalues():
            values[:] = [value.replace(NUL, "") if isinstance(value, str) else value for value in values]


def sent_cookies(environ: Environ) -> Fields:
    """The cookies of a request, as the application reads them, for what answers before it."""
    return Fields(parse_cookie(environ.get("HTTP_COOKIE")))


class TextRequest(Request):
    """A request whose fields hold no U+0000."""

    parameter_storage_class = Fields
    dict_storage_class = Fields


def refuse_nul() -> None:
    """An address with U+0000 in its path is nothing's. Raises NotFound."""
    if NUL in request.path:
        raise NotFound


def init_requests(app: Flask) -> None:
    """Have the application read requests so."""
    app.request_class = TextRequest
    app.before_request(refuse_nul)
