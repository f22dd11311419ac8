"""Pages zipped on their way: a thread's page of 50 KB is 10 KB then."""

import gzip
import secrets
import struct
import zlib
from collections.abc import Iterable
from io import BytesIO
from typing import NamedTuple

from flask import Flask, Response, request

TYPES = ("text/html", "text/plain", "application/xml", "application/atom+xml", "application/json")
LEAST = 1000  # bytes, below which zipping wins nothing
LEVEL = 5
PADDING = 64  # letters at most
HEAD, END = b"\x1f\x8b\x08" + bytes(6) + b"\xff", b"\x03\x00"  # RFC 1952, 2.3; RFC 1951, 3.2.3: nothing more


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


class Piece(NamedTuple):
    """A part of pages: as it is, and zipped so that it can stand after any other."""

    whole: bytes
    packed: bytes


def piece(whole: bytes) -> Piece:
    """A part of pages. Zipped, it refers to nothing outside: its length tells nothing of what is beside."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Piece(whole, packer.compress(whole) + packer.flush(zlib.Z_FULL_FLUSH))


def joined(pieces: Iterable[Piece]) -> bytes:
    """The pieces as one text in gzip's format."""
    parts, check, size = [HEAD], 0, 0
    for one in pieces:
        check, size = zlib.crc32(one.whole, check), size + len(one.whole)
        parts.append(one.packed)
    return b"".join((*parts, END, struct.pack("<2L", check, size & 0xFFFFFFFF)))


def page_of(pieces: Iterable[Piece]) -> Response:
    """An answer of HTML of these pieces, zipped for a browser that takes it so."""
    if not request.accept_encodings["gzip"]:
        return Response(b"".join(one.whole for one in pieces), mimetype="text/html")
    return Response(joined(pieces), mimetype="text/html", headers={"Content-Encoding": "gzip"})


def init_zipped(app: Flask) -> None:
    """Zip the answers of the application."""
    app.after_request(zip_page)
