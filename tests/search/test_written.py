"""A tree written in the words of any language is read as the same tree."""

from datetime import date

import pytest
from flask_babel import force_locale
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from forum.search.query import (
    And,
    Days,
    Filter,
    InTitle,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    joined,
    parse,
    written,
)
from forum.search.query.choices import CHOICES
from forum.search.query.reading import LONGEST
from forum.search.query.shaping import in_titles, together

LANGUAGES = ("es", "ca", "gl", "eu", "en")
LETTERS = st.text("abcñéü1", min_size=1, max_size=6)
NAMES = st.text("abc-", min_size=1, max_size=6).filter(
    lambda text: text.strip("-") == text and "--" not in text
)
WORDS = (
    LETTERS.map(Word)
    | st.lists(LETTERS, min_size=1, max_size=3).map(" ".join).map(Phrase)
    | st.text("abcñ", min_size=4, max_size=6).map(Prefix)
)
DATES = st.dates(date(1000, 1, 2), date(9998, 12, 30))


def filters(name, values):
    return (
        st.lists(values, min_size=1, max_size=3, unique=True).map(tuple).map(lambda each: Filter(name, each))
    )


FILTERS = st.one_of(
    *(filters(name, NAMES) for name in ("author", "tag", "group", "organisation")),
    *(filters(name, st.sampled_from([*CHOICES[name]])) for name in ("kind", "status", "me")),
    filters("part", st.sampled_from(["opening", "replies"])),
    DATES.map(lambda day: Days(first=day)),
    DATES.map(lambda day: Days(last=day)),
)


def larger(parts):
    """Trees of these, as the parser makes them."""
    some = st.lists(parts, min_size=2, max_size=3)
    return st.one_of(
        some.map(lambda each: joined(And, in_titles(together(each)))),
        some.map(lambda each: joined(Or, each)),
        parts.map(Not),
    )


TREES = st.recursive(WORDS | FILTERS | WORDS.map(InTitle), larger, max_leaves=6)


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None)
@given(tree=TREES)
def test_what_is_written_is_read_as_the_same(plain_app, language, tree):
    text = written(tree, language)
    assume(len(text) <= LONGEST)
    with plain_app.test_request_context("/"), force_locale(language):
        query = parse(text)
    assert query.tree == tree
    assert not query.notes


WORDS_TYPED = """permuta -lugo --x "ley" turno* a*b en:título -in:title en:título,apertura autor:ana
egilea:eva -tag:b 7d hasta:2026-09"""


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None)
@given(
    tokens=st.lists(
        st.sampled_from(
            ["(", ")", "-(", "O", "OR", "AND", *WORDS_TYPED.split()],
        ),
        max_size=9,
    )
)
def test_what_was_read_and_written_is_read_as_the_same(plain_app, language, tokens):
    with plain_app.test_request_context("/"), force_locale(language):
        tree = parse(" ".join(tokens)).tree
        text = written(tree, language)
        assume(len(text) <= LONGEST)
        assert parse(text).tree == tree
