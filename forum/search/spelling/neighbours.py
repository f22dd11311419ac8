"""Words one slip away from another: a letter more, less or other, or two the other way round."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from string import ascii_lowercase

from sqlalchemy import ColumnElement, any_, func, select

from forum.extensions import db
from forum.search.models import SearchWord

LETTERS = f"{ascii_lowercase}ñ"
COMMONER = 5  # times that another word is commoner, if it was meant
OPTIONS = 3  # for a word

Options = Mapping[str, Sequence[str]]


def slips(word: str) -> set[str]:
    """What is one slip away from a folded word; its first letter stays, as it nearly always does."""
    cuts = [(word[:place], word[place:]) for place in range(1, len(word) + 1)]
    less = {start + end[1:] for start, end in cuts if end}
    turned = {start + end[1] + end[0] + end[2:] for start, end in cuts if len(end) > 1}
    other = {start + letter + end[1:] for start, end in cuts if end for letter in LETTERS}
    more = {start + letter + end for start, end in cuts for letter in LETTERS}
    return (less | turned | other | more) - {word}


def neighbours(words: Iterable[str]) -> Options:
    """Of each folded word the words near to it that people write much more, the commonest first.

    By one statement, which looks each up in an index; as people write them most.
    """
    near = {word: slips(word) for word in words}
    sought = set(near).union(*near.values())
    if not sought:
        return {}
    rows = db.session.execute(
        select(SearchWord.word, SearchWord.written, SearchWord.posts).where(is_one_of(sought))
    ).all()
    counts: Counter[str] = Counter()
    written: dict[str, tuple[int, str]] = {}
    for word, spelling, posts in rows:
        counts[word] += posts
        written[word] = max(written.get(word, (0, "")), (posts, spelling))
    return {
        word: [written[one][1] for one in best(options.intersection(counts), counts, counts[word])]
        for word, options in near.items()
    }


def is_one_of(words: Iterable[str]) -> ColumnElement[bool]:
    """The condition on SearchWord that it is one of very many, bound as one value: each alone costs more."""
    if db.session.get_bind().dialect.name == "postgresql":
        return SearchWord.word == any_(func.string_to_array(" ".join(words), " "))
    listed = func.json_each(json.dumps(list(words))).table_valued("value")
    return SearchWord.word.in_(select(listed.c.value))


def best(options: Iterable[str], counts: Mapping[str, int], own: int) -> list[str]:
    """The commonest of the words that are much commoner than the one that was typed."""
    commoner = [one for one in options if counts[one] > COMMONER * own]
    return sorted(commoner, key=lambda one: (-counts[one], one))[:OPTIONS]
