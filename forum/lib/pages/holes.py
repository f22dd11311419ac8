"""Pages with holes: what many readers see alike is made once, what is one reader's is put in each time."""

import re
import secrets
from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup

from forum.lib.zipped import Piece, piece

HOLES = frozenset({"own", "token", "submission"})
SECRET = secrets.token_hex(16)  # of this process: nobody can write a hole into a text
HOLE = re.compile(rf"hole-{SECRET}-([a-z]+)-")

Pieces = Sequence[Piece | str]  # a str is the name of a hole
Maker = Callable[[], str | Pieces]  # gives what goes into a hole, which may have holes itself
_makers: dict[str, Maker] = {}


def declare_hole(name: str, maker: Maker) -> None:
    """Have a hole filled by this, unless whoever fills a page says otherwise: a room above gives it."""
    _makers[name] = maker


def hole(name: str) -> Markup:
    """What stands in a page where a reader's own is to be put."""
    if name not in HOLES:
        raise KeyError(name)
    return Markup(f"hole-{SECRET}-{name}-")


def pieces_of(page: str) -> Pieces:
    """A page that was made with holes, cut at them."""
    return tuple(part if at % 2 else piece(part.encode()) for at, part in enumerate(HOLE.split(page)))


def filled(pieces: Pieces, values: Mapping[str, Maker]) -> list[Piece]:
    """The page with each hole filled by what its function gives, which is asked once."""
    given: dict[str, list[Piece]] = {}

    def fill(parts: Pieces) -> list[Piece]:
        return [one for part in parts for one in (made(part) if isinstance(part, str) else (part,))]

    def made(name: str) -> list[Piece]:
        if name not in given:
            value = (values.get(name) or _makers[name])()
            given[name] = [piece(value.encode())] if isinstance(value, str) else fill(value)
        return given[name]

    return fill(pieces)
