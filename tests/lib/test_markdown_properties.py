"""What holds for every text: no word is lost, and whatever is written, what is shown is safe."""

import re
import unicodedata
from collections import Counter
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.lib.html.characters import balanced, storable
from forum.lib.markdown import TextRefused, render, render_html
from tests.safe_html import IMPORTED, faults, open_turns

KNOWN = "alcalde bandera camino dehesa ermita fuente garita huerta iglesia jardin".split()
WORDS = st.sampled_from(KNOWN)
SIGNS = st.sampled_from(
    [
        *"\n\n \t*_~`#>-+|[]()!<>&\\:\"'=.1@^$",
        *[
            "\n\n",
            "\n    ",
            "\n> ",
            "\n- ",
            "\n1. ",
            "\n# ",
            "\n---\n",
            "\n|-|-|\n",
            "|",
            "](/",
            "![",
            "](/files/a.png",
        ],
        *[
            "[^1]",
            "\n[^1]: ",
            "\n[^2]: ",
            "^[",
            "\n[1]: /",
            "][1]",
            "\n```\n",
            "\n~~~\n",
            "- [ ] ",
            "- [x] ",
            "**",
        ],
        *["https://", "www.", "&lt;", "&#x202e;", "  \n", "\\\n", '"', " 'x'"],
    ]
)
MARKDOWN = st.lists(WORDS | SIGNS, max_size=40).map("".join)
TAGS = st.sampled_from(
    "a abbr article b blockquote button center code dd details div dl dt em figure figcaption font form h1 "
    "h2 h5 header i iframe img label li main math menu noscript object ol option p pre section select span "
    "strike strong summary sup svg table tbody td template textarea th title tr tt u ul video xmp".split()
)
ATTRIBUTES = st.sampled_from(
    ["", " href=/a", " href=#a", " id=a", " class=a", " src=/files/a.png", " src=//x.es/a"]
)
PIECES = st.one_of(
    WORDS.map(lambda word: f" {word} "),
    st.tuples(TAGS, ATTRIBUTES).map(lambda tag: f"<{tag[0]}{tag[1]}>"),
    TAGS.map(lambda tag: f"</{tag}>"),
    st.sampled_from(["\n", "&amp;", "<!-- x -->", "<br>", "<hr>", "\u202e", "\u2069"]),
)
MARKUP = st.lists(PIECES, max_size=40).map("".join)


def words(text: str) -> Counter[str]:
    return Counter(re.findall("|".join(KNOWN), text))


@pytest.mark.long
@given(MARKDOWN)
@settings(max_examples=200, deadline=None)
def test_no_word_of_a_text_is_lost(source):
    made = render(source)
    assert faults(made.html) == []
    shown = words(unescape(made.html))  # of titles and addresses too
    said = re.sub(r"(```|~~~)[`~ ]*\w+", "", source)  # the name of a program's language is no word
    assert words(said) - shown == Counter()


@pytest.mark.long
@given(MARKUP)
@settings(max_examples=150, deadline=None)
def test_no_word_of_imported_html_is_lost(source):
    seen = re.sub(r"(?s)<iframe[^>]*>.*?(</iframe>|$)", "", source)
    made = render_html(source)
    assert faults(made.html, IMPORTED) == []
    assert words(seen) - words(made.text) == Counter()


@pytest.mark.long
@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_text_is_safe_or_refused(text):
    for act, tags in ((render, []), (render_html, [IMPORTED])):
        try:
            assert faults(act(text).html, *tags) == []
        except TextRefused:
            continue


@given(st.text(st.sampled_from("a \u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"), max_size=30))
def test_changes_of_direction_are_closed_once_and_for_all(text):
    made = balanced(text)
    assert open_turns(made) == 0
    assert balanced(made) == made
    assert re.sub("[^a ]", "", made) == re.sub("[^a ]", "", text)


def is_unfit(char: str) -> bool:
    """Whether the HTML standard allows a character in no page."""
    code = ord(char)
    control = unicodedata.category(char) == "Cc" and char not in "\t\n\f"
    return control or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE


@given(st.text(st.characters(exclude_categories=[]), max_size=50))
def test_every_text_can_be_stored(text):
    kept = storable(text)
    assert kept.encode().decode() == kept
    assert not [char for char in kept if is_unfit(char)]
    assert storable(kept) == kept
