"""The query language: whatever is typed has a meaning, or a message."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.search.query import And, Days, Filter, InTitle, Not, Or, Phrase, Prefix, Word, parse, words_of
from forum.search.query.dates import today
from forum.search.query.parser import DEEPEST, LONGEST, MOST_WORDS


@pytest.fixture(autouse=True)
def speaking(plain_app):
    with plain_app.test_request_context("/"):
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
        ("“permuta de lugo”", Phrase("permuta de lugo")),
        ("lugo AND vigo", And((Word("lugo"), Word("vigo")))),
        ("permuta (lugo vigo)", And((Word("permuta"), Word("lugo"), Word("vigo")))),
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
    assert parse(text).tree == tree


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("autor:Ana", Filter("author", ("ana",))),
        ("-autora:@ana", Not(Filter("author", ("ana",)))),
        ('etiqueta:"empleados públicos"', Filter("tag", ("empleados-publicos",))),
        ("@Ana", Filter("author", ("ana",))),
        ("autor:ana autor:eva", Filter("author", ("ana", "eva"))),
        ("tags:a,b", Filter("tag", ("a", "b"))),
        ("etiketa:x", Filter("tag", ("x",))),
        ("taldea:archivo", Filter("group", ("archivo",))),
        ("tipo:entrada", Filter("kind", ("entry",))),
        ("mota:eztabaida", Filter("kind", ("debate",))),
        ("KIND:Debate", Filter("kind", ("debate",))),
    ],
)
def test_operators_in_five_languages(text, expected):
    assert parse(text).tree == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("desde:2026", Days(first=date(2026, 1, 1))),
        ("des de:x desde:2026-09", And((Word("des"), Word("de:x"), Days(first=date(2026, 9, 1))))),
        ("hasta:2026-09", Days(last=date(2026, 9, 30))),
        ("antes:2026-09-14", Days(last=date(2026, 9, 13))),
        ("después:2026-02", Days(first=date(2026, 3, 1))),
        ("noiztik:2024-02-29 arte:2024", And((Days(first=date(2024, 2, 29)), Days(last=date(2024, 12, 31))))),
        ("-desde:2026-09", Not(Days(first=date(2026, 9, 1)))),
        ("desde:2026/9/4", Days(first=date(2026, 9, 4))),
    ],
)
def test_days(text, expected):
    assert parse(text).tree == expected


def test_today_is_the_day_where_the_site_is():
    day = today()
    assert parse("desde:hoy").tree == Days(first=day)
    assert parse("hasta:atzo").tree == Days(last=day - timedelta(days=1))


def test_operators_stand_in_brackets_and_alternatives():
    ana, eva, pay = Filter("author", ("ana",)), Filter("author", ("eva",)), Filter("tag", ("nomina",))
    assert parse("autor:ana O autor:eva").tree == Or((ana, eva))
    assert parse("-(autor:ana etiqueta:nómina)").tree == Not(And((ana, pay)))


def test_where_to_look_is_about_the_words_beside_it():
    assert parse("en:título nómina -x").tree == And((InTitle(Word("nómina")), Not(InTitle(Word("x")))))
    assert parse("-en:título nómina").tree == And((Word("nómina"), Not(InTitle(Word("nómina")))))
    assert parse("in:replies nómina").tree == And((Filter("part", ("replies",)), Word("nómina")))


def test_tags_add_up():
    assert parse("etiqueta:a etiqueta:b").tree == And((Filter("tag", ("a",)), Filter("tag", ("b",))))


def test_the_filters_of_the_address_narrow_what_was_typed():
    query = parse("tipo:entrada", {"kind": "debate", "tag": "Empleados públicos"})
    assert query.tree == And(
        (Filter("kind", ("entry",)), Filter("kind", ("debate",)), Filter("tag", ("empleados-publicos",)))
    )
    assert [str(typed) for typed in query.typed] == ["tipo:entrada"]
    assert parse("", {"after": "2026-02-30"}).notes


def test_a_slip_in_an_operator_gets_a_hint():
    query = parse("autro:ana permuta")
    assert "«autor:»" in query.notes[0].text
    assert query.tree == And((Word("autro:ana"), Word("permuta")))


def test_an_operator_of_another_language_with_a_value_that_it_cannot_take_is_plain_text():
    query = parse("arte:moderno mota:noble")
    assert query.tree == And((Word("arte:moderno"), Word("mota:noble")))
    assert not query.notes


def test_an_operator_without_a_value_is_told_so():
    assert "valor" in parse("etiqueta: permuta").notes[0].text
    assert parse("etiqueta: permuta").tree == Word("permuta")


@pytest.mark.parametrize(
    "text", ["desde:2026-13", "desde:nunca", "tipo:rareza", "orden:azar", "antes:0", "emp*"]
)
def test_a_value_that_means_nothing_gets_a_message_and_the_rest_still_runs(text):
    query = parse(f"permuta {text}")
    assert query.notes
    assert next(words_of(query.tree)) == Word("permuta")


def test_a_long_query_is_cut_and_says_so():
    query = parse("palabra " * 1_250)
    assert "200" in query.notes[0].text
    words = list(words_of(query.tree))
    assert len(words) <= LONGEST // 8
    assert set(words) == {Word("palabra")}


@given(st.text(max_size=400) | st.text(alphabet='ab"-()*: OU\x00\ud800', max_size=400))
def test_nothing_that_is_typed_is_an_error(plain_app, text):
    with plain_app.test_request_context("/"):
        query = parse(text, {"tag": text, "after": text, "kind": text})
    assert sum(1 for _ in words_of(query.tree)) <= MOST_WORDS
    assert deepest(query.tree) <= 2 * DEEPEST + 3


def deepest(node):
    """How deep a tree is."""
    parts = node.parts if isinstance(node, And | Or) else (node.part,) if isinstance(node, Not) else ()
    return 1 + max(map(deepest, parts), default=0)
