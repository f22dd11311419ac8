"""A pattern tried on what people wrote lately, and on a text given, before it is watched for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from forum.debates.models import Post, Thread
from forum.extensions import db
from forum.lib.transactions import slow
from forum.moderation.screening.folding import Words
from forum.moderation.screening.patterns import Pattern

SAMPLE = 300  # posts
SHOWN = 10
AROUND = 60  # characters shown on either side
LONGEST = 20_000  # characters of the administrator's own text


class Part(NamedTuple):
    """A piece of a text, and whether the pattern found it."""

    text: str
    found: bool


@dataclass(frozen=True)
class Trial:
    """What a pattern finds: in how many of the posts `read`, the first of them, and in the text given."""

    read: int
    matched: int
    posts: Sequence[tuple[Post, Sequence[Part]]]
    sample: Sequence[Part]

    @property
    def in_sample(self) -> bool:
        return any(part.found for part in self.sample)


@slow
def tried(pattern: Pattern, text: str) -> Trial:
    """Try the pattern."""
    posts = recent_posts()
    read = [(post, parts_of(pattern, post.body_text)) for post in posts]
    found = [(post, parts) for post, parts in read if len(parts) > 1]
    shown = [(post, around(parts)) for post, parts in found[:SHOWN]]
    return Trial(len(posts), len(found), shown, parts_of(pattern, text[:LONGEST]) if text else ())


def recent_posts() -> Sequence[Post]:
    """The last posts in sight, the latest first."""
    query = (
        select(Post)
        .join(Post.thread)
        .where(Post.state == "visible", Thread.state == "visible")
        .options(contains_eager(Post.thread))
        .order_by(Post.id.desc())
        .limit(SAMPLE)
    )
    return db.session.scalars(query).all()


def parts_of(pattern: Pattern, text: str) -> list[Part]:
    """The text cut where the pattern is found."""
    words = Words(text)
    return [*cut(words.source, sorted(words.span(*place) for place in pattern.found(words)))]


def cut(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Part]:
    """A text in its parts; spans that lie in another are left out."""
    end = 0
    for start, stop in spans:
        if start >= end:
            yield Part(text[end:start], found=False)
            yield Part(text[start:stop], found=True)
            end = stop
    yield Part(text[end:], found=False)


def around(parts: Sequence[Part]) -> Sequence[Part]:
    """The first place found, with a little of what stands around it."""
    first = next(place for place, part in enumerate(parts) if part.found)
    before, after = parts[first - 1].text, parts[first + 1].text
    return [
        Part(before[-AROUND:], found=False),
        parts[first],
        Part(after[:AROUND], found=False),
    ]
