"""Threads as they grow: who writes in them, when, and in which order everything is written."""

import heapq
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import NamedTuple

from forum.lib.markdown import Rendered
from forum.operations.seed.size import Size, thread_lengths

SINCE, UNTIL = datetime(2018, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
ENTRIES = 0.25
REMEMBERED = 20  # of the last posts of a thread, to reply to


class Said(NamedTuple):
    """A post that others reply to."""

    post_id: int
    number: int
    author_id: int
    words: Rendered


@dataclass
class Talk:
    """A thread: what stands from the start, and how far it has got. Group 0 is none."""

    id: int
    kind: str
    group_id: int
    public: bool
    length: int
    created: datetime
    lasts: timedelta
    authors: Sequence[int]
    weights: Sequence[float]
    first_author: int
    last_author: int
    said: int = 0
    gone: int = 0
    title: str = ""
    recent: deque[Said] = field(default_factory=lambda: deque(maxlen=REMEMBERED))

    def moment(self, number: int) -> datetime:
        """When its post of that number is written: fast at first, then slower."""
        return self.created + self.lasts * ((number - 1) / max(1, self.length - 1)) ** 1.5

    def author_of(self, number: int, chance: Random) -> int:
        """Who writes that number: some write much more than others."""
        if number == 1:
            return self.first_author
        return self.last_author if number == self.length else one_of(self.authors, self.weights, chance)


@dataclass(frozen=True)
class Circle:
    """A group (0 is none) whose threads these people write in; `public` if everyone reads them."""

    id: int
    public: bool
    authors: Sequence[int]
    weights: Sequence[float]


def circle(group_id: int, public: bool, authors: Sequence[int]) -> Circle:
    """The group, with the weights by which its people write."""
    return Circle(
        group_id, public, authors, list(accumulate(1 / rank for rank in range(1, len(authors) + 1)))
    )


def one_of(people: Sequence[int], weights: Sequence[float], chance: Random) -> int:
    """One of them, by cumulated weight."""
    return chance.choices(people, cum_weights=weights)[0]


def talks(size: Size, nowhere: Circle, circles: Sequence[Circle], chance: Random) -> Iterator[Talk]:
    """All threads by the moment that they begin, more of them each year; numbered from 1."""
    lengths = thread_lengths(size, chance)
    moments = sorted(SINCE + (UNTIL - SINCE) * chance.random() ** 0.7 for _ in lengths)
    for thread_id, (length, created) in enumerate(zip(lengths, moments, strict=True), 1):
        kind = "entry" if chance.random() < ENTRIES else "debate"
        place = nowhere if kind == "entry" and chance.random() < 0.5 else chance.choice(circles)
        yield Talk(
            id=thread_id,
            kind=kind,
            group_id=place.id,
            public=place.public,
            length=length,
            created=created,
            lasts=min(UNTIL - created, length * timedelta(hours=chance.uniform(0.5, 30))),
            authors=place.authors,
            weights=place.weights,
            first_author=one_of(place.authors, place.weights, chance),
            last_author=one_of(place.authors, place.weights, chance),
        )


def in_order(threads: Iterable[Talk]) -> Iterator[tuple[Talk, datetime]]:
    """Each next post as its thread, which counts it, and its moment: across threads, the oldest first."""
    growing: list[tuple[datetime, int, Talk]] = []
    for talk in threads:
        yield from due(growing, talk.created)
        heapq.heappush(growing, (talk.created, talk.id, talk))
    yield from due(growing, UNTIL)


def due(growing: list[tuple[datetime, int, Talk]], until: datetime) -> Iterator[tuple[Talk, datetime]]:
    """What is written as far as that moment, in order."""
    while growing and growing[0][0] <= until:
        moment, _, talk = heapq.heappop(growing)
        talk.said += 1
        yield talk, moment
        if talk.said < talk.length:
            heapq.heappush(growing, (talk.moment(talk.said + 1), talk.id, talk))
