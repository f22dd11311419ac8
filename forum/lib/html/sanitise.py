"""The allow-lists: what of a text's HTML reaches a page. bleach does the cutting."""

import re
from collections.abc import Iterator
from typing import Any

from bleach.html5lib_shim import Filter  # type: ignore[attr-defined]
from bleach.sanitizer import Cleaner

from forum.lib.html.characters import balanced, storable, unturned
from forum.lib.html.links import is_external, is_own_file, safe_link

REL = "nofollow ugc noopener"
TAGS = frozenset(
    """
    a blockquote br code del div em figcaption figure h3 h4 h5 h6 hr img li ol p pre s section span strong
    sup table tbody td th thead tr ul
    """.split()
)
IMPORTED_TAGS = TAGS | frozenset(
    """
    abbr b bdi caption cite dd details dfn dl dt i ins kbd mark q rp rt ruby samp small sub summary tfoot
    u var wbr
    """.split()
)
CLASSES = frozenset(
    """
    figure quote quote__by scroll table num task contains-task-list task-list-item
    footnote-ref footnotes footnotes-list footnote-item footnote-backref footnotes-sep
    """.split()
)
NUMBER = re.compile("[0-9]{1,3}")
POSITIVE = re.compile("[1-9][0-9]{0,2}")
LANGUAGE = re.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
NOTE = re.compile("fn(ref)?-[0-9a-f]{8}-[0-9]{1,5}(:[0-9]{1,5})?")
ANY = re.compile(".*", re.DOTALL)
VALUES = {
    ("a", "aria-label"): re.compile("Volver al texto"),
    ("a", "title"): ANY,
    ("abbr", "title"): ANY,
    ("dfn", "title"): ANY,
    ("div", "aria-label"): re.compile("Tabla"),
    ("div", "role"): re.compile("group"),
    ("div", "tabindex"): re.compile("0"),
    ("img", "alt"): ANY,
    ("img", "title"): ANY,
    ("li", "value"): re.compile("-?[0-9]{1,9}"),
    ("ol", "start"): re.compile("-?[0-9]{1,9}"),
    ("ol", "type"): re.compile("[1aAiI]"),
    ("span", "aria-label"): re.compile("Hecho|Pendiente"),
    ("span", "role"): re.compile("img"),
    ("td", "colspan"): POSITIVE,
    ("td", "rowspan"): NUMBER,
    ("th", "colspan"): POSITIVE,
    ("th", "rowspan"): NUMBER,
    ("th", "scope"): re.compile("(col|row)(group)?"),
    ("*", "dir"): re.compile("ltr|rtl|auto"),
    ("*", "id"): NOTE,
    ("*", "lang"): LANGUAGE,
}


def allowed(tag: str, name: str, value: str) -> bool:
    """Whether an element may carry an attribute with this value."""
    if name == "class":
        return bool(value) and set(value.split()) <= CLASSES
    if (tag, name) == ("a", "href"):
        return safe_link(value) is not None
    if (tag, name) == ("img", "src"):
        return is_own_file(value)
    values = VALUES.get((tag, name)) or VALUES.get(("*", name))
    return values is not None and values.fullmatch(value) is not None


class LastTouches(Filter):
    """What bleach leaves to us: links that lead away, pictures without address, odd characters."""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for token in Filter.__iter__(self):
            if token["type"] == "Characters":
                token["data"] = balanced(storable(token["data"]))
            if token["type"] in ("StartTag", "EmptyTag"):
                token["data"] = {name: storable(value) for name, value in token["data"].items()}
            if token.get("name") == "a" and token["type"] == "StartTag":
                mark_link(token["data"])
            elif token.get("name") == "img":
                if (None, "src") not in token["data"]:
                    continue
                token["data"] = {name: unturned(value) for name, value in token["data"].items()}
            yield token


def mark_link(attributes: dict[tuple[str | None, str], str]) -> None:
    """Give a link its cleaned address, and `rel` if it leads away."""
    address = safe_link(attributes.get((None, "href"), ""))
    if address is None:
        attributes.pop((None, "href"), None)
        return
    attributes[(None, "href")] = address
    if is_external(address):
        attributes[(None, "rel")] = REL
    if (None, "title") in attributes:
        attributes[(None, "title")] = unturned(attributes[(None, "title")])


def sanitise(html: str, tags: frozenset[str] = TAGS) -> str:
    """`html` with nothing in it that is not on the allow-list; the text of other elements stays.

    Quadratic on deep nesting and on many elements side by side: the caller bounds both.
    """
    cleaner = Cleaner(
        tags=tags,
        attributes=allowed,
        protocols={"http", "https", "mailto"},
        strip=True,
        strip_comments=True,
        filters=[LastTouches],
    )
    cleaned: str = cleaner.clean(html)
    return cleaned
