"""The engine finds exactly what a query says: Whoosh on an index of several segments, PostgreSQL in a table.

One suite for both. Where they may differ, the test says so.
"""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.search.analysis import sought, terms
from forum.search.analysis.excuses import excused
from forum.search.engine import Scope, Search
from forum.search.query import And, Days, Filter, InTitle, Not, Or, Phrase, Prefix, Word
from tests.search.documents import EVERYWHERE, at_once, document, found

pytestmark = pytest.mark.usefixtures("app")

WORDS = [
    "permuta",
    "lugo",
    "vigo",
    "nómina",
    "trienio",
    "peña",
    "pena",
    "decreto",
    "the",
    "NovaGob",
    "39/2015",
]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=8)


@st.composite
def collections(draw):
    """Documents in several commits, some of them replaced or taken out again."""
    documents = [
        document(
            number,
            " ".join(draw(TEXTS)),
            title=" ".join(draw(TEXTS)[:2]),
            group_id=draw(st.integers(0, 2)),
            kind=draw(st.sampled_from(["debate", "entry"])),
            tags=tuple(draw(st.sets(st.sampled_from(["7", "8"])))),
            author=draw(st.sampled_from(["u1", "u2"])),
            number=draw(st.integers(1, 2)),
            language=draw(st.sampled_from(["es", "en", "ca"])),
        )
        for number in draw(st.lists(st.integers(1, 12), min_size=1, max_size=20))
    ]
    removed = draw(st.sets(st.integers(1, 12), max_size=3))
    return documents, removed


def trees(depth=2):
    words = st.one_of(
        st.builds(Word, st.sampled_from(WORDS)),
        st.builds(Phrase, st.lists(st.sampled_from(WORDS), min_size=2, max_size=3).map(" ".join)),
        st.builds(Prefix, st.sampled_from(["perm", "trie", "decr"])),
    )
    leaves = words | st.builds(InTitle, words) | FILTERS
    if not depth:
        return leaves
    below = trees(depth - 1)
    parts = st.lists(below | st.builds(Not, below), min_size=2, max_size=3).map(tuple)
    return leaves | st.builds(And, parts) | st.builds(Or, parts) | st.builds(Not, below)


FILTERS = st.one_of(
    st.builds(Filter, st.just("kind"), st.sampled_from([("entry",), ("debate", "entry"), ("poll",)])),
    st.builds(Filter, st.just("tag"), st.sampled_from([("7",), ("7", "8"), ("9",)])),
    st.builds(Filter, st.just("author"), st.sampled_from([("u2", "u3"), ("u1",)])),
    st.builds(Filter, st.just("group"), st.sampled_from([("1",), ("0", "2")])),
    st.builds(Filter, st.just("thread"), st.sampled_from([("1", "3", "5", "7"), ()])),
    st.builds(Filter, st.just("part"), st.sampled_from([("opening",), ("replies",)])),
    st.builds(
        Days,
        st.none() | st.dates(date(2024, 1, 1), date(2024, 1, 14)),
        st.none() | st.dates(date(2024, 1, 1), date(2024, 1, 14)),
    ),
)
SCOPES = st.builds(
    Scope, st.sets(st.integers(0, 2)).map(frozenset), st.sets(st.integers(1, 12), max_size=3).map(frozenset)
)


def rows_of(one):
    """The terms of title and body, place by place, in the document's language."""
    return [[{term.text, *term.also} for term in terms(part, one.language)] for part in (one.title, one.text)]


def says(node, one, language):
    """Whether a document is what the tree asks for, found out the slow way."""
    if isinstance(node, Word | Phrase | Prefix):
        return stands(node, rows_of(one), language)
    if isinstance(node, InTitle):
        return one.number == 1 and stands(node.part, rows_of(one)[:1], language)
    if isinstance(node, Filter):
        return bool(fields_of(one)[node.name].intersection(node.values))
    if isinstance(node, Days):
        return (node.first or date.min) <= one.day <= (node.last or date.max)
    if isinstance(node, Not):
        return not says(node.part, one, language)
    if isinstance(node, Or):
        return any(says(part, one, language) for part in node.parts)
    pardons = excused(node.parts, language)
    return all(one.language in pardons.get(part, ()) or says(part, one, language) for part in node.parts)


