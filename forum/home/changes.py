"""What changed from a version of a page to the next: paragraph by paragraph, and in them word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from forum.lib.html import text_of

BLOCK = re.compile(r"</?(?:h[2-6]|p|li|ul|ol|pre|blockquote|th|td)\b[^>]*>")
ALIKE = 0.4  # of the words of two paragraphs that are one, changed


@dataclass(frozen=True)
class Run:
    """Words that stayed (`same`), that came (`added`) or that went (`removed`)."""

    kind: str
    text: str


Change = Sequence[Run]


def changes_between(before: str, after: str) -> Sequence[Change]:
    """The paragraphs that differ between the HTML of two versions, in order."""
    old, new = blocks_of(before), blocks_of(after)
    found: list[Change] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            for one, other in zip_longest(old[i:j], new[k:m]):
                found.extend(changed(one, other))
    return found


def blocks_of(html: str) -> list[str]:
    """The texts of a page's paragraphs, headings and items."""
    return [text for piece in BLOCK.split(html) if (text := text_of(piece))]


def changed(one: str | None, other: str | None) -> Iterator[Change]:
    """A paragraph that became another, or one that went and one that came."""
    old, new = (one or "").split(), (other or "").split()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if one and other and matcher.ratio() >= ALIKE:
        yield list(runs(matcher, old, new))
        return
    if one:
        yield [Run("removed", one)]
    if other:
        yield [Run("added", other)]


def runs(matcher: "SequenceMatcher[str]", old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    """The words of a changed paragraph, those together that had the same fate."""
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            yield Run("same", " ".join(old[i:j]))
            continue
        if i < j:
            yield Run("removed", " ".join(old[i:j]))
        if k < m:
            yield Run("added", " ".join(new[k:m]))
