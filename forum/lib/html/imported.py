"""HTML that another program made: brought into the shape that our pages have, losing nothing a reader saw."""

from collections.abc import Iterable
from html.parser import HTMLParser
from xml.etree.ElementTree import Element

from forum.lib.html.headings import heading_levels
from forum.lib.html.links import is_own_file, safe_link
from forum.lib.html.tree import parsed, serialised

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
SELF_CLOSING = frozenset("p li td th tr dd dt option tbody thead tfoot".split())
EMBEDS = {"iframe": "src", "embed": "src", "object": "data", "video": "src", "audio": "src", "source": "src"}
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
UNSEEN = frozenset("script style noscript template head title".split())
BLOCKS = frozenset("address article aside center fieldset footer form header main nav".split())


class Depth(HTMLParser):
    """Measures how deep elements nest, without building a tree."""

    def __init__(self) -> None:
        super().__init__()
        self.open: dict[str, int] = {}
        self.depth = self.deepest = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in VOID and tag not in SELF_CLOSING:
            self.open[tag] = self.open.get(tag, 0) + 1
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)

    def handle_endtag(self, tag: str) -> None:
        if self.open.get(tag):
            self.open[tag] -= 1
            self.depth -= 1


def depth_of(html: str) -> int:
    """How deep the elements of `html` nest; unclosed ones count."""
    meter = Depth()
    meter.feed(html)
    meter.close()
    return meter.deepest


def reshaped(html: str) -> str:
    """`html` with headings under the page's own, embeds as links, foreign pictures as links, scripts gone."""
    root = parsed(html)
    lower_headings(root)
    walk(root)
    return serialised(root)


def lower_headings(root: Element) -> None:
    """Put the text's headings under those of the page."""
    headings = [element for element in root.iter() if element.tag in HEADINGS]
    under = heading_levels(element.tag for element in headings)
    for element in headings:
        element.tag = under[element.tag]


def walk(parent: Element) -> None:
    """Reshape the children of an element, then theirs."""
    for child in list(parent):
        if not isinstance(child.tag, str) or child.tag in UNSEEN:
            drop(parent, child)
            continue
        if child.tag in EMBEDS:
            to_link(parent, child, child.get(EMBEDS[child.tag]) or inner_source(child) or "")
        elif child.tag == "img":
            picture(parent, child)
        else:
            rename(child)
        walk(child)
        if child.tag == "table":
            scroll(parent, child)


def drop(parent: Element, child: Element) -> None:
    """Take a child out, and keep the text that follows it."""
    place = list(parent).index(child)
    tail = child.tail or ""
    if place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(child)


def to_link(parent: Element, child: Element, address: str) -> None:
    """Put a plain link in the place of something that would load from elsewhere."""
    safe = safe_link(address)
    link = Element("a", {"href": safe}) if safe else Element("span")
    link.text = child.get("alt") or child.get("title") or address
    link.tail = child.tail
    link.extend(child)
    parent[list(parent).index(child)] = link


def picture(parent: Element, child: Element) -> None:
    """Keep a picture of this site; make a link of another."""
    if not is_own_file(child.get("src", "")):
        to_link(parent, child, child.get("src", ""))


def inner_source(child: Element) -> str | None:
    """The address that a video or object names inside it."""
    sources: Iterable[Element] = child.iter("source")
    return next((source.get("src") for source in sources if source.get("src")), None)


def scroll(parent: Element, table: Element) -> None:
    """Have a wide table scroll inside itself, also by keyboard."""
    box = Element("div", {"class": "scroll", "tabindex": "0", "role": "group", "aria-label": "Tabla"})
    box.tail, table.tail = table.tail, None
    parent[list(parent).index(table)] = box
    box.append(table)


def rename(child: Element) -> None:
    """Make plain blocks of a page's parts, and give tables and quotes our classes."""
    if child.tag in BLOCKS:
        child.tag = "div"
    for name in ("class", "id", "style"):
        child.attrib.pop(name, None)
    classes = {"table": "table", "blockquote": "quote", "figure": "figure"}
    if child.tag in classes:
        child.set("class", classes[child.tag])
