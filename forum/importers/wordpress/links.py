"""Addresses in a text, made links."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from forum.lib.html.tree import Node, children, fill, made

ADDRESS = re.compile(r"https?://[^\s<>\"'«»]+[^\s<>\"'«».,;:!?)\]…]")
UNLINKED = frozenset({"a", "pre", "code", "script", "style", "textarea", "svg"})


def link_addresses(parent: Element) -> None:
    """Make a link of each address in the text: what WordPress embeds, and what commenters wrote."""
    if parent.tag in UNLINKED:
        return
    fill(parent, [part for node in children(parent) for part in linked(node)])
    for child in parent:
        link_addresses(child)


def linked(node: Node) -> Iterator[Node]:
    """A text with its addresses as links; an element as it is."""
    if not isinstance(node, str):
        yield node
        return
    at = 0
    for found in ADDRESS.finditer(node):
        yield node[at : found.start()]
        yield made("a", [found[0]], href=found[0])
        at = found.end()
    yield node[at:]
