"""«¿Querías decir…?»: what finds more, if few posts have what was typed."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from forum.extensions import db
from forum.search.jobs import index_changes, rebuild
from forum.search.models import SearchWord
from forum.search.spelling.neighbours import LETTERS, slips
from tests.factories import make_group, make_reply, make_thread, make_user, sign_in
from tests.statements import statements


def meant(client, q, **more):
    """The text that the page offers instead, how many posts it says to find, and its address."""
    page = client.get("/search", query_string={"q": q, **more}).text
    found = re.search(r"data-correction>.*?<a href=\"(.*?)\">«(.*?)»</a>.*?([\d.]+) resultado", page)
    return (unescape(re.sub("<[^>]*>", "", found[2])), int(found[3]), unescape(found[1])) if found else None


@pytest.fixture
def debate(app):
    thread = make_thread("Los empleados públicos", "La administración contesta.", tags=["huerto"])
    for _ in range(2):
        make_reply(thread, "Los empleados públicos cobran la nómina.")
    make_thread("Murcia", "Empleadas de Murcia.")
    index_changes()
    return thread


@pytest.mark.parametrize(
    ("q", "better"),
    [
        ("emplados", "empleados"),
        ("empleaods publicos", "empleados publicos"),
        ("admnistracion", "administración"),
        ('"emplados públicos" etiqueta:huerto', '"empleados públicos" etiqueta:huerto'),
        ("emplados publicso -zanahoria", "empleados públicos -zanahoria"),
        ("en:título emplados", "en:título empleados"),
        ("(emplados O zanahoria) tipo:debate", "(empleados O zanahoria) tipo:debate"),
        ("emplados <&>", "empleados <&>"),
    ],
)
def test_a_slip_is_mended_where_that_finds_more_and_operators_stay(client, debate, q, better):
    text, posts, address = meant(client, q)
    assert text == better
    page = client.get(address).text
    assert f"<strong>{posts} resultado" in page
    assert "data-correction" not in page


def test_one_word_is_mended_though_another_is_found_nowhere(client, debate):
    assert meant(client, "emplados zzzz")[0] == "empleados zzzz"


@pytest.mark.parametrize(
    "q",
    [
        "empleados",
        "zanahoria",
        "mplados",
        "emplados -empleados",
        "-emplados",
        "autor:emplados",
        "emplado*",
        "de",
    ],
)
def test_nothing_is_offered_that_would_find_no_more(client, debate, q):
    assert meant(client, q) is None


def test_filters_beside_the_words_stay(client, debate):
    assert meant(client, "emplados", tag="huerto")[2] == "/search?q=empleados&tag=huerto"
    assert meant(client, "emplados", until="2001-01-01") is None


def test_words_that_only_others_may_read_are_never_offered(client):
    member = make_user()
    secret = make_group(visibility="private", members=(member,))
    for _ in range(3):
        make_thread("El expediente Calabaza", group=secret)
    make_thread("Calabozo", "Un calabozo.")
    index_changes()
    assert meant(client, "calabaxa") is None
    assert meant(client, "expedeinte") is None
    assert meant(client, "expedeinte calaboso zzzz")[0] == "expedeinte calabozo zzzz"
    sign_in(client, member)
    assert meant(client, "calabaxa")[0] == "calabaza"


def test_words_are_learnt_as_posts_are_indexed_and_counted_anew_by_a_rebuild(debate):
    def known():
        return {one.written: (one.word, one.posts) for one in db.session.scalars(db.select(SearchWord))}

    before = known()
    assert before["nómina"] == ("nomina", 2)
    assert before["públicos"] == ("publicos", 3)
    assert "los" not in before
    make_reply(debate, "Otra nómina.")
    index_changes()
    after = known()
    assert after["nómina"] == ("nomina", 3)
    assert after["otra"] == ("otra", 1)
    rebuild()
    assert known() == after


def test_one_statement_looks_words_up_where_few_are_found(client, debate):
    def asked(q):
        with statements() as seen:
            client.get("/search", query_string={"q": q})
        return sum("search_words" in one for one in seen)

    make_reply(debate, "Una zanahoria.")
    index_changes()
    assert asked("zanahoria calabaza pepino tomate") == 1
    assert asked("zanahoria") == 1
    for _ in range(5):
        make_reply(debate, "Otra zanahoria.")
    index_changes()
    assert asked("zanahoria") == 0


@given(st.text(LETTERS, min_size=4, max_size=12), st.text(LETTERS, min_size=4, max_size=12))
def test_slips_are_those_of_one_edit(word, other):
    near = slips(word)
    assert word not in near
    assert all(abs(len(one) - len(word)) <= 1 and one[0] == word[0] for one in near)
    assert (other in near) == (word in slips(other))


@pytest.mark.parametrize("word", ["ﷺ" * 12, "e" + "\u0301\u0316" * 10_000, "İ" * 30, "㎏" * 30])
def test_no_word_stops_the_index(index, word):
    make_thread("Permuta", f"Palabra {word}")
    assert index_changes() == 1
    assert rebuild() == 1
    assert db.session.scalar(select(SearchWord.posts).where(SearchWord.written == "palabra"))
