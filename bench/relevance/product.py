"""Our own search, with as much of its analysis and ranking as a step says."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from bench.relevance.judged import FIRST, Ask, Judged
from forum.search import analysis, ranking
from forum.search.analysis.words import Piece, folded
from forum.search.engine import Document, Scope, Search
from forum.search.query import And, Word
from forum.search.whoosh_engine import WhooshEngine

DAY = datetime(2024, 1, 1, tzinfo=UTC)
EVERYWHERE = Scope(frozenset({0}))


def as_written(text: str) -> Iterator[Piece]:
    """The words of a text in lower case, and nothing else done to them."""
    return (Piece(word[0].lower(), word.start(), word.end()) for word in re.finditer(r"\w+", text))


def without_accents(text: str) -> Iterator[Piece]:
    """The same words without accents."""
    return (Piece(folded(one.text), one.start, one.end) for one in as_written(text))


def unstemmed(word: str, language: str) -> str:
    """A word as its own stem."""
    return word


# What each step does not do yet, from the last to the first.
LACKS: dict[str, list[Any]] = {
    "with near words": [],
    "with all languages": [lambda: patch.object(ranking, "NEAR", 0.0)],
    "with acronyms, laws, camel case": [lambda: patch.object(analysis, "LANGUAGES", ())],
    "with stems": [lambda: patch.object(analysis, "pieces", without_accents)],
    "without stop words": [lambda: patch.object(analysis, "stem", unstemmed)],
    "without accents": [lambda: patch.object(analysis, "STOP_WORDS", {})],
    "words alone": [lambda: patch.object(analysis, "pieces", as_written)],
}
STEPS = list(reversed(LACKS))


@contextmanager
def product(about: Judged, step: str) -> Iterator[Ask]:
    """Our search over the texts, asked from a Spanish page: all of the words, else most of them."""
    with ExitStack() as stack:
        for name, lacking in LACKS.items():
            for change in lacking:
                stack.enter_context(change())
            if name == step:
                break
        stack.callback(analysis.sought.cache_clear)
        analysis.sought.cache_clear()
        folder = stack.enter_context(TemporaryDirectory())
        engine = WhooshEngine(Path(folder))
        engine.rebuild(lambda _: [documents(about)], len)

        def ask(question: str) -> list[int]:
            words = And(tuple(map(Word, question.split())))
            hits = engine.search(Search(words, EVERYWHERE, limit=FIRST, relax=True)).hits
            return [hit.post_id for hit in hits]

        yield ask


def documents(about: Judged) -> Iterator[Document]:
    """The texts as posts, each the opening of a thread of its own, without a title."""
    for number, (language, text) in enumerate(about.texts, 1):
        yield Document(
            post_id=number,
            thread_id=number,
            group_id=0,
            number=1,
            kind="debate",
            author="u1",
            tags=(),
            day=DAY.date(),
            created=DAY,
            title="",
            text=text,
            language=language,
        )
