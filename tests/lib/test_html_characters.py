"""Characters that no page may hold are shown as U+FFFD, however they were written."""

import pytest

from forum.lib.markdown import render, render_html
from forum.lib.text import one_line

UNFIT = [*"\x00\x08\x0b\x1b\x7f\x81\x85\x9f\ufdd0\ufdef\ufffe\uffff\U0001fffe\U0010ffff\ud83d"]


@pytest.mark.parametrize("char", UNFIT)
def test_what_no_page_may_hold_is_seen_to_be_missing(char):
    assert render(f"a{char}b `{char}`").html == "<p>a\ufffdb <code>\ufffd</code></p>\n"
    assert render_html(f"<p>a{char}b").html == "<p>a\ufffdb</p>"
    assert render_html(f"<p>a{char}b").text == "a\ufffdb"


@pytest.mark.parametrize("char", ["\x81", "\ufdd0", "\ufffe", "\U0001ffff"])
def test_nor_may_their_numbers_bring_them_in(char):
    number = f"&#x{ord(char):x};"
    assert render(f"a{number}b").html == "<p>a\ufffdb</p>\n"
    assert render_html(f"<p>a{number}b").html == "<p>a\ufffdb</p>"
    assert render_html(f"<abbr title='{number}'>a</abbr>").html == '<abbr title="\ufffd">a</abbr>'


@pytest.mark.parametrize("encoded", ["%C2%81", "%EF%BF%BE"])
def test_nor_may_an_address_that_is_shown(encoded):
    made = render(f"<https://x.example/{encoded}>").html
    assert f'href="https://x.example/{encoded}"' in made
    assert ">https://x.example/\ufffd</a>" in made


def test_numbers_that_browsers_read_as_letters_stay_letters():
    assert render_html("<p>&#147;a&#148; &#128;").html == "<p>“a” €</p>"


@pytest.mark.parametrize("char", "\t \n \xa0 \xad \u200d \u2028 \ufeff \ufffd \U0001f642".split(" "))
def test_all_others_stay(char):
    assert render_html(f"<pre>a{char}b</pre>").html == f"<pre>a{char}b</pre>"


@pytest.mark.parametrize("char", UNFIT[:-1])
def test_a_line_leaves_them_out(char):
    assert one_line(f"a{char}b") == "a b"
