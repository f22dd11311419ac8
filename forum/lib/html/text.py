"""The text that HTML shows."""

from html.parser import HTMLParser

from forum.lib.html.characters import unturned

INLINE = frozenset(
    """
    a abbr b bdi cite code del dfn em font i ins kbd mark q rp rt ruby s samp small span strong sub sup time
    u var wbr
    """.split()
)
SIGNS = frozenset({"footnote-ref", "footnote-backref"})  # of notes: places to go to, not words


class Reader(HTMLParser):
    """Collects what a reader sees: text, and the descriptions of pictures. Blocks are kept apart."""

    def __init__(self, *, quotes: bool = True) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.within_sign: str | None = None
        self.quotes, self.depth = quotes, 0

    def show(self, text: str) -> None:
        """Collect a text, unless it is quoted and quotes are left out."""
        if self.quotes or not self.depth:
            self.parts.append(text)

    def handle_data(self, data: str) -> None:
        if not self.within_sign:
            self.show(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.depth += tag == "blockquote"
        if tag == "img":
            self.show(f" {dict(attrs).get('alt') or ''} ")
        elif tag not in INLINE:
            self.parts.append(" ")
        elif dict(attrs).get("class") in SIGNS:
            self.within_sign = tag

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "blockquote"
        if tag not in INLINE:
            self.parts.append(" ")
        elif tag == self.within_sign:
            self.within_sign = None


def text_of(html: str) -> str:
    """The text of sanitised HTML with single spaces, for search and summaries."""
    return read(Reader(), html)


def own_words(html: str) -> str:
    """The text of sanitised HTML without what it quotes; with it, if there is nothing else."""
    return read(Reader(quotes=False), html) or text_of(html)


def read(reader: Reader, html: str) -> str:
    """What `reader` collects of the HTML, with single spaces."""
    reader.feed(html)
    reader.close()
    return " ".join(unturned("".join(reader.parts)).split())


def summary(text: str, limit: int = 220) -> str:
    """The beginning of `text`, at most `limit` characters, cut at a word."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    if not text[limit - 1].isspace():
        cut = cut.rpartition(" ")[0] or cut
    return cut.rstrip(" ,;:.") + "…"
