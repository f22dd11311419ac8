"""Pages zipped on their way: a thread's page of 50 KB is 10 KB then."""

import gzip
import secrets
from io import BytesIO

from flask import Flask, Response, request

TYPES = ("text/html", "text/plain", "application/xml", "application/atom+xml", "application/json")
LEAST = 1000  # bytes, below which zipping wins nothing
LEVEL = 5
PADDING = 64  # letters at most


def zip_page(response: Response) -> Response:
    """Zip an answer of text for a browser that takes it so."""
    if response.mimetype not in TYPES or response.is_streamed or response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    whole = response.get_data()
    if len(whole) < LEAST or not request.accept_encodings["gzip"] or response.content_encoding:
        return response
    response.set_data(zipped(whole))
    response.content_encoding = "gzip"
    tag, _ = response.get_etag()
    if tag:
        response.set_etag(tag, weak=True)  # the same text in other bytes
    return response


def zipped(whole: bytes) -> bytes:
    """`whole` in gzip's format, under a name of random length.

    A page holds a secret (the form's token) beside what its address says: how well the two compress together
    would tell the secret, if lengths could be compared (CVE-2013-3587, «BREACH»).
    """
    packed = BytesIO()
    name = "a" * secrets.randbelow(PADDING)
    with gzip.GzipFile(name, "wb", LEVEL, packed, mtime=0) as file:
        file.write(whole)
    return packed.getvalue()


def init_zipped(app: Flask) -> None:
    """Zip the answers of the application."""
    app.after_request(zip_page)
