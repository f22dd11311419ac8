"""A few things by key, of which those that nobody asked for longest go first."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import count
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

MOST = 24
_turns = count()


class Recent(Generic[K, V]):
    """Up to MOST things by key, and when each was last asked for.

    Safe among threads: no thing comes or goes.
    """

    def __init__(self, things: Mapping[K, V] | None = None, asked: Mapping[K, int] | None = None) -> None:
        self.things = things or {}
        self.asked = {key: asked[key] if asked else next(_turns) for key in self.things}

    def get(self, key: K) -> V | None:
        """The thing under a key, which was asked for hereby."""
        found = self.things.get(key)
        if found is not None:
            self.asked[key] = next(_turns)
        return found

    def adding(self, key: K, thing: V, fits: Callable[[Sequence[V]], bool] | None = None) -> "Recent[K, V]":
        """The same with one more, without those asked for longest ago as far as it takes to fit."""
        others = sorted(self.things.keys() - {key}, key=self.asked.__getitem__)[1 - MOST :]
        things = {one: self.things[one] for one in others} | {key: thing}
        while fits and len(things) > 1 and not fits([*things.values()]):
            del things[next(iter(things))]
        return Recent(things, self.asked | {key: next(_turns)})
