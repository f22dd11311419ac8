"""What makes a post come before another: the weights, in one place, and what the engines work out with them.

docs/search.md tells what was measured.
"""

from collections.abc import Collection, Sequence
from itertools import pairwise

K1, B = 0.8, 0.75  # BM25: how soon a repeated word says no more, and how much a long text counts against it
TITLE_OF_OPENING, TITLE_OF_REPLY = 2.0, 0.1  # what a word of the title weighs, where one of the text weighs 1
ALSO = 0.5  # what a further term of a word weighs: «peña» found by «pena»
OPENING = 0.05  # how much higher an opening post scores than a reply
PICKED = 0.05  # how much higher a post that moderators picked scores
OWN_LANGUAGE = 0.1  # how much higher a post in the language of the page scores
RECENT, HALF_LIFE = (
    0.1,
    2 * 365 * 24 * 60,
)  # how much higher a new post scores, and after how many minutes half of it
NEAR = 0.3  # what two words side by side add, of what the commoner of them scores by itself
FAR = 8  # words between two that have nothing to do with each other any more
CANDIDATES = 100  # the best posts by their words alone, which are then looked at more closely


def lift(opening: bool, own: bool, picked: bool, age: float) -> float:
    """By what the score of a post is multiplied. `age`: minutes since it was written."""
    recent = RECENT * 0.5 ** (max(age, 0.0) / HALF_LIFE)
    return (1 + OPENING * opening) * (1 + OWN_LANGUAGE * own) * (1 + PICKED * picked) * (1 + recent)


def nearness(places: Sequence[Collection[int]], weights: Sequence[float]) -> float:
    """What a post scores for the words of a query that stand near one another in it.

    `places`: where each word stands, by word; `weights`: what each says. Each pair of words counts once,
    where it stands nearest, by the square of the distance.
    """
    stands = sorted((place, word) for word, found in enumerate(places) for place in found)
    nearest: dict[tuple[int, int], int] = {}
    for (place, word), (following, other) in pairwise(stands):
        distance = following - place
        if word != other and 0 < distance <= FAR:
            pair = (word, other) if word < other else (other, word)
            nearest[pair] = min(distance, nearest.get(pair, FAR))
    return NEAR * sum(min(weights[a], weights[b]) / d**2 for (a, b), d in nearest.items())
