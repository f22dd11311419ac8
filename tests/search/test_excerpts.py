"""Excerpts show why a post was found, and nothing that a person wrote is HTML in them."""

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from forum.search.excerpts import LENGTH, Marker
from forum.search.query import And, Not, Phrase, Prefix, Word


def test_the_words_are_marked_in_any_form():
    text = "Las nóminas, la peña y los empleados."
    assert Marker(And((Word("nomina"), Word("PENA"), Prefix("emplead")))).excerpt(text) == Markup(
        "Las <mark>nóminas</mark>, la <mark>peña</mark> y los <mark>empleados</mark>."
    )


def test_a_phrase_is_marked_as_one_and_only_where_it_stands():
    marked = Marker(Phrase("código de conducta")).excerpt("La conducta, según el Código de conducta.")
    assert marked == Markup("La conducta, según el <mark>Código de conducta</mark>.")


def test_what_is_excluded_is_not_marked():
    assert "<mark>" not in Marker(And((Word("lugo"), Not(Word("vigo"))))).excerpt("De Vigo.")


def test_a_long_text_is_cut_around_the_most_words():
    text = "permuta " + "relleno " * 400 + "permuta de Lugo " + "relleno " * 400
    excerpt = Marker(And((Word("permuta"), Word("lugo")))).excerpt(text)
    assert "<mark>permuta</mark> de <mark>Lugo</mark>" in excerpt
    assert excerpt.startswith("… ")
    assert excerpt.endswith(" …")
    assert len(excerpt) < LENGTH + 60


def test_without_a_hit_the_beginning_is_shown():
    assert Marker(None).excerpt("Empieza así. " + "x " * 400).startswith("Empieza así.")


@given(st.text(max_size=600), st.text(min_size=1, max_size=12))
def test_whatever_people_write_stays_text(text, word):
    text = f"{text} <script>permuta</script> & {word}"
    excerpt = Marker(And((Word("permuta"), Word(word), Phrase(f"{word} permuta")))).excerpt(text)
    inside = excerpt.replace("<mark>", "").replace("</mark>", "").removeprefix("… ").removesuffix(" …")
    assert "<" not in inside
    assert Markup(inside).unescape() in text
    assert escape(Markup(inside).unescape()) == inside
