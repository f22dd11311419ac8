"""How much is asked for, and how it is shared out."""

from dataclasses import dataclass
from random import Random

STEEPNESS = 0.8  # of how threads differ in length: the n-th weighs n to the power of minus this


@dataclass(frozen=True)
class Size:
    """People, threads, posts (opening ones counted) and the posts of the longest thread.

    Raises ValueError, which says why, for figures that no forum can have.
    """

    users: int
    threads: int
    posts: int
    longest: int

    def __post_init__(self) -> None:
        least, most = self.threads - 1 + self.longest, self.threads * self.longest
        if not least <= self.posts <= most:
            raise ValueError(
                f"{self.threads} threads, the longest of {self.longest} posts, have {least} to {most} posts, "
                f"not {self.posts}"
            )


def thread_lengths(size: Size, chance: Random) -> list[int]:
    """How many posts each thread has, in no order: one `longest`, few long, many short."""
    lengths = [size.longest] + [1] * (size.threads - 1)
    left = size.posts - sum(lengths)
    weights = [rank**-STEEPNESS for rank in range(1, size.threads)]
    while left:
        open_to_more = [i for i in range(1, size.threads) if lengths[i] < size.longest]
        whole = sum(weights[i - 1] for i in open_to_more)
        share = left
        for i in open_to_more:
            wanted = max(1, int(share * weights[i - 1] / whole))
            given = min(wanted, left, size.longest - lengths[i])
            lengths[i] += given
            left -= given
    chance.shuffle(lengths)
    return lengths
