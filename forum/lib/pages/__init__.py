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
    DEBATES,
    OPENED,
    PEOPLE,
    SITE,
    group_name,
    heading_name,
    hear_writes,
    nowhere,
    outdate_all,
    quietly,
    thread_name,
    touching,
)
from forum.lib.pages.showing import may_be_kept, shows

__all__ = [
    "DEBATES",
    "OPENED",
    "PEOPLE",
    "SITE",
    "Alike",
    "Key",
    "Pieces",
    "Shelf",
    "declare_hole",
    "filled",
    "group_name",
    "heading_name",
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
    "thread_name",
    "touching",
]
