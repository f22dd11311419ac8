"""HTML that another program made: brought into the shape that our pages have, losing nothing a reader saw."""

from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element

from forum.lib.html.imported.families import definitions, disclosure, figure, fitting, items, ruby
from forum.lib.html.imported.links import EMBEDS, embed, link, picture
from forum.lib.html.imported.places import HEADINGS, heading, lower_headings, name_places
from forum.lib.html.imported.tables import table
from forum.lib.html.sanitise import IMPORTED_TAGS
from forum.lib.html.tree import Node, StrictBuilder, children, fill, parsed, serialised

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


def reshaped(html: str) -> str:
    """`html` with headings under the page's own, embeds and foreign pictures as links, scripts gone.

    Raises TextRefused.
    """
    root = parsed(html, StrictBuilder)
    lower_headings(root)
    name_places(root)
    reshape(root)
    return serialised(root)


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
    element.tag = fitting(name, parent.tag)
    element.attrib.pop("class", None)


def plain(element: Element) -> Sequence[Node]:
    """An element as it is; only what it holds, if our pages have no such element."""
    return [element] if element.tag in IMPORTED_TAGS else children(element)


def quotation(element: Element) -> Sequence[Node]:
    """A quotation, looking like our own."""
    element.set("class", "quote")
    return [element]


def drawn(element: Element) -> Sequence[Node]:
    """The words in a drawing or formula, apart from one another."""
    return [" ", *children(element), " "]


def unseen(element: Element) -> Sequence[Node]:
    """Nothing for what no reader saw."""
    return []


SHAPES: dict[str, Callable[[Element], Sequence[Node]]] = {
    **dict.fromkeys(UNSEEN, unseen),
    **dict.fromkeys(HEADINGS, heading),
    **dict.fromkeys(EMBEDS, embed),
    **dict.fromkeys(["ol", "ul"], items),
    "a": link,
    "blockquote": quotation,
    "details": disclosure,
    "dl": definitions,
    "drawn": drawn,
    "figure": figure,
    "img": picture,
    "ruby": ruby,
    "table": table,
}
