"""Elements that stand only in one another, such as items in a list: mended where some are missing."""

import re
from collections.abc import Sequence
from itertools import groupby
from xml.etree.ElementTree import Element

from forum.lib.html.tree import Node, children, fill, made, text_in

GROUP = "div of dl"  # no element that a text may name; what it holds joins the list
PARENTS = {
    "dd": {"dl", GROUP},
    "dt": {"dl", GROUP},
    "figcaption": {"figure"},
    "li": {"ol", "ul"},
    "rp": {"ruby"},
    "rt": {"ruby"},
    "summary": {"details"},
}
WITHIN_LINES = frozenset(["rp", "rt"])
RUBY = re.compile("(?:b*(?:t|ptp))+")  # what stands below, then what is above it, maybe in parentheses


def fitting(name: str, parent: str) -> str:
    """The name of an element in a parent: that of a mere division or span where it may not stand."""
    if name == "div" and parent == "dl":
        return GROUP
    if name not in PARENTS or parent in PARENTS[name]:
        return name
    return mere(name)


def mere(name: str) -> str:
    """The name of an element that means nothing, and looks much as the other."""
    return "span" if name in WITHIN_LINES else "div"


def held(element: Element) -> list[Node]:
    """The texts and elements that an element holds, without blank texts; it stays as it is."""
    nodes = [element.text, *(node for child in element for node in (child, child.tail))]
    return [node for node in nodes if node is not None and not (isinstance(node, str) and not node.strip())]


def tag_of(node: Node) -> str:
    """The name of an element; empty for a text."""
    return "" if isinstance(node, str) else node.tag


def dissolve(element: Element, *names: str) -> None:
    """Make what stands in an element under these names mere divisions or spans."""
    for child in element:
        if child.tag in names:
            child.tag = mere(child.tag)


def items(element: Element) -> Sequence[Node]:
    """A list; what stands after an item and in none joins it, what stands before the first goes above."""
    if element.find("li") is None:
        element.tag = "div"
        return [element]
    above: list[Node] = []
    found: list[Element] = []
    for own, group in groupby(children(element), key=lambda node: tag_of(node) == "li"):
        if own:
            found += [item for item in group if not isinstance(item, str)]
        elif any(map(counts, nodes := list(group))):
            above += [] if found else [made("div", nodes)]
            join(found[-1:], nodes)
    fill(element, found)
    for item in found if element.tag == "ul" else ():
        item.attrib.pop("value", None)
    return [*above, element]


def join(last: Sequence[Element], nodes: Sequence[Node]) -> None:
    """Put what followed an item into it, apart from its words."""
    for item in last:
        lists = all(tag_of(node) in ("ol", "ul") or not counts(node) for node in nodes)
        fill(item, [*children(item), *(nodes if lists else [made("div", nodes)])])


def counts(node: Node) -> bool:
    """Whether there is anything to read, see or link to."""
    if isinstance(node, str):
        return bool(node.strip())
    return bool(text_in(node).strip()) or any(inner.tag == "img" or inner.get("id") for inner in node.iter())


def definitions(element: Element) -> Sequence[Node]:
    """A definition list; mere divisions where it holds other things, or explains nothing."""
    tags = [tag_of(node) for node in held(element)]
    if not {"dt", "dd"}.issuperset(tags) or tags[:1] == ["dd"]:
        dissolve(element, "dt", "dd")
        element.tag = "div"
    elif tags[-1:] == ["dt"]:
        element.append(made("dd"))
    return [element]


def disclosure(element: Element) -> Sequence[Node]:
    """What opens under its summary; open for good if it does not begin with one."""
    first = held(element)[:1]
    if not any(tag_of(node) == "summary" for node in first):
        element.tag = "div"
    for summary in element.findall("summary"):
        if summary not in first:
            summary.tag = "div"
    return [element]


def figure(element: Element) -> Sequence[Node]:
    """A figure with one caption, above or below all else."""
    element.set("class", "figure")
    nodes = held(element)
    edges = [node for node in [*nodes[:1], *nodes[-1:]] if tag_of(node) == "figcaption"]
    for caption in element.findall("figcaption"):
        if caption not in edges[-1:]:
            caption.tag = "div"
    return [element]


def ruby(element: Element) -> Sequence[Node]:
    """Letters with what is said above them; a mere span where that is missing or leads nowhere."""
    if not RUBY.fullmatch("".join(map(ruby_part, held(element)))):
        dissolve(element, "rp", "rt")
        element.tag = "span"
    return [element]


def ruby_part(node: Node) -> str:
    """What a node is in it: below, above, or a parenthesis, which holds words alone."""
    if isinstance(node, str):
        return "b"
    if node.tag == "rp":
        return "x" if len(node) else "p"
    return "t" if node.tag == "rt" else "b"
