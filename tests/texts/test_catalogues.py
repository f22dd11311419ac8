"""The check of the catalogues finds what a translator may forget or get wrong."""

import pytest
from babel.messages.catalog import Catalog

from scripts.texts.catalogues import extracted, read, write
from scripts.texts.checking import problems
from scripts.texts.terms import Terms

TEXT, NUMBERED = "Hola, %(name)s.", ("%(num)d hilo", "%(num)d hilos")
TERMS = Terms(wanted={r"\bhilos?\b": r"\bthread"}, avoided={"!": "a full stop"})


def catalogue(**messages):
    """The template of two texts, and a catalogue that translates them as told."""
    template, catalog = Catalog(), Catalog(locale="en")
    template.add(TEXT)
    template.add(NUMBERED)
    catalog.add(TEXT, messages.get("text", "Hello, %(name)s."), flags=messages.get("flags", ()))
    catalog.add(NUMBERED, messages.get("numbered", ("%(num)d thread", "%(num)d threads")))
    return catalog, template


def found(**messages):
    catalog, template = catalogue(**messages)
    return [problem.partition(":")[0] for problem in problems(catalog, template, TERMS)]


def test_a_whole_catalogue_has_no_problem():
    assert found() == []


@pytest.mark.parametrize(
    ("messages", "problem"),
    [
        ({"text": ""}, "not translated"),
        ({"numbered": ("%(num)d thread", "")}, "not translated"),
        ({"flags": ("fuzzy",)}, "fuzzy"),
        ({"text": "Hello, %(nombre)s."}, "other placeholders"),
        ({"text": "Hello."}, "other placeholders"),
        ({"text": "Hello, %(name)s, 5 %."}, "other placeholders"),
        ({"numbered": ("one thread", "%(num)d threads")}, "other placeholders"),
        ({"text": "Hello, %(name)s"}, "other end"),
        ({"text": " Hello, %(name)s."}, "other space around it"),
        ({"numbered": ("%(num)d topic", "%(num)d threads")}, r"without /\bthread/"),
        ({"text": "Hello! %(name)s."}, "a full stop instead of /!/"),
    ],
)
def test_what_is_wrong_is_found(messages, problem):
    assert found(**messages) == [problem]


def test_another_rule_for_plurals_than_the_languages_is_found():
    catalog, template = catalogue()
    catalog._plural_expr = "n > 1"
    [problem] = problems(catalog, template, TERMS)
    assert problem.startswith("its plural forms are not")


def test_texts_that_are_missing_or_no_longer_in_the_code_are_found():
    catalog, template = catalogue()
    catalog.delete(TEXT)
    catalog.add("Adiós.", "Goodbye.")
    assert problems(catalog, template, TERMS) == [f"not translated: {TEXT}", "not in the code: Adiós."]


def test_the_same_words_mean_two_things_where_a_context_says_so():
    texts = extracted()
    assert texts.get("Retirar") is not None
    assert texts.get("Retirar", "a post of one's own") is not None


def test_what_was_written_is_read_again(tmp_path):
    path = tmp_path / "en" / "LC_MESSAGES" / "messages.po"
    catalog, template = catalogue()
    write(path, catalog)
    once = path.read_text()
    assert problems(read(path), template, TERMS) == []
    write(path, read(path))
    assert path.read_text() == once
