"""What a posting says of its document."""

from forum.search.ranking import K1, B
from forum.search.whoosh_engine.codec import LENGTHS, WEIGHTS


class Impacts(dict[int, float]):
    """By the key of a posting: BM25 of a word that says 1, in an index of texts of an average length."""

    def __init__(self, average: float) -> None:
        super().__init__()
        self.average = average

    def __missing__(self, key: int) -> float:
        count, length = WEIGHTS[key >> 8], LENGTHS[key & 0xFF]
        self[key] = impact = (K1 + 1) * count / (count + K1 * (1 - B + B * length / self.average))
        return impact
