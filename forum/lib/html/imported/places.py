"""Places in a text: its headings, and what its own links lead to."""

import secrets
from collections.abc import Sequence
from itertools import count
from xml.etree.ElementTree import Element

from forum.lib.html.headings import heading_levels
from forum.lib.html.tree import Node, text_in

HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())


def lower_headings(root: Element) -> None:
    """Put the text's headings under those of the page."""
    headings = [element for element in root.iter() if element.tag in HEADINGS and heading(element)]
    levels = heading_levels([element.tag for element in headings])
    for element, level in zip(headings, levels, strict=True):
        element.tag = level


def heading(element: Element) -> Sequence[Node]:
    """A heading, if it says anything."""
    return [element] if text_in(element).strip() or element.find(".//img") is not None else []


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
