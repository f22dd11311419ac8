"""Pages that many see alike, made once and kept until what they show changes."""

from forum.lib.pages.asking import Key, key_of, takes_gzip
from forum.lib.pages.cache import init_pages
from forum.lib.pages.holes import Pieces, declare_hole, filled, hole, pieces_of
from forum.lib.pages.members import (
    Alike,
    Shelf,
    holds_for_members,
    init_members,
    kept_by_language,
    shared,
    shelf,
)
from forum.lib.pages.revisions import (
    SITE,
    hear_writes,
    nowhere,
    outdate_all,
    quietly,
    touching,
)
from forum.lib.pages.showing import may_be_kept, shows

__all__ = [
    "SITE",
    "Alike",
    "Key",
    "Pieces",
    "Shelf",
    "declare_hole",
    "filled",
    "hear_writes",
    "holds_for_members",
    "hole",
    "init_members",
    "init_pages",
    "kept_by_language",
    "key_of",
    "may_be_kept",
    "nowhere",
    "outdate_all",
    "pieces_of",
    "quietly",
    "shared",
    "shelf",
    "shows",
    "takes_gzip",
    "touching",
]
