"""How near is near enough: of few texts, the nearest may have nothing to do with one.

docs/search.md tells what was measured.
"""

from collections.abc import Iterable, Sequence

from forum.search.analysis import terms
from forum.search.analysis.subject import tells
from forum.search.engine import Hit

OF_ITSELF = 0.12  # of what a thread scores beside its own text
OF_TITLE = 1 / 3  # of the words of a title, which more than that have to be shared


def near_enough(hits: Sequence[Hit]) -> list[Hit]:
    """Those of the hits, the nearest first, that are near a thread, which is among them itself."""
    return [hit for hit in hits if hit.score >= OF_ITSELF * hits[0].score]


def shares_enough(title: str, language: str, texts: Iterable[str]) -> bool:
    """Whether the texts of a thread have more than a third of what a title is about."""
    about = {term.text for term in terms(title, language) if tells(term.text, language)}
    held = {word for text in texts for term in terms(text, language) for word in (term.text, *term.also)}
    return len(about & held) > OF_TITLE * len(about)
