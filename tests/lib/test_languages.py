"""The language of a text is guessed where its letters tell, and left open where they don't."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import LANGUAGES
from forum.lib.languages import SHORTEST, guessed

TEXTS = {
    "es": "Llevo seis años de interina en el ayuntamiento y nadie sabe decirme cuándo sale la convocatoria.",
    "ca": "Fa sis anys que soc interina a l'ajuntament i ningú no sap dir-me quan sortirà la convocatòria.",
    "gl": "Levo seis anos de interina no concello e ninguén sabe dicirme cando vai saír a convocatoria.",
    "eu": "Sei urte daramatzat udaletxean bitarteko gisa eta inork ez daki deialdia noiz aterako den.",
    "en": "I have been on a temporary contract at the town hall for six years and nobody knows of any date.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_is_enough(language):
    assert guessed(TEXTS[language]) == language
    assert guessed(f"\n\n{TEXTS[language]}\n" * 400) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Gràcies a tothom!",
        "x" * 200,
        "1234567890 " * 20,
        "Ich arbeite seit sechs Jahren im Rathaus, und niemand weiß, wann die Stelle ausgeschrieben wird.",
    ],
)
def test_what_does_not_tell_stays_open(text):
    assert guessed(text) is None


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=3 * SHORTEST))
def test_whatever_is_written_is_one_of_ours_or_open(text):
    assert guessed(text) in (None, *LANGUAGES)
