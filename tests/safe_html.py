"""Whether a piece of HTML is safe on our pages: told by a browser's parser and lists of its own.

Nothing here comes from the sanitiser, so that a mistake there is not made here as well.
"""

import re
from collections.abc import Iterator
from xml.dom.minidom import Node

import html5lib

HTML = "http://www.w3.org/1999/xhtml"
WRITTEN = set(
    "a blockquote br code del div em figcaption figure h3 h4 h5 h6 hr img li ol p pre s section span strong "
    "sup table tbody td th thead tr ul".split()
)
IMPORTED = WRITTEN | set(
    "abbr b bdi caption cite dd details dfn dl dt i ins kbd mark q rp rt ruby samp small sub summary tfoot "
    "u var wbr".split()
)
ANYWHERE = {"class", "dir", "id", "lang"}
ATTRIBUTES = {
    "a": {"aria-label", "href", "rel", "title"},
    "abbr": {"title"},
    "dfn": {"title"},
    "div": {"aria-label", "role", "tabindex"},
    "img": {"alt", "src", "title"},
    "li": {"value"},
    "ol": {"start", "type"},
    "span": {"aria-label", "role"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
CLASSES = set(
    "contains-task-list figure footnote-backref footnote-item footnote-ref footnotes footnotes-list "
    "footnotes-sep num quote quote__by scroll table task task-list-item".split()
)
EMBEDDINGS, ISOLATES = "\u202a\u202b\u202d\u202e", "\u2066\u2067\u2068"


def faults(html: str, tags: set[str] = WRITTEN) -> list[str]:
    """What is wrong with `html`; nothing if a page can show it."""
    page = html5lib.parse(f"<article><div>{html}</div></article><aside>x</aside>", treebuilder="dom")
    page.normalize()
    body = page.getElementsByTagName("body")[0].childNodes
    if [(node.nodeName, len(node.childNodes)) for node in body] != [("article", 1), ("aside", 1)]:
        return ["leaves the element around it"]
    ids = re.findall(r'\bid="([^"]*)"', html)
    found = ["an id twice"] if len(ids) != len(set(ids)) else []
    return [*found, *faults_in(body[0].firstChild, tags)]


def faults_in(parent: Node, tags: set[str]) -> Iterator[str]:
    """What is wrong with all that stands in a node."""
    for node in parent.childNodes:
        if node.nodeType == Node.TEXT_NODE:
            yield from ["a change of direction that does not end"] if open_turns(node.data) else []
        elif node.nodeType != Node.ELEMENT_NODE:
            yield f"node {node}"
        elif node.namespaceURI != HTML or node.localName not in tags:
            yield f"element {node.localName}"
        else:
            yield from faults_of(node, node.localName, dict(node.attributes.items()))
            yield from faults_in(node, tags)


def faults_of(element: Node, tag: str, attributes: dict[str, str]) -> Iterator[str]:
    """What is wrong with the attributes of an element."""
    for name, value in attributes.items():
        if name not in ANYWHERE | ATTRIBUTES.get(tag, set()):
            yield f"attribute {name} of {tag}"
        if name == "class" and not set(value.split()) <= CLASSES:
            yield f"class {value}"
        if name == "id" and not re.fullmatch(r"fn(ref)?-[0-9a-f]{8}-\d+(:\d+)?", value):
            yield f"id {value}"
        if name in ("alt", "title") and re.search(f"[{EMBEDDINGS}{ISOLATES}]", value):
            yield f"{name} changes direction"
    if tag == "img" and not re.fullmatch(r"(/[\w-]+)*/files/[\w-]+(\.[\w-]+)+", attributes.get("src", "")):
        yield f"picture {attributes.get('src')}"
    if "href" in attributes:
        yield from faults_of_link(attributes["href"], attributes.get("rel"))


def faults_of_link(href: str, rel: str | None) -> Iterator[str]:
    """What is wrong with where a link leads, as a browser reads it."""
    address = re.sub("[\t\n\r]", "", href).strip("".join(map(chr, range(0x21))))
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", address, re.IGNORECASE)
    if scheme and scheme[1].lower() not in ("http", "https", "mailto"):
        yield f"scheme {scheme[1]}"
    if not scheme and address[:1] not in ("/", "#"):
        yield f"address {address}"
    leads_away = bool(scheme) or re.match(r"[/\\]{2}", address) is not None
    if leads_away != (rel == "nofollow ugc noopener"):
        yield f"rel of {address}"


def open_turns(words: str) -> int:
    """How many changes of direction in a text are left open."""
    stack = ""
    for char in words:
        if char in EMBEDDINGS + ISOLATES:
            stack += char
        elif char == "\u202c" and stack[-1:] and stack[-1] in EMBEDDINGS:
            stack = stack[:-1]
        elif char == "\u2069":
            stack = stack[: max(map(stack.rfind, ISOLATES))] if set(stack) & set(ISOLATES) else stack
    return len(stack)
