"""Sanitised HTML as the Markdown that people write here, so that what was imported can be gone on with."""

import re
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from forum.lib.html.tree import Node, children, parsed, text_in

SPECIAL = re.compile(r"([\\`*_\[\]<>~]|&(?=#?\w+;))")
LINE_START = re.compile(r"^([ \t]*)(?:([#>+=-])|(\d{1,9})([.)]))(?=[ \t]|$|[#>+=-])", re.MULTILINE)
MARKS = {"em": "*", "i": "*", "strong": "**", "b": "**", "del": "~~", "s": "~~"}
HOLDERS = frozenset(["div", "section", "figure", "details", "summary", "figcaption", "dl", "dt", "dd"])


def to_markdown(html: str) -> str:
    """Markdown that says what `html` says: its words, links, headings, lists, quotes and tables."""
    return "\n\n".join(blocks(parsed(html))) + "\n"


def blocks(parent: Element) -> Iterator[str]:
    """The blocks in an element, as Markdown; what stands between them makes paragraphs."""
    line: list[str] = []
    for node in children(parent):
        if isinstance(node, str) or node.tag not in BLOCKS:
            line.append(inline(node))
            continue
        yield from paragraph(line)
        line = []
        yield from filter(None, BLOCKS[node.tag](node))
    yield from paragraph(line)


def paragraph(line: list[str]) -> Iterator[str]:
    """A paragraph of what was said inline, if that is anything."""
    text = "".join(line).strip()
    if text:
        yield LINE_START.sub(escape_start, text)


def escape_start(found: re.Match[str]) -> str:
    """What would begin a heading, quote or list, as text."""
    return f"{found[1]}\\{found[2]}" if found[2] else f"{found[1]}{found[3]}\\{found[4]}"


def inline(node: Node) -> str:
    """Text and what marks it."""
    if isinstance(node, str):
        return SPECIAL.sub(r"\\\1", re.sub(r"\s+", " ", node))
    if node.tag == "br":
        return "\\\n"
    if node.tag == "img":
        return f"![{inline(node.get('alt', ''))}]({node.get('src', '')})"
    if node.tag in ("code", "kbd"):
        return code_span(text_in(node))
    inner = "".join(map(inline, children(node)))
    if node.tag == "a" and node.get("href"):
        return link(inner, node.get("href", ""))
    return marked(inner, MARKS.get(node.tag, ""))


def marked(inner: str, mark: str) -> str:
    """`inner` between marks, with its outer spaces outside them."""
    text = inner.strip()
    if not text or not mark or "\\\n" in text:
        return inner
    before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
    return f"{before}{mark}{text}{mark}{after}"


def code_span(text: str) -> str:
    """Program text inside a line."""
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    pad = " " if "`" in text else ""
    return f"{fence}{pad}{' '.join(text.split())}{pad}{fence}" if text.strip() else ""


def link(text: str, address: str) -> str:
    """A link; one that shows its own address is written once."""
    target = re.sub(r"[\s<>()]", lambda found: f"%{ord(found[0]):02X}", address)
    return f"<{target}>" if text.replace("\\", "") == address == target else f"[{text.strip()}]({target})"


def heading(element: Element) -> Iterator[str]:
    """Headings: what our pages show as h3 is a text's first level."""
    text = " ".join("".join(map(inline, children(element))).replace("\\\n", " ").split())
    yield f"{'#' * max(1, int(element.tag[1]) - 2)} {text}" if text else ""


def items(element: Element) -> Iterator[str]:
    """A list, with what its items hold."""
    rows = []
    for number, item in enumerate(element, int(element.get("start", "1"))):
        sign = f"{number}. " if element.tag == "ol" else "- "
        rows.append(sign + indented("\n\n".join(blocks(item)), " " * len(sign)))
    yield "\n".join(rows)


def indented(text: str, margin: str) -> str:
    """`text` with `margin` before every line but the first."""
    return text.replace("\n", f"\n{margin}").replace(f"\n{margin}\n", "\n\n")


def quote(element: Element) -> Iterator[str]:
    """A quotation."""
    yield "> " + "\n\n".join(blocks(element)).replace("\n", "\n> ")


def verbatim(element: Element) -> Iterator[str]:
    """Program text, as it is."""
    for break_here in element.iter("br"):
        break_here.text = "\n"
    text = text_in(element).strip("\n")
    fence = "`" * max(3, max(map(len, re.findall("`+", text)), default=0) + 1)
    yield f"{fence}\n{text}\n{fence}"


def rule(element: Element) -> Iterator[str]:
    """A line across the page."""
    yield "---"


def table(element: Element) -> Iterator[str]:
    """A table; the first row is its head."""
    rows = [[cell(column) for column in row if column.tag in ("td", "th")] for row in element.iter("tr")]
    rows = [row for row in rows if row]
    if not rows:
        return
    width = max(map(len, rows))
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
    yield "\n".join([lines[0], f"|{' --- |' * width}", *lines[1:]])


def cell(column: Element) -> str:
    """What a cell says, on one line."""
    return " ".join(" ".join(blocks(column)).replace("\\\n", " ").split()).replace("|", "\\|")


Writer = Callable[[Element], Iterator[str]]
BLOCKS: dict[str, Writer] = {
    **dict.fromkeys(("h3", "h4", "h5", "h6"), heading),
    **dict.fromkeys(("ul", "ol"), items),
    **dict.fromkeys(HOLDERS, blocks),
    "p": blocks,
    "blockquote": quote,
    "pre": verbatim,
    "hr": rule,
    "table": table,
}
