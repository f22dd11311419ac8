"""HTML as a tree whose children are a list of texts and elements."""

import re
from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from html5lib._tokenizer import HTMLTokenizer

from forum.lib.html.limits import (
    DEEPEST_HTML,
    MOST_ATTRIBUTES,
    MOST_ELEMENTS,
    MOST_SIGNS,
    TOO_DEEP,
    TOO_MANY_ELEMENTS,
    TextRefused,
)

Node = str | Element
MARKUP = re.compile("[<&\r\0\ud800-\udfff]")  # what a parser does more with than pass on
LibrarysBuilder: Any = html5lib.getTreeBuilder("etree")


class BuiltElement(LibrarysBuilder.elementClass):
    """An element being built; the library's forgets what it puts before another, and loses it later."""

    def insertBefore(self, node: Any, refNode: Any) -> None:
        """Put a node before one that is there."""
        super().insertBefore(node, refNode)
        self._childNodes.insert(self._childNodes.index(refNode), node)


class Builder(LibrarysBuilder):
    """A tree builder that stops at a tree too deep or too large, long before it costs minutes to make.

    It counts what the parser builds, not what the text says: marks left open come back in every paragraph.
    """

    elementClass = BuiltElement
    deepest, most = 2 * DEEPEST_HTML, 2 * MOST_ELEMENTS  # of what we made: a little is added on the way

    def reset(self) -> None:
        """Begin anew."""
        self.depth = self.made = 0
        super().reset()

    def insertElementNormal(self, token: dict[str, Any]) -> Any:
        """Add an element, within bounds."""
        self.count()
        return super().insertElementNormal(token)

    def insertElementTable(self, token: dict[str, Any]) -> Any:
        """Add an element that stands between the cells of a table, within bounds."""
        self.count()
        return super().insertElementTable(token)

    def count(self) -> None:
        """Take note of one more element. Raises TextRefused."""
        self.made += 1
        self.depth = max(self.depth, len(self.openElements))
        if self.made > self.most:
            raise TextRefused(TOO_MANY_ELEMENTS)
        if self.depth > self.deepest:
            raise TextRefused(TOO_DEEP)


class StrictBuilder(Builder):
    """The same for what comes from elsewhere."""

    deepest, most = DEEPEST_HTML, MOST_ELEMENTS


class Tokenizer(HTMLTokenizer):
    """A tokenizer that stops at an element with too many attributes."""

    def attributeNameState(self) -> Any:
        """Go on reading the name of an attribute. Raises TextRefused."""
        token: Any = self.currentToken
        if len(token["data"]) > MOST_ATTRIBUTES:
            raise TextRefused(TOO_MANY_ELEMENTS)
        return super().attributeNameState()


class Parser(html5lib.HTMLParser):
    """The library's parser, with bounds to what it takes on."""

    def reset(self) -> None:
        """Begin anew; the tokenizer is there, and nothing was read yet."""
        self.tokenizer.__class__ = Tokenizer  # the library has no way to be given one
        super().reset()


def parsed(html: str, builder: type[Builder] = Builder) -> Element:
    """The tree of a piece of HTML, as a browser would build it. Raises TextRefused."""
    if not MARKUP.search(html):
        return made("DOCUMENT_FRAGMENT", [html] if html else [])
    if signs_in(html) > MOST_SIGNS:
        raise TextRefused(TOO_MANY_ELEMENTS)
    root: Element = Parser(builder, namespaceHTMLElements=False).parseFragment(html)
    return root


def parsed_within(html: str, deepest: int) -> Element | None:
    """The tree of a piece of HTML; None if its elements nest deeper than `deepest`, or it is too large.

    Depth is counted as the parser builds, not as the text says.
    """
    if not MARKUP.search(html):
        return parsed(html)
    if signs_in(html) > MOST_SIGNS:
        return None
    parser = Parser(StrictBuilder, namespaceHTMLElements=False)
    try:
        root: Element = parser.parseFragment(html)
    except TextRefused:
        return None
    return root if parser.tree.depth <= deepest else None


def signs_in(html: str) -> int:
    """How many signs there are that may begin something."""
    return html.count("<") + html.count("&")


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
