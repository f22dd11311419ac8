"""What invented people write: each distinct paragraph is rendered once, and posts are made of paragraphs."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

from flask import current_app

from forum.lib.html import text_of
from forum.lib.markdown import Rendered, TextRefused, render
from forum.operations.seed.vocabulary import invented_paragraph

LONGEST = 60  # words of a paragraph, about
FEWEST, MOST = 300, 20_000  # distinct paragraphs
TOGETHER = 50  # paragraphs rendered at once
PARAGRAPH = re.compile(r"<p>(?!.*<p>).*</p>")
SENTENCE = re.compile(r"(?<=[.!?…])\s+")
LONGEST_TITLE = 90
WHO, ADDRESS, WORDS = "QUIEN", "/posts/0", "PALABRAS"


@dataclass(frozen=True)
class Words:
    """What posts are made of: paragraphs, and a quote whose words others take the place of."""

    paragraphs: Sequence[Rendered]
    quote: Rendered


def make_words(posts: int, file: Path | None, chance: Random, progress: Callable[[int], object]) -> Words:
    """Paragraphs for so many posts, from the lines of `file` or invented, and a quote. Renders: slow.

    `progress` hears of each one. Raises OSError, and ValueError where the file does not hold texts.
    """
    wanted = min(MOST, max(FEWEST, posts // 4))
    sources = paragraphs_in(file) if file else (invented_paragraph(chance) for _ in range(wanted))
    made: list[Rendered] = []
    fresh = distinct(sources)
    while some := list(islice(fresh, min(TOGETHER, wanted - len(made)))):
        more = plain(some)
        made += more
        progress(len(more))
    if not made:
        raise ValueError("no paragraph in it")
    root = str(current_app.config["APPLICATION_ROOT"]).rstrip("/")
    return Words(made, render(f"> [{WHO}]({root}{ADDRESS})\n>\n> {WORDS}"))


def paragraphs_in(file: Path) -> Iterator[str]:
    """The paragraphs of a file of `{"text": …}` lines, each on one line, the long ones in pieces."""
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                text = str(json.loads(line)["text"])
            except (ValueError, KeyError, TypeError):
                raise ValueError(f'line {number} is not a {{"text": …}}') from None
            for paragraph in text.split("\n\n"):
                yield from pieces(paragraph)


def pieces(paragraph: str) -> Iterator[str]:
    """A paragraph as several of not much more than LONGEST words, cut where a sentence ends."""
    piece: list[str] = []
    for sentence in SENTENCE.split(" ".join(paragraph.split())):
        piece.append(sentence)
        if sum(len(one.split()) for one in piece) >= LONGEST:
            yield " ".join(piece)
            piece = []
    if piece:
        yield " ".join(piece)


def distinct(sources: Iterable[str]) -> Iterator[str]:
    """Each source once."""
    seen: set[str] = set()
    for source in sources:
        if source not in seen:
            seen.add(source)
            yield source


def plain(sources: Sequence[str]) -> list[Rendered]:
    """Those that are a paragraph and nothing else, so that they look the same beside others.

    Rendered together, which takes half as long as one by one; where one is something else, the rest is found
    in halves.
    """
    found = paragraphs_of("\n\n".join(sources))
    if len(found) == len(sources):
        return found
    half = len(sources) // 2
    return plain(sources[:half]) + plain(sources[half:]) if half else []


def paragraphs_of(source: str) -> list[Rendered]:
    """The paragraphs of a text that holds nothing else; none of one that does, or that is refused."""
    try:
        text = render(source)
    except TextRefused:
        return []
    parts, lines = text.source.split("\n\n"), text.html.removesuffix("\n").split("\n")
    if len(parts) != len(lines) or not all(PARAGRAPH.fullmatch(line) for line in lines):
        return []
    made = [f"{line}\n" for line in lines]
    return [Rendered(part, html, text_of(html)) for part, html in zip(parts, made, strict=True)]


def joined(parts: Sequence[Rendered]) -> Rendered:
    """Paragraphs and quotes as one text: what rendering them together would give."""
    return Rendered(
        "\n\n".join(part.source for part in parts),
        "".join(part.html for part in parts),
        " ".join(part.text for part in parts),
    )


def quote(words: Words, who: str, post_id: int, said: Rendered) -> Rendered:
    """A quote of what `who` said in a post."""
    shape, address = words.quote, f"/posts/{post_id}"
    return Rendered(
        shape.source.replace(WHO, who).replace(ADDRESS, address).replace(WORDS, said.source),
        shape.html.replace(WHO, who).replace(ADDRESS, address).replace(f"<p>{WORDS}</p>\n", said.html),
        shape.text.replace(WHO, who).replace(WORDS, said.text),
    )


def title_from(paragraph: Rendered) -> str:
    """The first sentence of a paragraph as a title, cut where it is long."""
    sentence = SENTENCE.split(paragraph.text)[0].rstrip(".")
    if len(sentence) <= LONGEST_TITLE:
        return sentence
    return sentence[:LONGEST_TITLE].rpartition(" ")[0] + "…"
