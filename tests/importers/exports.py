"""Exports to import: the project's own, and where they are at hand those of other importers' test-suites."""

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
