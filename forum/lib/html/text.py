"""The text that HTML shows."""

from html.parser import HTMLParser

INLINE = frozenset("a abbr b cite code del em i ins kbd mark q s small span strong sub sup u".split())


class Reader(HTMLParser):
    """Collects what a reader sees: text, and the descriptions of pictures. Blocks are kept apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.parts.append(f" {dict(attrs).get('alt') or ''} ")
        elif tag not in INLINE:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self.parts.append(" ")


def text_of(html: str) -> str:
    """The text of sanitised HTML with single spaces, for search and summaries."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return " ".join("".join(reader.parts).split())


def summary(text: str, limit: int = 220) -> str:
    """The beginning of `text`, at most `limit` characters, cut at a word."""
    if len(text) <= limit:
        return text
    cut = text[:limit]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:.") + "…"
