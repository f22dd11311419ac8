"""The part of a text that shows why it was found, with the words marked."""

from collections.abc import Iterable

from markupsafe import Markup, escape

from forum.lib.slugs import fold
from forum.search.analysis import Term, term_texts, terms
from forum.search.query import Node, Prefix, words_of

LENGTH = 240
LOOKED_AT = 20_000  # characters of a text; the rest is not worth the wait
BEFORE = 60  # characters of context before the first word


class Marker:
    """Marks the words of a query in texts."""

    def __init__(self, words: Node | None) -> None:
        found = list(words_of(words))
        self.texts = {text for word in found for text in term_texts(word.text)}
        self.starts = tuple(fold(word.text) for word in found if isinstance(word, Prefix))

    def hits(self, text: str) -> list[Term]:
        """Where the query's words stand in `text`."""
        return [term for term in terms(text) if self.is_hit(term, text)]

    def is_hit(self, term: Term, text: str) -> bool:
        if term.text in self.texts:
            return True
        return bool(self.starts) and fold(text[term.start : term.end]).startswith(self.starts)

    def marked(self, text: str) -> Markup:
        """`text` with the words marked, safe for a page."""
        return mark(text, self.hits(text))

    def excerpt(self, text: str) -> Markup:
        """The stretch of `text` with the most different words, marked; its beginning if there is none."""
        looked_at = text[:LOOKED_AT]
        hits = self.hits(looked_at)
        start = best_start(hits)
        start, end = widened(looked_at, start)
        part = looked_at[start:end]
        inside = [
            Term(hit.text, hit.start - start, hit.end - start)
            for hit in hits
            if hit.start >= start and hit.end <= end
        ]
        before, after = "… " if start else "", " …" if end < len(text) else ""
        return Markup(before) + mark(part, inside) + Markup(after)


def best_start(hits: list[Term]) -> int:
    """Where the stretch begins that holds the most different words."""
    best, most = 0, 0
    for i, first in enumerate(hits):
        inside = {hit.text for hit in hits[i : i + 30] if hit.end <= first.start + LENGTH - BEFORE}
        if len(inside) > most:
            best, most = first.start, len(inside)
    return best


def widened(text: str, start: int) -> tuple[int, int]:
    """A stretch around `start`, cut at words."""
    begin = max(0, start - BEFORE)
    if begin:
        begin = text.find(" ", begin, start) + 1 or start
    end = begin + LENGTH
    if end < len(text):
        end = max(text.rfind(" ", start, end), min(start + 1, len(text)))
    return begin, min(end, len(text))


def mark(text: str, hits: Iterable[Term]) -> Markup:
    """`text` escaped, with `<mark>` around the hits."""
    parts, place = [], 0
    for hit in hits:
        parts += [escape(text[place : hit.start]), Markup("<mark>"), escape(text[hit.start : hit.end])]
        parts.append(Markup("</mark>"))
        place = hit.end
    return Markup("").join([*parts, escape(text[place:])])
