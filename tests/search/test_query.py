"""The query language: whatever is typed has a meaning, or a message."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.search.query import And, Filter, Not, Or, Phrase, Prefix, Word, parse, words_of
from forum.search.query.parser import LONGEST, MOST_WORDS


@pytest.fixture(autouse=True)
def speaking(app):
    with app.test_request_context("/"):
        yield


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("permuta", Word("permuta")),
        ("permuta lugo", And((Word("permuta"), Word("lugo")))),
        ('"permuta de lugo"', Phrase("permuta de lugo")),
        ("permuta -vigo", And((Word("permuta"), Not(Word("vigo"))))),
        ('-"mala frase" x', And((Not(Phrase("mala frase")), Word("x")))),
        ("lugo O vigo", Or((Word("lugo"), Word("vigo")))),
        ("permuta (lugo EDO vigo)", And((Word("permuta"), Or((Word("lugo"), Word("vigo")))))),
        ("emplead*", Prefix("emplead")),
        ("emp*", Word("emp")),
        ("nota:importante", Word("nota:importante")),
        ("(((", None),
        ("", None),
        ("* - O ( )", None),
        ("o u", And((Word("o"), Word("u")))),
    ],
)
def test_words(text, tree):
    assert parse(text).words == tree


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("autor:Ana", Filter("author", "ana")),
        ("-autora:@ana", Filter("author", "ana", negative=True)),
        ('etiqueta:"empleados públicos"', Filter("tag", "empleados-publicos")),
        ("etiketa:x", Filter("tag", "x")),
        ("taldea:archivo", Filter("group", "archivo")),
        ("tipo:entrada", Filter("kind", "entry")),
        ("mota:eztabaida", Filter("kind", "debate")),
        ("KIND:Debate", Filter("kind", "debate")),
    ],
)
def test_operators_in_five_languages(text, expected):
    assert parse(text).filters == (expected,)
    assert parse(text).words is None


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("desde:2026", date(2026, 1, 1), None),
        ("des de:x desde:2026-09", date(2026, 9, 1), None),
        ("hasta:2026-09", None, date(2026, 9, 30)),
        ("antes:2026-09-14", None, date(2026, 9, 13)),
        ("después:2026-02", date(2026, 3, 1), None),
        ("noiztik:2024-02-29 arte:2024", date(2024, 2, 29), date(2024, 12, 31)),
        ("desde:hoy", date.today(), None),
        ("hasta:ayer", None, date.today() - timedelta(days=1)),
    ],
)
def test_days(text, since, until):
    query = parse(text)
    assert (query.since, query.until) == (since, until)


@pytest.mark.parametrize("text", ["desde:2026-13", "desde:nunca", "tipo:rareza", "orden:azar", "antes:0"])
def test_a_value_that_means_nothing_gets_a_message_and_the_rest_still_runs(text):
    query = parse(f"permuta {text}")
    assert query.notes
    assert query.words == Word("permuta")


def test_a_long_query_is_cut_and_says_so():
    query = parse("palabra " * 1_250)
    assert "200" in query.notes[0]
    assert len(list(words_of(query.words))) <= LONGEST // 8


@given(st.text(max_size=400) | st.text(alphabet='ab"-()*: OU\x00\ud800', max_size=400))
def test_nothing_that_is_typed_is_an_error(app, text):
    with app.test_request_context("/"):
        query = parse(text)
    assert sum(1 for _ in words_of(query.words)) <= MOST_WORDS