def stands(node, rows, language):
    """Whether a word, phrase or prefix stands in one of these rows of terms."""
    if isinstance(node, Prefix):
        return any(text.startswith(node.text) for row in rows for place in row for text in place)
    return any(
        all(there & looked_for for there, looked_for in zip(row[i : i + len(wanted)], wanted, strict=True))
        for wanted in sought(node.text, language).rows
        for row in rows
        for i in range(len(row) - len(wanted) + 1)
    )


def fields_of(one):
    return {
        "kind": {one.kind},
        "tag": set(one.tags),
        "author": {one.author},
        "group": {str(one.group_id)},
        "thread": {str(one.thread_id)},
        "part": {"opening" if one.number == 1 else "replies"},
    }


def is_in(scope, one):
    return one.group_id in scope.groups and one.post_id not in scope.behind


def facets(expected, held):
    """How many of the documents have each value, counted the slow way."""
    posts = [held[number] for number in expected]
    named = {
        name: Counter(v for one in posts for v in fields_of(one)[name])
        for name in ("kind", "group", "tag", "author")
    }
    del named["group"]["0"]
    return {**named, "year": Counter(str(one.day.year) for one in posts)}


@pytest.mark.long
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    collections(), st.lists(st.tuples(trees(), SCOPES, st.sampled_from(["es", "en"])), min_size=5, max_size=5)
)
def test_what_is_found_is_what_the_tree_and_the_scope_say(engine, collection, questions):
    documents, removed = collection
    engine.rebuild(at_once(documents[:1]), len)
    held = {}
    for one in documents:
        engine.update([one], ())
        held[one.post_id] = one
    engine.update((), removed)
    held = {number: one for number, one in held.items() if number not in removed}
    assert sorted(engine.post_ids()) == sorted(held)
    for tree, scope, language in questions:
        expected = {number for number, one in held.items() if says(tree, one, language) and is_in(scope, one)}
        for order in ("relevance", "newest", "oldest"):
            answer = found(engine, tree, scope, order, language=language)
            assert len(answer) == len(set(answer))
            assert set(answer) == expected, (tree, scope)
        counted = engine.search(Search(tree, scope, facets=True, language=language))
        assert counted.facets or not expected
        assert (counted.posts, counted.threads) == (len(expected), len({held[n].thread_id for n in expected}))
        spread = {name: dict(counts) for name, counts in counted.facets.items()}
        assert spread == (facets(expected, held) if counted.facets else {})
        assert found(engine, tree, scope, "newest", language=language) == sorted(expected, reverse=True)


def test_similar_are_the_openings_that_share_what_is_rare(engine):
    texts = ["La permuta de Lugo a Vigo", "Una permuta a Soria", "La paga extra de la nómina", "Nada de nada"]
    engine.update([document(n, text) for n, text in enumerate(texts, 1)], ())
    engine.update([document(5, "permuta de Lugo a Vigo", number=2)], ())
    near = engine.similar("¿Permuta entre Lugo y Vigo?", EVERYWHERE, 2)
    assert [hit.post_id for hit in near] == [1, 2]
    assert [
        hit.post_id for hit in engine.similar("permuta", Scope(EVERYWHERE.groups, frozenset({2})), 9)
    ] == [1]
    assert not engine.similar("de la", EVERYWHERE, 9)


def test_the_month_that_a_text_names_is_not_what_it_is_about(engine):
    engine.update([document(1, "Reunión en abril"), document(2, "Concurso de traslados")], ())
    assert not engine.similar("Abril: a, b, c", EVERYWHERE, 9)
    near = engine.similar("El concurso de abril", EVERYWHERE, 9)
    assert [hit.post_id for hit in near] == [2]


def test_a_word_with_eñe_finds_itself_and_one_with_ene_finds_both(engine):
    engine.update([document(1, "La peña taurina"), document(2, "Una pena capital")], ())
    assert found(engine, Word("peña")) == [1]
    assert found(engine, Word("PEN\u0303A")) == [1]
    assert set(found(engine, Word("pena"))) == {1, 2}
    assert found(engine, Phrase("pena taurina")) == [1]


