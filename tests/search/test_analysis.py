"""What of a text is indexed, in each language, and what of a query is looked for."""

import re
import time
from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import LANGUAGES
from forum.search.analysis import WORD, sought, terms


def texts(text, language="es"):
    return [term.text for term in terms(text, language)]


def finds(query, text, language="es", page="es"):
    """Whether a text of a language has the query, which is asked from a page, in one of its places."""
    there = [{term.text, *term.also} for term in terms(text, language)]
    return any(
        all(place & wanted for place, wanted in zip(there[i : i + len(row)], row, strict=True))
        for row in sought(query, page).rows
        for i in range(len(there) - len(row) + 1)
    )


@given(st.text("aéLñtT19 .,·@/+-_:)\n\u0301\u00ad", max_size=40) | st.text(max_size=40))
def test_the_shortcut_for_most_words_finds_none_that_would_be_found_otherwise(text):
    whole = re.compile("(?P<mail>" + WORD.pattern.partition("(?P<mail>")[2], re.VERBOSE)
    found, otherwise = (
        [(one.lastgroup, one.span()) for one in which.finditer(text)] for which in (WORD, whole)
    )
    assert found == otherwise


@pytest.mark.parametrize(
    ("query", "text", "language"),
    [
        ("jueces", "El juez", "es"),
        ("examen", "Los exámenes", "es"),
        ("gestio", "Les gestions", "ca"),
        ("català", "Els catalans", "ca"),
        ("col·legi", "Els col.legis", "ca"),
        ("collegi", "El coŀlegi", "ca"),
        ("placa", "La plaça", "ca"),
        ("oposición", "As oposicións", "gl"),
        ("animal", "Os animais", "gl"),
        ("administrazioa", "Administrazioaren egutegia", "eu"),
        ("policies", "Our policy", "en"),
        ("gob", "En NovaGob", "es"),
        ("novagob", "En NovaGob", "es"),
        ("39/2015", "la Ley 39/2015, de 1 de octubre", "es"),
        ("ley 39/2015", "la Ley 39/2015, de 1 de octubre", "es"),
        ("2015", "la Ley 39/2015", "es"),
        ("art. 23.2", "el art. 23.2 de la ley", "es"),
        ("23,2", "el art. 23.2 de la ley", "es"),
        ("1500", "cobra 1.500 €", "es"),
        ("EBEP", "según el E.B.E.P.", "es"),
        ("e.b.e.p", "el EBEP", "es"),
        ("EEUU", "viaje a EE. UU. en mayo", "es"),
        ("CC.AA.", "las CCAA", "es"),
        ("info@ayuntamiento.example", "a info@ayuntamiento.example, por favor", "es"),
        ("ayuntamiento", "a info@ayuntamiento.example", "es"),
        ("pena", "La peña", "es"),
        ("the civil service", "The civil service", "en"),
        ("código de conducta", "código de conducta", "es"),
    ],
)
@pytest.mark.parametrize("page", LANGUAGES)
def test_a_word_is_found_in_its_forms_from_a_page_in_any_language(query, text, language, page):
    assert finds(query, text, language, page)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("peña", "La pena"),
        ("39/2015", "39 de 2015"),
        ("23.2", "23.3"),
        ("info@uno.example", "info@otro.example"),
        ("NovaGob", "gob"),
    ],
)
def test_what_was_typed_exactly_finds_nothing_looser(query, text):
    assert not finds(query, text)


def test_stop_words_are_those_of_the_text_and_those_of_the_page():
    assert texts("de la función", "es") == texts("función", "es")
    assert texts("the law", "es")[0] == "the"
    assert not sought("de la", "es").rows
    assert sought("the", "es").silent == {"en"}
    assert sought("mes", "es").silent == frozenset()


def test_a_query_has_few_terms_and_one_row_where_the_languages_agree():
    (row,) = sought("administraciones", "es").rows
    assert len(row) == 1
    assert len(row[0]) <= len(LANGUAGES)


@given(st.text(max_size=200), st.sampled_from(LANGUAGES))
def test_a_term_stands_where_its_word_does(text, language):
    place = 0
    for term in terms(text, language):
        assert place <= term.start < term.end <= len(text)
        assert term.text
        assert term.text not in term.also
        place = term.end


@given(st.text(max_size=60), st.sampled_from(LANGUAGES), st.sampled_from(LANGUAGES))
def test_a_text_that_is_more_than_stop_words_is_found_by_itself(text, language, page):
    if sought(text, page).rows and language not in sought(text, page).silent:
        assert finds(text, text, language, page)


@pytest.mark.long
@pytest.mark.parametrize("piece", ["a.", "a.b", "1/", "l.l", "aB", "a@", "EE. ", "1.a", "ñ_", "·l"])
def test_no_text_takes_longer_than_its_length_asks_for(piece):
    def took(times):
        began = time.process_time()
        deque(terms(piece * times), maxlen=0)  # kept, they would have the collector walk the whole run's heap
        return time.process_time() - began

    took(100)
    long, short = (min(took(times) for _ in range(3)) for times in (80_000, 8_000))
    assert long < 20 * max(short, 0.01)


def test_thousands_of_accents_on_a_letter_are_not_sorted():
    began = time.process_time()
    (term,) = terms("z" + "\u0300\u0316" * 30_000)
    assert (term.start, term.end) == (0, 60_001)
    assert time.process_time() - began < 0.5


ARTICLES = [
    ("es", "el artículo 16.4 de la ley"),
    ("es", "ver el art. 16.4"),
    ("es", "según art.16.4 LPAC"),
    ("ca", "l'article 16.4 de la llei"),
    ("gl", "o artigo 16.4 da lei"),
    ("eu", "legearen 16.4 artikuluan"),
    ("en", "Article 16.4 of the act"),
]


@pytest.mark.parametrize(
    "asked", ["art. 16.4", "artículo 16.4", "articulo 16.4", "artigo 16.4", "article 16.4"]
)
@pytest.mark.parametrize(("language", "text"), ARTICLES)
def test_an_article_of_a_law_is_found_however_it_is_cited(language, text, asked):
    held = {word for term in terms(text, language) for word in (term.text, *term.also)}
    for word in asked.split():
        assert any(not held.isdisjoint(place) for place in sought(word, "es").rows[0]), word


def test_what_cites_no_article_is_not_found_by_one():
    held = {
        word for term in terms("El artículo de prensa sobre arte", "es") for word in (term.text, *term.also)
    }
    assert "art." not in held
