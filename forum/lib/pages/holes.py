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


def hole(name: str) -> Markup:
    """What stands in a page where a reader's own is to be put."""
    if name not in HOLES:
        raise KeyError(name)
    return Markup(f"hole-{SECRET}-{name}-")


def pieces_of(page: str) -> Pieces:
    """A page that was made with holes, cut at them."""
    return tuple(part if at % 2 else piece(part.encode()) for at, part in enumerate(HOLE.split(page)))


def filled(pieces: Pieces, values: Mapping[str, Callable[[], str]]) -> Sequence[Piece]:
    """The page with each hole filled by what its function gives, which is asked once."""
    names = {one for one in pieces if isinstance(one, str)}
    given = {name: piece(values[name]().encode()) for name in names}
    return [given[one] if isinstance(one, str) else one for one in pieces]
