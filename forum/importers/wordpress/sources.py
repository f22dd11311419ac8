"""Where a figure comes from, when the paragraph below it says so."""

from typing import TypeGuard
from xml.etree.ElementTree import Element, SubElement

from forum.lib.html.tree import Node, children, fill, text_in
from forum.lib.markdown.figures import SOURCE


def join_sources(root: Element) -> None:
    """Put a paragraph «Fuente: …» that follows a figure into its caption."""
    kept: list[Node] = []
    for node in children(root):
        if kept and is_figure(kept[-1]) and is_source(node):
            add_source(kept[-1], node)
        else:
            kept.append(node)
    fill(root, kept)


def is_figure(node: Node) -> TypeGuard[Element]:
    """Whether a node is a figure."""
    return not isinstance(node, str) and node.tag == "figure"


def is_source(node: Node) -> TypeGuard[Element]:
    """Whether a node is a paragraph that names a source."""
    return not isinstance(node, str) and node.tag == "p" and SOURCE.match(text_in(node).strip()) is not None


def add_source(figure: Element, paragraph: Element) -> None:
    """Put what a paragraph says at the end of the figure's caption."""
    caption = figure.find("figcaption")
    if caption is None:
        caption = SubElement(figure, "figcaption")
    before = children(caption)
    fill(caption, [*before, *([" "] if before else []), *children(paragraph)])
