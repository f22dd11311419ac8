"""Watched words: what a pattern finds, what is refused, and that none takes long."""

import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.lib.alike import ALIKE, folded_char
from forum.moderation.screening.folding import DIGITS, Words, fold
from forum.moderation.screening.patterns import (
    BadPattern,
    LooksLikeRegex,
    Pattern,
    TooBroad,
    TooLong,
    replaced,
)

LONG = 100_000  # characters
SECONDS = 1.0  # of processor time, for any text of that length


def finds(pattern: str, text: str) -> bool:
    return Pattern(pattern).matches(Words(text))


@pytest.mark.parametrize(
    "text",
    [
        "el Casino",
        "CASINÓ",
        "c\u200bas\u00adi\u2060no",
        "с\u0430sіnо",
        "c4s1n0",
        "ven: c.a.s.i.n.o",
        "ｃａｓｉｎｏ",
        "𝓬𝓪𝓼𝓲𝓷𝓸",
        "cas\u0301i\u0336no",
        "(casino)",
        "_casino_",
    ],
)
def test_a_word_is_found_however_it_is_written(text):
    assert finds("casino", text)


@pytest.mark.parametrize("text", ["casinos", "ocasino", "casi no", "", "cas"])
def test_a_word_is_whole(text):
    assert not finds("casino", text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("casin*", "los casinos"),
        ("*bet", "sportbet"),
        ("*casa*", "mascasas"),
        ("b?tcoin", "bitcoin y b1tcoin"),
        ("premio seguro", "un premio, ¡seguro!"),
        ("premio * seguro", "premio muy seguro"),
        ("casino|ruleta online", "la ruleta   online"),
        ("bit.ly", "https://bit.ly/3x"),
        ("a*bcd*bcd", "axbcdbcd"),
        ("covid19", "el COVID19"),
        ("ñandú", "un ÑANDU"),
    ],
)
def test_what_a_pattern_finds(pattern, text):
    assert finds(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("casin*", "ocasino"),
        ("abc*abc", "abcabc"[:4]),
        ("abc*cde", "abcde"),
        ("b?tcoin", "btcoin"),
        ("premio seguro", "seguro premio"),
        ("premio * seguro", "premio seguro"),
        ("ano", "año"),
        ("casino", "casi\nno"),
    ],
)
def test_what_a_pattern_does_not_find(pattern, text):
    assert not finds(pattern, text)


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", r"\bcasino\b", "[a-z]*", "a{3,}", "^casino", "(casino|ruleta)+"]
)
def test_a_regular_expression_is_refused(pattern):
    with pytest.raises(LooksLikeRegex):
        Pattern(pattern)


@pytest.mark.parametrize(
    "pattern", ["", "   ", "*", "a", "a*", "*ab*", "??????", "* casino", "casino *", "casino|", "!"]
)
def test_what_would_match_nearly_everything_is_refused(pattern):
    with pytest.raises(TooBroad):
        Pattern(pattern)


@pytest.mark.parametrize(
    "pattern", ["x" * 201, "|".join(["casino"] * 21), "uno dos tres cuatro cinco seis siete ocho nueve"]
)
def test_too_long_a_pattern_is_refused(pattern):
    with pytest.raises(TooLong):
        Pattern(pattern)


def test_what_is_found_is_replaced_and_the_rest_stays_as_it_was():
    text = "Ven al **C4sinó**: el ca\u200bsino,\nno los casinos."
    assert replaced(text, Pattern("casino"), "[…]") == "Ven al **[…]**: el […],\nno los casinos."
    assert replaced("Nada que ver", Pattern("casino"), "x") == "Nada que ver"


@given(st.text(max_size=200))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="abcdehijklmnopqrstuvwxy", min_size=4, max_size=20), st.data())
def test_a_word_with_look_alikes_is_the_word(word, data):
    drawn = {latin: [latin, latin.upper(), *(k for k, v in ALIKE.items() if v == latin)] for latin in word}
    disguised = "".join(
        data.draw(st.sampled_from(drawn[char]))
        + data.draw(st.sampled_from(["", "\u200d", "\u0301", "\u00ad"]))
        for char in word
    )
    assert finds(word, f"y {disguised} fin")


@given(st.text(max_size=300))
def test_places_lie_in_the_text(text):
    words = Words(text)
    for place in range(len(words.list)):
        start, end = words.span(place, place)
        assert 0 <= start < end <= len(words.source)


@given(
    st.text(alphabet=string.ascii_lowercase[:3] + "*?| ", max_size=40),
    st.text(alphabet=string.ascii_lowercase[:3] + " ", max_size=60),
)
def test_a_pattern_finds_what_its_words_say(given_pattern, text):
    try:
        pattern = Pattern(given_pattern)
    except BadPattern:
        return
    assert pattern.matches(Words(text)) == any(
        naive(one.split(), fold(text).split()) for one in given_pattern.split("|")
    )


def naive(pieces, words):
    """The same by trying everything."""
    starts = range(len(words) - len(pieces) + 1)
    return any(all(glob(piece, words[n + k]) for k, piece in enumerate(pieces)) for n in starts)


def glob(piece, word):
    if not piece:
        return not word
    if piece[0] == "*":
        return glob(piece[1:], word) or bool(word and glob(piece, word[1:]))
    return bool(word) and piece[0] in ("?", word[0]) and glob(piece[1:], word[1:])


PATTERNS = [
    "aaa*aaa*aaa*aab",
    "*aaa*aaa*",
    "aaa?a?a?a?a?b*",
    "casino " * 7 + "casina",
    "*aaa * aaa* * aaa",
    "|".join(["*asi*no*"] * 20),
    "?aaa????????????????????????b",
]
TEXTS = {
    "one letter": "a" * LONG,
    "one word": "casino " * (LONG // 7),
    "many words": "".join(f"casin{n} " for n in range(LONG // 11)),
    "letters": "a " * (LONG // 2),
    "short words": "aaa " * (LONG // 4),
    "accents": "e\u0301\u0336" * (LONG // 3),
    "unseen": "\u200b" * LONG,
    "ligatures": "\ufdfa" * (LONG // 2),
    "other letters": "саѕіnо" * (LONG // 6),
    "digits": "1" * LONG,
    "stops": "." * LONG,
}


@pytest.mark.parametrize("text", TEXTS)
def test_no_pattern_takes_long_on_any_text(text):
    patterns = [Pattern(pattern) for pattern in PATTERNS]
    began = time.process_time()
    words = Words(TEXTS[text])
    for pattern in patterns:
        list(pattern.found(words))
    words.span(0, len(words.list) - 1) if words.list else None
    assert time.process_time() - began < SECONDS


def test_many_patterns_take_little_on_an_ordinary_text():
    patterns = [Pattern(f"prohibida{n}*|otra cosa {n}") for n in range(500)]
    began = time.process_time()
    words = Words("El concejo acordó la convocatoria de las plazas de administrativo. " * 100)
    assert not any(pattern.matches(words) for pattern in patterns)
    assert time.process_time() - began < SECONDS


def test_every_look_alike_is_one_letter():
    assert {len(latin) for latin in ALIKE.values()} == {1}
    assert all(folded_char(char) == latin for char, latin in ALIKE.items())
    assert set(DIGITS.values()) <= set(map(ord, string.ascii_lowercase))
