"""Pictures from people, drawn anew: what reaches a page is what our own encoder wrote.

Position, author, comments and whatever stood behind the picture stay behind. docs/decisions/0014 says why
which formats, sizes and limits.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore

from forum.lib.pictures.decoding import decoded
from forum.lib.pictures.encoding import encoded
from forum.lib.pictures.refusals import EMPTY, TOO_HEAVY, PictureRefused, TooBusy
from forum.lib.transactions import slow

__all__ = ["LARGEST_FILE", "Facts", "Picture", "PictureRefused", "TooBusy", "redraw"]

LARGEST_FILE = 10 * 1024 * 1024  # bytes
AT_ONCE = 1  # in each process: one takes up to 100 MB
WAITING = 1  # more are turned away: each that waits keeps one of the few threads that answer everybody
PATIENCE = 10.0  # seconds to wait for a place

_places = BoundedSemaphore(AT_ONCE)
_queue = BoundedSemaphore(AT_ONCE + WAITING)


@dataclass(frozen=True)
class Facts:
    """What is known of a stored picture without its bytes; `size` counts them."""

    name: str
    size: int
    width: int
    height: int
    mime: str


@dataclass(frozen=True)
class Picture:
    """A picture that is safe to show. `stilled`: it moved, and this is its first image."""

    data: bytes
    width: int
    height: int
    extension: str
    mime: str
    digest: str
    stilled: bool = False

    @property
    def name(self) -> str:
        """Its file's name: the same bytes, the same name."""
        return f"{self.digest}.{self.extension}"

    @property
    def facts(self) -> Facts:
        """What is known of it."""
        return Facts(self.name, len(self.data), self.width, self.height, self.mime)


@slow
def redraw(data: bytes) -> Picture:
    """The picture in `data`, decoded and written again. Raises PictureRefused, TooBusy."""
    if not data:
        raise PictureRefused(EMPTY)
    if len(data) > LARGEST_FILE:
        raise PictureRefused(TOO_HEAVY)
    with a_place():
        drawn = decoded(data)
        kind, written = encoded(drawn.image, drawn.format, len(data))
    width, height = drawn.image.size
    digest = hashlib.sha256(written).hexdigest()
    return Picture(written, width, height, kind.extension, kind.mime, digest, drawn.stilled)


@contextmanager
def a_place() -> Iterator[None]:
    """Wait for one's turn to decode, if not too many do already. Raises TooBusy."""
    with taken(_queue, 0), taken(_places, PATIENCE):
        yield


@contextmanager
def taken(places: BoundedSemaphore, patience: float) -> Iterator[None]:
    """Hold one of some places, waited for `patience` seconds at most. Raises TooBusy."""
    if not places.acquire(timeout=patience):
        raise TooBusy
    try:
        yield
    finally:
        places.release()
