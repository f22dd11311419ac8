"""Tables whose parts stand in order, with headings that say what they head."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from forum.lib.html.imported.links import says_something
from forum.lib.html.tree import Node, children, fill, made


def table(element: Element) -> Sequence[Node]:
    """A table that scrolls inside itself, also by keyboard, and whose heading cells say what they head."""
    element.set("class", "table")
    put_in_order(element)
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


def put_in_order(table: Element) -> None:
    """Put captions first, as one; a head below rows, or a foot above some, is rows like others."""
    parts = [child for child in table if child.tag != "caption"]
    misplaced = [part for part in parts[1:] if part.tag == "thead"]
    misplaced += [part for part in parts[:-1] if part.tag == "tfoot"]
    for part in misplaced:
        part.tag = "tbody"
    captions = table.findall("caption")
    for other in captions[1:]:
        fill(captions[0], [*children(captions[0]), " ", *children(other)])
    rest = [node for node in children(table) if node not in captions]
    fill(table, [*captions[:1], *rest])
