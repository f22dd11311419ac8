"""HTML that another program made: brought into the shape that our pages have, losing nothing a reader saw."""

import secrets
from collections.abc import Callable, Sequence
from itertools import count
from xml.etree.ElementTree import Element

from forum.lib.html.headings import heading_levels
from forum.lib.html.links import is_own_file, safe_link
from forum.lib.html.sanitise import IMPORTED_TAGS
from forum.lib.html.tree import Node, StrictBuilder, children, fill, made, parsed, serialised, text_in

EMBEDS = {"iframe": "src", "embed": "src", "object": "data", "video": "src", "audio": "src", "source": "src"}
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
UNSEEN = frozenset(["script", "style"])
BLOCKS = frozenset(
    """
    address article aside button center fieldset footer form header hgroup label legend main nav optgroup
    option search select textarea
    """.split()
)
RENAMED = {
    **dict.fromkeys(BLOCKS, "div"),
    **dict.fromkeys(["dir", "menu"], "ul"),
    **dict.fromkeys(["listing", "plaintext", "xmp"], "pre"),
    "acronym": "abbr",
    "strike": "s",
    "tt": "code",
}
PARENTS = {
    "dd": {"dl", "div"},
    "dt": {"dl", "div"},
    "figcaption": {"figure"},
    "li": {"ol", "ul"},
    "summary": {"details"},
}
CLASSES = {"blockquote": "quote", "figure": "figure", "table": "table"}


def reshaped(html: str) -> str:
    """`html` with headings under the page's own, embeds and foreign pictures as links, scripts gone.

    Raises TextRefused.
    """
    root = parsed(html, StrictBuilder)
    lower_headings(root)
    name_places(root)
    reshape(root)
    return serialised(root)


def lower_headings(root: Element) -> None:
    """Put the text's headings under those of the page."""
    headings = [element for element in root.iter() if element.tag in HEADINGS and heading(element)]
    under = heading_levels(element.tag for element in headings)
    for element in headings:
        element.tag = under[element.tag]


def name_places(root: Element) -> None:
    """Rename the places that the text itself links to, so that they are no other text's; forget the rest."""
    wanted = {link.get("href", "")[1:] for link in root.iter("a") if link.get("href", "").startswith("#")}
    prefix, numbers = f"fn-{secrets.token_hex(4)}", count(1)
    names: dict[str, str] = {}
    for element in root.iter():
        name = element.attrib.pop("id", None) or (element.tag == "a" and element.get("name"))
        if name and name in wanted and name not in names:
            names[name] = f"{prefix}-{next(numbers)}"
            element.set("id", names[name])
    for link in root.iter("a"):
        if link.get("href", "").startswith("#"):
            place = names.get(link.attrib.pop("href")[1:])
            link.attrib.update({"href": f"#{place}"} if place else {})


def reshape(parent: Element) -> None:
    """Reshape what an element holds, from the inside out."""
    nodes: list[Node] = []
    for node in children(parent):
        if isinstance(node, str):
            nodes.append(node)
        elif isinstance(node.tag, str):  # comments have none
            rename(node, parent)
            reshape(node)
            nodes.extend(SHAPES.get(node.tag, plain)(node))
    fill(parent, nodes)


def rename(element: Element, parent: Element) -> None:
    """Say with our elements what others said."""
    namespace, _, name = element.tag.rpartition("}")
    name = "drawn" if namespace and name not in SHAPES else RENAMED.get(name, name)
    element.tag = "div" if name in PARENTS and parent.tag not in PARENTS[name] else name
    element.attrib.pop("class", None)


def plain(element: Element) -> Sequence[Node]:
    """An element as it is; only what it holds, if our pages have no such element."""
    if element.tag not in IMPORTED_TAGS:
        return children(element)
    if element.tag in CLASSES:
        element.set("class", CLASSES[element.tag])
    return [element]


def drawn(element: Element) -> Sequence[Node]:
    """The words in a drawing or formula, apart from one another."""
    return [" ", *children(element), " "]


def unseen(element: Element) -> Sequence[Node]:
    """Nothing for what no reader saw."""
    return []


def heading(element: Element) -> Sequence[Node]:
    """A heading, if it says anything."""
    return [element] if text_in(element).strip() or element.find(".//img") is not None else []


def embed(element: Element) -> Sequence[Node]:
    """A link to what would load from elsewhere, and what stands in its place where it cannot."""
    address = element.get(EMBEDS[element.tag], "")
    within = [] if element.tag == "iframe" else children(element)
    return [*link_to(address, element.get("title", "")), *within]


def picture(element: Element) -> Sequence[Node]:
    """A picture of this site, or a link to another."""
    if is_own_file(element.get("src", "")):
        return [element]
    return link_to(element.get("src", ""), element.get("alt", "").strip() or element.get("title", ""))


def link_to(address: str, words: str) -> list[Node]:
    """A link, apart from its neighbours; only words, if a text may not link there."""
    safe = safe_link(address)
    shown = words.strip() or address.strip()
    if not shown or safe is None:
        return [" ", shown if not address.startswith("data:") else words, " "]
    return [" ", made("a", [shown], href=safe), " "]


def link(element: Element) -> Sequence[Node]:
    """A link with words; those that were made inside it (pictures from elsewhere) follow it as well."""
    address = safe_link(element.get("href", ""))
    if address is None:
        element.tag = "span"  # a place to link to, or nothing
        return [element] if element.get("id") else children(element)
    follow = [inner.get("href", "") for inner in element.iter("a") if inner is not element]
    for inner in element.iter("a"):
        if inner is not element:
            inner.tag = "span"
    if not says_something(element):
        fill(element, [*children(element), *([] if address.startswith("#") else [address])])
    more = [node for other in dict.fromkeys(follow) if other != address for node in link_to(other, "")]
    return [element, *more]


def says_something(element: Element) -> bool:
    """Whether there are words in an element, or a picture with a description."""
    return bool(text_in(element).strip()) or any(img.get("alt") for img in element.iter("img"))


def table(element: Element) -> Sequence[Node]:
    """A table that scrolls inside itself, also by keyboard, and whose heading cells say what they head."""
    element.set("class", "table")
    for row in element.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        along = "col" if all(cell.tag == "th" for cell in cells) else "row"
        for cell in cells:
            if cell.tag == "th":
                head(cell, along)
    box = made("div", [element], tabindex="0", role="group")
    box.set("class", "scroll")
    box.set("aria-label", "Tabla")
    return [box]


def head(cell: Element, along: str) -> None:
    """Say whether a heading cell heads a column or a row; without words it heads nothing."""
    if not says_something(cell):
        cell.tag = "td"
        cell.attrib.pop("scope", None)
    elif not cell.get("scope"):
        cell.set("scope", along)


SHAPES: dict[str, Callable[[Element], Sequence[Node]]] = {
    **dict.fromkeys(UNSEEN, unseen),
    **dict.fromkeys(HEADINGS, heading),
    **dict.fromkeys(EMBEDS, embed),
    "a": link,
    "drawn": drawn,
    "img": picture,
    "table": table,
}
