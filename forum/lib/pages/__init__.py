"""Pages that many see alike, made once and kept until what they show changes."""

from forum.lib.pages.cache import init_pages
from forum.lib.pages.holes import Pieces, filled, hole, pieces_of
from forum.lib.pages.members import Alike, Shelf, shared, shelf
from forum.lib.pages.revisions import (
    LISTS,
    PEOPLE,
    SITE,
    hear_writes,
    nowhere,
    outdate_all,
    quietly,
    thread_name,
    touching,
)
from forum.lib.pages.showing import may_be_kept, shows

__all__ = [
    "LISTS",
    "PEOPLE",
    "SITE",
    "Alike",
    "Pieces",
    "Shelf",
    "filled",
    "hear_writes",
    "hole",
    "init_pages",
    "may_be_kept",
    "nowhere",
    "outdate_all",
    "pieces_of",
    "quietly",
    "shared",
    "shelf",
    "shows",
    "thread_name",
    "touching",
]
