"""Both engines find and count the same (test_engine.py), but for what is told here, query by query.

- A prefix: Whoosh takes the eight commonest words that begin so, PostgreSQL all.
- A phrase in a very long text: a vector of PostgreSQL tells places apart up to the 16,380th word, and 255
  places of a word. The words are found all the same.
- A word of 2,000 bytes, and what comes after the first 900,000 bytes of terms of one text: PostgreSQL leaves
  it out.
- What very many posts have: PostgreSQL counts 10,000 and says so, Whoosh counts all.
- Which posts come first: by the same weights, but PostgreSQL reckons how often a word stands in a text from
  `ts_rank`, and ranks 500 posts, the openings and then the newest.
"""

import pytest

from forum.search.engine import Search
from forum.search.postgres_engine import answering, statement
from forum.search.query import Phrase, Prefix, Word
from tests.search.documents import EVERYWHERE, document, found
from tests.search.indexes import is_whoosh

pytestmark = pytest.mark.usefixtures("app")

LAST = 16_380  # place of a word that PostgreSQL tells from the next


def test_a_prefix_stands_for_eight_words_or_for_all(engine):
    words = ["calabaza", "calamar", "calambre", "calandria", "calavera", "calcetín", "caldera", "calendario"]
    words += ["calesa", "calibre", "caliza", "calma"]
    engine.update([document(number, word) for number, word in enumerate(words, 1)], ())
    assert len(found(engine, Prefix("cal"))) == (8 if is_whoosh(engine) else len(words))


def test_words_far_into_a_text_are_found_but_not_as_a_phrase(engine):
    engine.update([document(1, "trienio lugo " + "pena " * LAST + "nómina vigo")], ())
    assert found(engine, Word("vigo")) == found(engine, Word("nómina")) == [1]
    assert found(engine, Phrase("trienio lugo")) == [1]
    assert found(engine, Phrase("nómina vigo")) == ([1] if is_whoosh(engine) else [])


def test_very_many_posts_are_counted_to_the_end_or_said_not_to_be(engine, monkeypatch):
    monkeypatch.setattr(answering, "COUNTED", 5)
    engine.update([document(number, "permuta", thread_id=number) for number in range(1, 9)], ())
    answer = engine.search(Search(Word("permuta"), EVERYWHERE, facets=True))
    assert (answer.posts, answer.uncounted) == ((8, False) if is_whoosh(engine) else (5, True))
    assert len(answer.hits) >= answer.posts


def test_of_many_posts_the_openings_and_the_newest_are_ranked_and_the_others_follow(engine, monkeypatch):
    monkeypatch.setattr(statement, "RANKED", 3)
    statement.answer.cache_clear()
    texts = {1: "permuta permuta permuta", 2: "permuta", 3: "permuta", 4: "permuta", 5: "permuta"}
    documents = [document(number, text, number=1 if number == 2 else 2) for number, text in texts.items()]
    engine.update(documents, ())
    answer = found(engine, Word("permuta"))
    statement.answer.cache_clear()
    assert sorted(answer) == [1, 2, 3, 4, 5]
    assert answer[0] == (1 if is_whoosh(engine) else 2)
    assert is_whoosh(engine) or answer[-2:] == [3, 1]
