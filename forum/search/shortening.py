"""An answer that is too long to be given whole: the same for every engine."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

OF_A_THREAD = 4  # posts kept of each of the first threads where there are too many: one more than are shown
FIRST = 100

T = TypeVar("T")


def some_of_each_thread(best: Iterable[T], thread_of: Callable[[T], int], limit: int) -> Iterator[T]:
    """The best of each thread, fewer of the later ones, until there is one thread more than `limit`."""
    left: dict[int, int] = {}
    for one in best:
        if len(left) > limit:
            break
        thread = thread_of(one)
        if left.setdefault(thread, OF_A_THREAD if len(left) < FIRST else 1):
            left[thread] -= 1
            yield one
