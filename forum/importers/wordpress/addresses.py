"""Addresses of a WordPress site in the one form in which they are kept and looked up.

What is kept is the part after the site's own address: folded, without slashes around it. `?p=7` stands for
the three ways of asking for an item by number, `category/slug`, `tag/slug` and `author/slug` for archives.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import parse_qsl, unquote, urlsplit

from forum.importers.models import LONGEST_PATH
from forum.importers.wordpress.folder import fold, original

NUMBERED = ("p", "page_id", "attachment_id")
ARCHIVES = {"cat": "?cat={}", "author": "?author={}", "tag": "tag/{}", "author_name": "author/{}"}
ASKING = frozenset([*NUMBERED, *ARCHIVES, "category_name", "feed", "m"])
BASES = {"category": "category", "categoria": "category", "tag": "tag", "etiqueta": "tag"}
PEOPLE = {"author": "author", "autor": "author"}
ARCHIVE = re.compile(rf"(?:index\.php/)?({'|'.join([*BASES, *PEOPLE])})/(?:.*/)?([^/]+)")
FEED = re.compile(r"(?:(.*?)/)??(?:comments/)?feed(?:/(?:rss2?|rdf|atom|feed))?")
OLD_FEED = re.compile(r"wp-(?:rss2?|rdf|atom|feed|commentsrss2)\.php")
MORE = re.compile(r"(.*?)/?(?:page/\d+|comment-page-\d+|embed|trackback|amp|(?<=/)\d+)")
DATE = re.compile(
    r"(?:.*/)?([12]\d{3})(?:/(\d{1,2}))?(?:/(\d{1,2}))?|(?:index\.php)?\?m=(\d{4})(\d\d)?(\d\d)?"
)
PAGED = re.compile(r"(?:^|/)page/\d+$")
HOME = ("", "index.php")


def folded(path: str) -> str:
    """A path or address as it is compared: decoded, in small letters, without slashes at its ends."""
    return re.sub("/{2,}", "/", fold(unquote(path, errors="replace").replace("\0", "")))


def below(site_path: str, path: str) -> str | None:
    """The part of a folded path after the site's own; None if it is not beneath it."""
    if not site_path:
        return path
    return path[len(site_path) + 1 :] if f"{path}/".startswith(f"{site_path}/") else None


def recorded(address: str, site_path: str) -> str | None:
    """A recorded address as it is kept; None for what cannot be."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    path = below(site_path, folded(parts.path))
    if path is None or not parts.netloc:
        return None
    kept = path + query_of(parse_qsl(parts.query))
    return kept if kept and len(kept) <= LONGEST_PATH else None


def query_of(pairs: Iterable[tuple[str, str]]) -> str:
    """A query in the order of its names; an item's number as `?p=`."""
    said = sorted(("p" if name in NUMBERED else name, folded(value)) for name, value in pairs)
    return "?" + "&".join(f"{name}={value}" for name, value in said) if said else ""


def possible(path: str, pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The forms under which what is asked for may be kept, the nearest first; `path` is folded."""
    said = dict(pairs)
    if pairs:
        yield path + query_of(pairs)
    if path in HOME:
        yield from (f"?p={folded(said[name])}" for name in NUMBERED if said.get(name))
        yield from (form.format(folded(said[name])) for name, form in ARCHIVES.items() if said.get(name))
        if said.get("category_name"):
            yield f"category/{folded(said['category_name']).rpartition('/')[2]}"
        return
    while path:
        yield path
        if archive := ARCHIVE.fullmatch(path):
            yield f"{(BASES | PEOPLE)[archive[1]]}/{archive[2]}"
        if original(path) != path:
            yield original(path)
        shorter = MORE.fullmatch(path)
        path = shorter[1] if shorter else ""


def without_feed(path: str, pairs: Sequence[tuple[str, str]]) -> tuple[str, bool]:
    """The path that a feed is of, and whether it was a feed at all."""
    if OLD_FEED.fullmatch(path):
        return "", True
    if found := FEED.fullmatch(path):
        return found[1] or "", True
    return path, any(name == "feed" for name, _ in pairs)


def unpaged(path: str) -> str:
    """The first page of a list."""
    return PAGED.sub("", path)


def date_in(path: str, pairs: Sequence[tuple[str, str]]) -> str | None:
    """The year, month or day of a date archive, as a search says it: `2012-05`."""
    month = dict(pairs).get("m", "") if path in HOME else ""
    found = DATE.fullmatch(f"?m={month}" if month else path)
    if found is None:
        return None
    return "-".join(part.zfill(2) for part in found.groups() if part)
