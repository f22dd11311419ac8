"""Run on its own over a data folder: what people might search for there, by kind, as JSON."""

import json
import re
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from random import Random

from sqlalchemy import select

from forum.accounts.models import User
from forum.app import create_app
from forum.debates.models import Post
from forum.extensions import db
from forum.lib.slugs import fold

LOOKED_AT = 3_000  # posts whose words are counted
SHORTEST = 5  # letters of a word that says something
EACH = 8  # queries of each kind


def texts_of(many: int) -> list[str]:
    """The texts of the first posts."""
    return list(db.session.scalars(select(Post.body_text).order_by(Post.id).limit(many)))


def words_of(text: str) -> list[str]:
    """The words of a text that say something, as they are written."""
    return re.findall(rf"[^\W\d_]{{{SHORTEST},}}", text)


def by_commonness(told: Sequence[list[str]]) -> list[str]:
    """The words of texts in small letters, first those that most texts have."""
    counts = Counter(word for words in told for word in {word.lower() for word in words})
    return [word for word, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def common_word() -> str:
    """The word that most posts have."""
    return by_commonness([words_of(text) for text in texts_of(LOOKED_AT)])[0]


def queries() -> dict[str, list[str]]:
    """Eight queries of each kind, made of the words that are there; the same ones each time.

    No post has all of the rare words of «most of the words».
    """
    chance = Random(1)
    texts = texts_of(LOOKED_AT)
    told = [words_of(text) for text in texts]
    ranked = by_commonness(told)
    long = [words for words in told if len(words) > EACH]
    pairs = [chance.sample(chance.choice(long), 2) for _ in range(EACH)]
    names = db.session.scalars(select(User.username).order_by(User.id).limit(EACH)).all()
    accented = islice((word for word in ranked if fold(word) != word), EACH)
    common = ranked[:EACH]
    middle, few = ranked[200:], ranked[len(ranked) // 2 :]
    return {
        "a common word": common,
        "a word of the middle": middle[:EACH],
        "a rare word": ranked[-EACH:],
        "two words": [" ".join(pair) for pair in pairs],
        "a common word and another": [f"{word} {pair[0]}" for word, pair in zip(common, pairs, strict=True)],
        "three words": [" ".join(chance.sample(chance.choice(long), 3)) for _ in range(EACH)],
        "any of six words": [" OR ".join(chance.sample(middle[:2_000], 6)) for _ in range(EACH)],
        "most of the words": [" ".join(chance.sample(few, 6)) for _ in range(EACH)],
        "a prefix": [f"{word[:SHORTEST]}*" for word in middle[:EACH]],
        "a filter and a date": [f"{word} tipo:debate desde:2020-01-01" for word in common],
        "a phrase": [f'"{phrase(chance.choice(texts))}"' for _ in range(EACH)],
        "without accents": [fold(word) for word in accented],
        "one without the other": [f"{word} -{pair[1]}" for word, pair in zip(common, pairs, strict=True)],
        "by an author": [f"{word} autor:{name}" for word, name in zip(common, names, strict=True)],
        "nothing found": [f"xyzzy{number}" for number in range(EACH)],
    }


def phrase(text: str) -> str:
    """Three words of a text that stand together."""
    words = re.findall(r"\w+", text)
    return " ".join(words[len(words) // 2 :][:3])


if __name__ == "__main__":
    app = create_app()
    with app.app_context():
        json.dump(queries(), sys.stdout)
