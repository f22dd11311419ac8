"""The allow-list: what of a text's HTML reaches a page. bleach does the cutting."""

from collections.abc import Iterator
from typing import Any

from bleach.html5lib_shim import Filter  # type: ignore[attr-defined]
from bleach.sanitizer import Cleaner

from forum.lib.html.links import is_external, is_own_file, safe_link

REL = "nofollow ugc noopener"
TAGS = frozenset(
    """
    a abbr b blockquote br cite code dd del details div dl dt em figcaption figure h3 h4 h5 h6 hr i img
    ins kbd li mark ol p pre q s section small span strong sub summary sup table tbody td tfoot th thead
    tr u ul
    """.split()
)
CLASSES = frozenset(
    """
    figure quote quote__by scroll table num task contains-task-list task-list-item footnote-ref
    footnotes footnotes-list footnote-item footnote-backref footnotes-sep source
    """.split()
)
PLAIN = {
    "abbr": {"title"},
    "div": {"tabindex", "role", "aria-label"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
VALUES = {
    "tabindex": {"0"},
    "role": {"group"},
    "scope": {"col", "row", "colgroup", "rowgroup"},
    "rel": {REL},
}


def allowed(tag: str, name: str, value: str) -> bool:
    """Whether an element may carry an attribute with this value."""
    if name == "class":
        return bool(value) and set(value.split()) <= CLASSES
    if name == "id":
        return value.startswith(("fn-", "fnref-"))
    if tag == "a" and name == "href":
        return safe_link(value) is not None
    if tag == "img":
        return name in ("alt", "title") or (name == "src" and is_own_file(value))
    if name in ("colspan", "rowspan", "start"):
        return name in PLAIN.get(tag, ()) and value.isdecimal() and len(value) < 5
    return name in PLAIN.get(tag, ()) and value in VALUES.get(name, {value})


class LinkFilter(Filter):
    """Marks links to other sites, writes each address as it was checked, and drops pictures without one."""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for token in Filter.__iter__(self):
            if token.get("name") == "a" and token["type"] == "StartTag":
                mark_link(token["data"])
            if token.get("name") == "img" and (None, "src") not in token.get("data", {}):
                continue
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


def sanitise(html: str) -> str:
    """`html` with nothing in it that is not on the allow-list; the text of other elements stays.

    Quadratic on deep nesting: the caller bounds that.
    """
    cleaner = Cleaner(
        tags=TAGS,
        attributes=allowed,
        protocols={"http", "https", "mailto"},
        strip=True,
        strip_comments=True,
        filters=[LinkFilter],
    )
    cleaned: str = cleaner.clean(html)
    return cleaned
