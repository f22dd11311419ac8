"""Both engines find and count the same (test_engine.py), but for what is told here, query by query.

- A prefix: Whoosh takes the eight commonest words that begin so, PostgreSQL all.
- A phrase in a very long text: a vector of PostgreSQL tells places apart up to the 16,380th word, and 255
  places of a word. The words are found all the same.
- A word of 2,000 bytes, and what comes after the first 900,000 bytes of terms of one text: PostgreSQL leaves
  it out.
- What very many posts have: PostgreSQL counts 1,000, or 2,000 where facets are asked, and says so. Where one
  post in ten has it, these are the newest ones. Whoosh counts all.
- Which posts come first: by the same weights, but PostgreSQL reckons how often a word stands in a text from
  `ts_rank`, and ranks 300 posts, the openings and then the newest; where very many are found, 200 openings.
- Most of the words: PostgreSQL looks for the rarest of them, as many as lead to 5,000 posts. The others count
  in the posts that have one of those.
"""

import pytest

from forum.search.engine import Scope, Search
from forum.search.postgres_engine import answering, expecting, statement
from forum.search.query import And, Not, Phrase, Prefix, Word
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
    monkeypatch.setattr(answering, "SPREAD", 6)
    engine.update([document(number, "permuta", thread_id=number) for number in range(1, 9)], ())
    for facets, most in ((False, 5), (True, 6)):
        answer = engine.search(Search(Word("permuta"), EVERYWHERE, facets=facets))
        assert (answer.posts, answer.uncounted) == ((8, False) if is_whoosh(engine) else (most, True))
        assert len(answer.hits) >= answer.posts


@pytest.mark.parametrize("order", ["newest", "oldest", "relevance"])
@pytest.mark.parametrize("threads", [False, True])
def test_of_very_many_posts_the_newest_are_found_of_those_that_the_reader_may_read(
    engine, monkeypatch, order, threads
):
    walking(monkeypatch, COUNTED=4, PROBED=20)
    documents = [
        document(number, "permuta y concurso", number=2, group_id=number % 2, thread_id=number)
        for number in range(1, 21)
    ]
    engine.update([*documents, document(21, "concurso"), document(22, "permuta secreta")], ())
    scope = Scope(frozenset({0}), behind=frozenset({18, 2}))
    tree = And((Word("permuta"), Not(Word("secreta"))))
    answer = engine.search(Search(tree, scope, order, threads=threads, facets=True))
    held = [number for number in range(20, 0, -2) if number not in scope.behind]
    if order == "oldest":
        held.reverse()
    most = len(held) if is_whoosh(engine) else 4
    assert (answer.posts, answer.uncounted) == (most, not is_whoosh(engine))
    assert dict(answer.facets["kind"]) == {"debate": most if is_whoosh(engine) else most + 1}
    assert [hit.post_id for hit in answer.hits][: len(held) and 4] == held[:4]


@pytest.mark.parametrize("newest", [["concurso"] * 3, ["concurso"] * 15 + ["permuta"] * 2])
def test_what_few_of_the_newest_have_is_found_whole(engine, monkeypatch, newest):
    walking(monkeypatch)
    texts = ["permuta"] * 3 + newest
    engine.update([document(number, text) for number, text in enumerate(texts, 1)], ())
    wanted = {number for number, text in enumerate(texts, 1) if text == "permuta"}
    for order in ("relevance", "newest"):
        answer = engine.search(Search(Word("permuta"), EVERYWHERE, order, facets=True))
        assert (answer.posts, answer.uncounted) == (len(wanted), False)
        assert {hit.post_id for hit in answer.hits} == wanted


def walking(monkeypatch, **others: int) -> None:
    """Have PostgreSQL look at the newest posts of a small index as of a large one."""
    usual = {"MANY": 0, "PROBED": 2, "CHEAPER": 1_000, "COUNTED": 5, "SPREAD": 6}
    for name, value in {**usual, **others}.items():
        monkeypatch.setattr(answering, name, value)


def test_most_of_the_words_are_looked_for_from_the_rarest_on(engine, monkeypatch):
    monkeypatch.setattr(expecting, "LEADING", 3)
    texts = ["permuta", "vigo", "vigo", "vigo ourense", "permuta vigo"]
    engine.update([document(number, text) for number, text in enumerate(texts, 1)], ())
    answer = engine.search(
        Search(And((Word("permuta"), Word("vigo"), Word("ourense"))), EVERYWHERE, relax=True)
    )
    assert answer.relaxed
    others = {2, 3} if is_whoosh(engine) else set()
    assert {hit.post_id for hit in answer.hits} == {1, 4, 5} | others
    assert {hit.post_id for hit in answer.hits[:2]} == {4, 5}


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
