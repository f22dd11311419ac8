"""What a request brings along, taken in whole before anybody works on it: its sender may be slow."""

from typing import IO

from forum.lib.wsgi import Environ

PIECE = 64 * 1024


def brings_body(environ: Environ, most: int) -> bool:
    """Whether the request has a body that the application reads: one of no more than `most` bytes."""
    if "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower():
        return True
    return 0 < declared(environ) <= most


def declared(environ: Environ) -> int:
    """The length that the request says its body has; 0 where it says none."""
    said = environ.get("CONTENT_LENGTH", "")
    return int(said) if said.isdecimal() else 0


def take_body(environ: Environ, into: IO[bytes], most: int) -> bool:
    """Read the body, from where the application then reads it; whether it came whole.

    Of one whose length nobody said, a byte more than `most` is read: enough to be refused.
    """
    length, source, size = declared(environ), environ["wsgi.input"], 0
    limit = length or most + 1
    while size < limit and (piece := source.read(min(PIECE, limit - size))):
        size += into.write(piece)
    into.seek(0)
    environ["wsgi.input"], environ["CONTENT_LENGTH"] = into, str(size)
    return size == (length or size)
