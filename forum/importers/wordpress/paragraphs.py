"""Paragraphs and line breaks where WordPress makes them while it shows a text: at blank lines, line ends."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from xml.etree.ElementTree import Element

from forum.lib.html.tree import Node, children, fill, made

BLANK = re.compile(r"\n\s*\n")
BLOCK_NAMES = """
address article aside blockquote center dd details dialog div dl dt fieldset figcaption figure footer form
h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul
"""
HOLDER_NAMES = "article aside blockquote center dd details div footer form header li main section td th"
BLOCKS = frozenset(BLOCK_NAMES.split())
HOLDERS = frozenset(HOLDER_NAMES.split())
ROWS = frozenset({"colgroup", "dl", "ol", "table", "tbody", "tfoot", "thead", "tr", "ul"})
VERBATIM = frozenset({"pre", "script", "style", "svg", "math", "textarea", "iframe"})


def lay_out(root: Element, *, everywhere: bool) -> None:
    """Make the paragraphs of a text: `everywhere` in a classic one, else only of what stands in no block."""
    paragraphs = flow(root, always=True)
    for child in root if everywhere else paragraphs:
        lay_out_within(child)


def lay_out_within(element: Element) -> None:
    """Make paragraphs and line breaks inside an element, and in what it holds."""
    if element.tag in VERBATIM:
        return
    if element.tag in HOLDERS:
        flow(element, always=element.tag == "blockquote")
    if element.tag not in ROWS:
        fill(element, broken(children(element), inside_block=element.tag in BLOCKS))
    for child in element:
        lay_out_within(child)


def flow(parent: Element, *, always: bool) -> list[Element]:
    """Put what stands between blocks into paragraphs, and give those; a single one only if `always`."""
    nodes: list[Node] = []
    paragraphs: list[Element] = []
    for block, run in groupby(children(parent), key=is_block):
        if block:
            nodes.extend(run)
            continue
        parts = [part for part in map(trimmed, parts_of(run)) if part]
        if always or len(parts) > 1:
            new = [made("p", part) for part in parts]
            nodes.extend(new)
            paragraphs.extend(new)
        else:
            nodes.extend(node for part in parts for node in part)
    fill(parent, nodes)
    return paragraphs


def is_block(node: Node) -> bool:
    """Whether a node is a block, or holds one."""
    return not isinstance(node, str) and any(inner.tag in BLOCKS for inner in node.iter())


def parts_of(run: Iterable[Node]) -> Iterator[list[Node]]:
    """What stands between the blank lines of a run of text and inline elements."""
    part: list[Node] = []
    for node in run:
        if not isinstance(node, str):
            part.append(node)
            continue
        first, *rest = BLANK.split(node)
        part.append(first)
        for piece in rest:
            yield part
            part = [piece]
    yield part


def trimmed(part: list[Node]) -> list[Node]:
    """The part without space at its ends; nothing if it is only space."""
    if part and isinstance(part[0], str):
        part[0] = part[0].lstrip()
    if part and isinstance(part[-1], str):
        part[-1] = part[-1].rstrip()
    return [node for node in part if not isinstance(node, str) or node]


def broken(nodes: list[Node], *, inside_block: bool) -> Iterator[Node]:
    """The nodes with a line break for each line end, except beside a block or another break."""
    for i, node in enumerate(nodes):
        if not isinstance(node, str):
            yield node
            continue
        if starts_line(nodes[i - 1]) if i else inside_block:
            node = node.lstrip("\n\t ")
        if starts_line(nodes[i + 1]) if i + 1 < len(nodes) else inside_block:
            node = node.rstrip("\n\t ")
        first, *rest = node.split("\n")
        yield first.rstrip(" \t") if rest else first
        for line in rest:
            yield made("br")
            yield line.lstrip(" \t")


def starts_line(node: Node) -> bool:
    """Whether what stands beside this node is on a line of its own anyway."""
    return is_block(node) or (not isinstance(node, str) and node.tag == "br")
