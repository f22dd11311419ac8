"""HTML as a tree whose children are a list of texts and elements."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element

import html5lib

Node = str | Element


def parsed(html: str) -> Element:
    """The tree of a piece of HTML, as a browser would build it."""
    root: Element = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    return root


def serialised(root: Element) -> str:
    """The HTML of a tree."""
    html: str = html5lib.serialize(
        root, tree="etree", omit_optional_tags=False, quote_attr_values="always", alphabetical_attributes=True
    )
    return html


def children(parent: Element) -> list[Node]:
    """What an element holds: texts and elements in order. The elements lose the text that follows them."""
    found: list[Node] = [parent.text] if parent.text else []
    for child in parent:
        found.append(child)
        if child.tail:
            found.append(child.tail)
        child.tail = None
    return found


def fill(parent: Element, nodes: Iterable[Node]) -> None:
    """Make these the children of an element, instead of those it has."""
    del parent[:]
    parent.text = None
    for node in nodes:
        if not isinstance(node, str):
            parent.append(node)
        elif len(parent):
            parent[-1].tail = (parent[-1].tail or "") + node
        else:
            parent.text = (parent.text or "") + node


def made(tag: str, nodes: Iterable[Node] = (), **attributes: str) -> Element:
    """A new element that holds `nodes`."""
    element = Element(tag, attributes)
    fill(element, nodes)
    return element


def text_in(element: Element) -> str:
    """All the text in an element."""
    return "".join(element.itertext())
