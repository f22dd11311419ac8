"""The part of a text that shows why it was found, with the words marked."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from markupsafe import Markup, escape

from forum.search.analysis import LONGEST, WORD, Term, folded, reading, sought, term_at
from forum.search.query import Node, Prefix, words_of

LENGTH = 240
LOOKED_AT = 20_000  # characters of a text; the rest is not worth the wait
BEFORE = 60  # characters of context before the first word
ENOUGH = 60  # hits that are looked at to find the best stretch


class Marker:
    """Marks the words of a query in texts: those of a phrase where they stand together.

    `language`: that of the page, in which the query is read first.
    """

    def __init__(self, words: Node | None, language: str = "es") -> None:
        found = list(words_of(words))
        rows = [row for word in found for row in sought(word.text, language).rows]
        self.texts = frozenset(text for row in rows if len(row) == 1 for text in row[0])
        self.rows = [row for row in rows if len(row) > 1]
        self.starts = tuple(folded(word.text) for word in found if isinstance(word, Prefix))
        self.reach = max((len(row) for row in rows), default=0)
        self.only_stop_words = bool(found) and not self.reach
        self.wanted = self.texts.union(*(place for row in self.rows for place in row))
        self.remembered: dict[tuple[str, str], list[Term]] = {}

    def hits(self, text: str, language: str = "es") -> list[Term]:
        """Where the query's words stand in `text`, the first of them; `language` is that of the text."""
        if (text, language) not in self.remembered:
            found = islice(self.all_hits(text, language), ENOUGH) if self.reach else ()
            self.remembered[text, language] = list(found)
        return self.remembered[text, language]

    def all_hits(self, text: str, language: str) -> Iterator[Term]:
        """Where the query's words stand, in order. Nearly all words are told from theirs at a glance."""
        recent: deque[Term] = deque(maxlen=self.reach)
        for found in WORD.finditer(text):
            may_be = reading(found[0][:LONGEST], found.lastgroup, language)
            if not may_be.terms:
                continue
            starts = bool(self.starts) and may_be.folded.startswith(self.starts)
            if not starts and self.wanted.isdisjoint(may_be.terms):
                recent.clear()
            elif (term := term_at(found, language)) is not None:
                recent.append(term)
                hit = self.row_ending(recent) or (term if starts or has(term, self.texts) else None)
                if hit is not None:
                    yield hit

    def row_ending(self, recent: Sequence[Term]) -> Term | None:
        """The words of a phrase, as one, if the last terms are they."""
        for row in self.rows:
            if not has(recent[-1], row[-1]):  # nearly always
                continue
            last = list(recent)[-len(row) :]
            if len(last) == len(row) and all(map(has, last, row)):
                return Term(" ".join(term.text for term in last), last[0].start, last[-1].end)
        return None

    def marked(self, text: str, language: str = "es") -> Markup:
        """`text` with the words marked, safe for a page."""
        return mark(text, self.hits(text, language))

    def excerpt(self, text: str, language: str = "es") -> Markup:
        """The stretch of `text` with the most different words, marked; its beginning if there is none."""
        hits = self.hits(text, language)
        start, end = widened(text, best_start(hits))
        part = text[start:end]
        inside = [
            Term(hit.text, hit.start - start, hit.end - start)
            for hit in hits
            if hit.start >= start and hit.end <= end
        ]
        before, after = "… " if start else "", " …" if end < len(text) else ""
        return Markup(before) + mark(part, inside) + Markup(after)


def has(term: Term, place: frozenset[str]) -> bool:
    """Whether a word of a text is one that is looked for at a place."""
    return term.text in place or not place.isdisjoint(term.also)


def best_start(hits: list[Term]) -> int:
    """Where the stretch begins that holds the most different words."""
    best, most = 0, 0
    for i, first in enumerate(hits):
        inside = {hit.text for hit in hits[i : i + 30] if hit.end <= first.start + LENGTH - BEFORE}
        if len(inside) > most:
            best, most = first.start, len(inside)
    return best


def widened(text: str, start: int) -> tuple[int, int]:
    """A stretch around `start`, cut at words; a short text as a whole."""
    if len(text) <= LENGTH + BEFORE:
        return 0, len(text)
    begin = max(0, start - BEFORE)
    if begin:
        begin = text.find(" ", begin, start) + 1 or start
    end = begin + LENGTH
    if end < len(text):
        end = max(text.rfind(" ", start, end), min(start + 1, len(text)))
    return begin, min(end, len(text))


def mark(text: str, hits: Iterable[Term]) -> Markup:
    """`text` escaped, with `<mark>` around the hits; where two overlap, around the first."""
    parts, place = [], 0
    for hit in hits:
        if hit.start < place:
            continue
        parts += [escape(text[place : hit.start]), Markup("<mark>"), escape(text[hit.start : hit.end])]
        parts.append(Markup("</mark>"))
        place = hit.end
    return Markup("").join([*parts, escape(text[place:])])
