"""On every page within reach, whoever reads, each word is in the language of the page."""

import re

import pytest
from babel.messages.catalog import Catalog

from scripts.texts.catalogues import catalogue_path, read
from scripts.texts.checking import PLACE, forms
from scripts.texts.findings import has_letters, is_spanish
from tests.factories import sign_in
from tests.texts.pages import refusals, walk, words_on
from tests.texts.world import build

pytestmark = pytest.mark.long
ENGLISH = re.compile(r"\b(the|is|not|this|your|of|and|must|be|valid|please)\b")
LOOKS = {"es": lambda words: ENGLISH.search(words), "en": is_spanish}  # like the other language


def pattern(texts: set[str]) -> re.Pattern[str]:
    """Finds each of these texts, whatever is filled into them."""
    parts = [".+".join(re.escape(part) for part in PLACE.split(" ".join(text.split()))) for text in texts]
    return re.compile("|".join(parts))


def said(catalog: Catalog, number: int) -> set[str]:
    """Every text of the program in Spanish (0) or as translated (1), but those that are both."""
    sides = [set(), set()]
    for message in filter(lambda one: one.id, catalog):
        sides[0].update(forms(message.id))
        sides[1].update(forms(message.string))
    return {text for text in sides[number] - sides[1 - number] if has_letters(PLACE.sub("", text))}


@pytest.fixture(scope="module")
def other_language() -> dict[str, re.Pattern[str]]:
    """What must not stand on a page, by the language of the page."""
    catalog = read(catalogue_path("en"))
    return {"en": pattern(said(catalog, 0)), "es": pattern(said(catalog, 1))}


def misplaced(pages, language, other):
    """The words of a page that are in another language, by address."""
    for address, html in pages.items():
        for words in words_on(html, language):
            if other.fullmatch(words) or LOOKS[language](words):
                yield f"{address}: {words}"


@pytest.mark.parametrize("role", ["guest", "member", "moderator", "admin"])
def test_every_page_is_in_one_language(client, index, other_language, role):
    people = build(client)
    if role in people:
        sign_in(client, people[role])
    for language, other in other_language.items():
        pages = walk(client, language)
        assert len(pages) > 30
        assert ("/moderation/" in pages) == (role in ("moderator", "admin"))
        assert ("/admin/groups" in pages) == (role == "admin")
        refused = dict(refusals(client, pages, language))
        assert refused
        assert "\n".join(sorted(set(misplaced(pages | refused, language, other)))) == ""
