"""Plain text in a page: its paragraphs, with links for the addresses in it."""

import re
from collections.abc import Iterator

from flask import Flask
from markupsafe import Markup, escape

from forum.lib.html.links import safe_link
from forum.lib.html.sanitise import REL
from forum.lib.markdown.links import Addresses

addresses = Addresses()
BLANK = re.compile(r"\n\s*\n")
LINE = Markup("<br>\n")
LINK = Markup(f'<a href="{{}}" rel="{REL}">{{}}</a>')
PARAGRAPH = Markup("<p>{}</p>\n")


def paragraphs(text: str) -> Markup:
    """`text` as HTML: a paragraph after each blank line, its lines kept, its addresses to be clicked."""
    blocks = BLANK.split(text.replace("\r\n", "\n").strip())
    return Markup("").join(PARAGRAPH.format(lines(block)) for block in blocks if block)


def lines(block: str) -> Markup:
    """The lines of a paragraph."""
    return LINE.join(Markup("").join(with_links(line)) for line in block.split("\n"))


def with_links(line: str) -> Iterator[Markup]:
    """A line in pieces: what is an address that a text may link to, and what stands between."""
    end = 0
    for found in addresses.match(line) or ():
        address = safe_link(found.url)
        if address is not None:
            yield escape(line[end : found.index])
            yield LINK.format(address, found.text)
            end = found.last_index
    yield escape(line[end:])


def init_plain(app: Flask) -> None:
    """Let templates ask for `text|paragraphs`."""
    app.add_template_filter(paragraphs)
