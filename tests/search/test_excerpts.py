"""Excerpts show why a post was found, and nothing that a person wrote is HTML in them."""

from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from config import LANGUAGES
from forum.search.analysis import sought, terms
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


WRITTEN = [
    *["permuta", "Lugo", "nóminas", "la", "de", "the", "peña", "PENA", "NovaGob", "gob", "39/2015", "2015"],
    *["Art.", "16.4", "artículo", "artikulua", "col·laboració", "E.B.E.P.", "ebep", "EE. UU.", "23,2"],
    "ana@x.es",
]
BETWEEN = [" ", ", ", ". ", "; ", "\n", "-", "/", "."]
TEXTS = st.lists(st.tuples(st.sampled_from(WRITTEN), st.sampled_from(BETWEEN)), max_size=20).map(
    lambda parts: "".join(part for pair in parts for part in pair)
)
PHRASES = st.lists(st.sampled_from(WRITTEN), min_size=1, max_size=3).map(" ".join)


@given(TEXTS, PHRASES, st.sampled_from(LANGUAGES), st.sampled_from(LANGUAGES))
@example("De permuta, la de Lugo.", "permuta de lugo", "es", "es")
@example("Art. 39/2015 y 39/2015 Art.", "artículo 39/2015", "es", "en")
def test_what_is_marked_is_what_the_index_would_find_in_the_text(text, phrase, language, page):
    rows = sought(phrase, page).rows
    there = [{term.text, *term.also} for term in terms(text, language)]
    stands = [
        all(held & place for held, place in zip(there[start:], row, strict=False))
        for row in rows
        for start in range(len(there) - len(row) + 1)
    ]
    assert bool(Marker(Phrase(phrase), page).hits(text, language)) == any(stands)


@given(st.text(max_size=600), st.text(min_size=1, max_size=12))
def test_whatever_people_write_stays_text(text, word):
    text = f"{text} <script>permuta</script> & {word}"
    excerpt = Marker(And((Word("permuta"), Word(word), Phrase(f"{word} permuta")))).excerpt(text)
    inside = excerpt.replace("<mark>", "").replace("</mark>", "").removeprefix("… ").removesuffix(" …")
    assert "<" not in inside
    assert Markup(inside).unescape() in text
    assert escape(Markup(inside).unescape()) == inside