@pytest.mark.parametrize("text", ["nómina", "NOMINA", "no\u0301mina", "nó\u00admina", "nóminas"])
def test_accents_case_and_soft_hyphens_make_no_difference(engine, text):
    engine.update([document(1, "La nómina de mayo"), document(2, "La no\u0301mina"), document(3, "Mina")], ())
    assert set(found(engine, Word(text))) == {1, 2}


def test_the_title_counts_more_in_the_opening_than_in_a_reply(engine):
    engine.update(
        [
            document(1, "Busco plaza cerca del mar, de administrativo.", title="Permuta", thread_id=1),
            document(2, "Gracias.", title="Permuta", thread_id=1, number=2),
            document(3, "Aquí se habla de una permuta entre otras cosas que no vienen al caso.", number=2),
        ],
        (),
    )
    assert found(engine, Word("permuta")) == [1, 3, 2]
    assert found(engine, And((Word("permuta"), Word("gracias")))) == [2]


def test_of_posts_that_say_the_same_a_picked_one_comes_first_but_never_before_a_much_better_one(engine):
    same = "Se habla aquí de la permuta y de otras cosas."
    better = "Permuta: quien pide una permuta dice de qué plaza, y la permuta se publica."
    posts = [document(number, same, number=2, thread_id=1) for number in (1, 2, 3)]
    engine.update([replace(posts[0], picked=True), *posts[1:]], ())
    assert found(engine, Word("permuta")) == [1, 3, 2]
    assert found(engine, Word("permuta"), order="newest") == [3, 2, 1]
    engine.update([document(4, better, number=2, thread_id=1)], ())
    assert found(engine, Word("permuta")) == [4, 1, 3, 2]
    engine.update([posts[0], replace(posts[1], picked=True)], ())
    assert found(engine, Word("permuta")) == [4, 2, 3, 1]


def test_no_phrase_spans_title_and_body(engine):
    engine.update([document(1, "de Lugo", title="Permuta")], ())
    assert found(engine, Phrase("permuta lugo")) == []


def test_a_prefix_finds_the_word_itself_too(engine):
    engine.update([document(1, "casas"), document(2, "casamiento"), document(3, "caso")], ())
    assert set(found(engine, Prefix("casa"))) >= {1, 2}


def test_most_of_the_words_where_no_post_has_all_but_never_what_is_excluded(engine):
    engine.update([document(1, "permuta lugo"), document(2, "vigo ourense"), document(3, "vigo secreto")], ())
    words = And((Word("permuta"), Word("vigo"), Not(Word("secreto"))))
    assert found(engine, words) == []
    answer = engine.search(Search(words, EVERYWHERE, "newest", relax=True))
    assert answer.relaxed
    assert {hit.post_id for hit in answer.hits} == {1, 2}
    assert not engine.search(Search(Word("zanahoria"), EVERYWHERE, relax=True)).relaxed


def test_beyond_the_limit_it_says_so_and_threads_still_are_all_there(engine):
    many = [document(n, "quorum quorum quorum", thread_id=1, number=2) for n in range(1, 31)]
    others = [document(n, "quorum con mucho más texto alrededor", thread_id=n) for n in range(31, 36)]
    engine.update([*many, *others], ())
    answer = engine.search(Search(Word("quorum"), EVERYWHERE, limit=10))
    assert answer.capped
    assert len(answer.hits) == 10
    grouped = engine.search(Search(Word("quorum"), EVERYWHERE, limit=10, threads=True))
    assert grouped.capped
    assert {hit.thread_id for hit in grouped.hits} == {1, *range(31, 36)}


def test_an_article_of_a_law_is_found_however_it_is_cited(engine):
    texts = {
        1: "Según el artículo 16.4 de la ley",
        2: "Véase el art. 16.4",
        3: "Un artículo de 16 páginas sobre arte",
    }
    engine.rebuild(at_once([document(number, text) for number, text in texts.items()]), len)
    for asked in ("art. 16.4", "artículo 16.4"):
        assert set(found(engine, Phrase(asked))) == {1, 2}, asked
        assert set(found(engine, And(tuple(map(Word, asked.split()))))) == {1, 2}, asked
