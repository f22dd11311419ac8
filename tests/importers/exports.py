"""Exports to import: the project's own, and where they are at hand those of other importers' test-suites."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from tests.corpora import OWN, files

TOWN_HALL = OWN / "wordpress/ayuntamiento.xml"
OLD = OWN / "wordpress/antigua.xml"
EVERY = files("wordpress", "*.xml")

BEGINNING = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/1.2/"><channel>
  <title>Prueba</title><link>https://prueba.example</link><wp:wxr_version>1.2</wp:wxr_version>"""
END = "</channel></rss>"


def export_of(*items: str) -> bytes:
    """An export with these items."""
    return "\n".join([BEGINNING, *items, END]).encode()


def item(number: int = 1, content: str = "Un texto.", *inside: str, **fields: str) -> str:
    """A published post, or what the fields say."""
    values = {
        "title": f"Entrada {number}",
        "dc:creator": "marta",
        "content:encoded": content,
        "wp:post_id": str(number),
        "wp:post_date_gmt": "2012-05-01 10:00:00",
        "wp:status": "publish",
        "wp:post_type": "post",
        **{name.replace("wp_", "wp:"): text for name, text in fields.items()},
    }
    said = [f"<{name}><![CDATA[{text}]]></{name}>" for name, text in values.items()]
    return f"<item>{''.join([*said, *inside])}</item>"


def comment(number: int, content: str = "Un comentario.", **fields: str) -> str:
    """An approved comment, or what the fields say."""
    values = {
        "id": str(number),
        "author": "Rosa",
        "date_gmt": f"2012-05-02 10:{number % 60:02}:00",
        "content": content,
        "approved": "1",
        **fields,
    }
    said = [f"<wp:comment_{name}><![CDATA[{text}]]></wp:comment_{name}>" for name, text in values.items()]
    return f"<wp:comment>{''.join(said)}</wp:comment>"


class Seen(HTMLParser):
    """The text that a reader of a piece of HTML sees; written apart from the forum's own."""

    UNSEEN = ("script", "style", "iframe", "noscript")
    WITHIN_WORDS = tuple("a abbr b code em i q s span strong sub sup tt u".split())

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.hidden += tag in self.UNSEEN
        if tag not in self.WITHIN_WORDS:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in self.UNSEEN
        if tag not in self.WITHIN_WORDS:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def words_seen(html: str) -> Iterator[str]:
    """The words that a reader of a WordPress text sees: no block comments, no names of shortcodes."""
    text = re.sub(r"<!--.*?-->", " ", html, flags=re.DOTALL)
    text = re.sub(r"\[/?(?:caption|gallery|audio)\b[^\]]*\]", " ", text)
    seen = Seen()
    seen.feed(text)
    seen.close()
    return iter(re.findall(r"\w+", "".join(seen.parts)))
