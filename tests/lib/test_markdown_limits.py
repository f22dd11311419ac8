"""Texts too large, too deep or too costly: refused with the reason, soon, and never cut."""

import time

import pytest

from forum.lib.html.limits import DEEPEST_HTML, MOST_ELEMENTS
from forum.lib.html.tree import parsed_within
from forum.lib.markdown import LONGEST_HTML, TextRefused, render, render_html
from forum.lib.markdown.limits import DEEPEST, LONGEST, MOST_BRACKETS, MOST_CELLS, MOST_PARTS
from forum.lib.refusals import Invalid
from tests.corpora import rows
from tests.safe_html import IMPORTED, faults

FACTOR = 2_000
SOON = 10  # seconds of work; what was quadratic took minutes

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("spanish")]


@pytest.fixture
def spanish(plain_app):
    """The messages in the language that they are written in."""
    with plain_app.test_request_context():
        yield


def table(columns, lines):
    return "|a" * columns + "|\n" + "|-" * columns + "|\n" + ("|b" * columns + "|\n") * lines


@pytest.mark.parametrize(
    ("fits", "too_much", "reason"),
    [
        ("a" * LONGEST, "a" * (LONGEST + 1), "caben 64 kB"),
        ("ñ" * (LONGEST // 2), "ñ" * (LONGEST // 2 + 1), "caben 64 kB"),
        ("> " * (DEEPEST - 1) + "a", "> " * DEEPEST + "a", "Deja menos niveles"),
        ("- " * (DEEPEST // 2 - 1) + "a", "- " * 200 + "a", "Deja menos niveles"),
        ("*a **b " * 9 + "c" + "**d*e" * 9, "*a **b " * 10 + "c" + "**d*e" * 10, "Deja menos niveles"),
        (table(20, MOST_CELLS // 20 - 1), table(20, MOST_CELLS // 20), "caben 2.000 celdas"),
        (table(1, 1) + "|b" * 1990, table(1, 1) + "|b" * 2000, "caben 2.000 celdas"),
        ("*a* " * (MOST_PARTS - 2), "*a* " * MOST_PARTS, "demasiados párrafos, enlaces y marcas"),
        ("a\n\n" * MOST_PARTS, "a\n\n" * (MOST_PARTS + 1), "demasiados párrafos, enlaces y marcas"),
        ("[a " * MOST_BRACKETS, "[a " * (MOST_BRACKETS + 1), "demasiados corchetes"),
    ],
    ids=["bytes", "accents", "quotes", "lists", "marks", "cells", "row", "inline", "blocks", "brackets"],
)
def test_a_text_too_large_says_what_of_it(fits, too_much, reason):
    assert render(fits).source == fits
    with pytest.raises(TextRefused) as refused:
        render(too_much)
    assert reason in str(refused.value.message)
    assert isinstance(refused.value, Invalid)
    assert refused.value.field == "body"


@pytest.mark.parametrize(
    ("fits", "too_much", "reason"),
    [
        ("a" * LONGEST_HTML, "a" * (LONGEST_HTML + 1), "demasiado largo para importarlo"),
        ("<div>" * DEEPEST_HTML, "<div>" * (DEEPEST_HTML + 1), "Deja menos niveles"),
        (
            "a<br>" * (MOST_ELEMENTS // 4),
            "a<br>" * (MOST_ELEMENTS + 1),
            "demasiados párrafos, enlaces y marcas",
        ),
        ("&amp;" * 10_000, "&amp;" * 60_001, "demasiados párrafos, enlaces y marcas"),
        (
            f"<p {'a ' * 200}>",
            f"<p {' '.join(map(str, range(300)))}>",
            "demasiados párrafos, enlaces y marcas",
        ),
        ('"' * 200_000, ">" * 300_000, "ocupa demasiado"),
    ],
    ids=["bytes", "depth", "elements", "signs", "attributes", "output"],
)
def test_an_imported_text_too_large_says_what_of_it(fits, too_much, reason):
    render_html(fits)
    with pytest.raises(TextRefused) as refused:
        render_html(too_much)
    assert reason in str(refused.value.message)


@pytest.mark.parametrize(
    "html",
    [
        "<svg>" + "<tr>" * 500,
        "<svg><style>" + "<a>" * 500,
        "<div><!--</div>-->" * 200,
        "<table><td>" * 100,
        "".join(f"<font size={n}>" for n in range(200)) + "<p>a",
    ],
)
def test_depth_is_counted_as_a_browser_nests(html):
    assert parsed_within(html, DEEPEST_HTML) is None
    with pytest.raises(TextRefused):
        render_html(html)


def generated(row):
    """A pathological input as its description says."""
    if "before" in row:
        return row["before"] * FACTOR + row["middle"] + row["after"] * FACTOR
    return {
        "indent-list": lambda: "".join(f"{'  ' * i}* a\n" for i in range(FACTOR)),
        "wide-table": lambda: "|a" * FACTOR + "\n" + "|-" * FACTOR + "\n" + "|b" * FACTOR + "\n",
        "tall-table": lambda: "|a" * 200 + "\n" + "|-" * 200 + "\n" + "| x |\n" * FACTOR,
        "footnotes": lambda: (
            "".join(f"[^{i}]: nota\n\n" for i in range(FACTOR)) + "".join(f"[^{i}]" for i in range(FACTOR))
        ),
    }[row["generator"]]()


def whole_or_refused(act, text, tags=()):
    """Render a text that costs much; it is shown safely or refused, and soon."""
    begun = time.process_time()
    try:
        made = act(text).html
    except TextRefused:
        made = ""
    assert time.process_time() - begun < SOON
    assert faults(made, *tags) == []


@pytest.mark.parametrize("row", list(rows("markdown", "pathological.jsonl")), ids=lambda row: row["name"])
def test_pathological_markdown_is_shown_or_refused_soon(row):
    whole_or_refused(render, generated(row))


@pytest.mark.parametrize(
    "piece",
    [
        "[a",
        "![*",
        "://",
        "- a\n+ b\n",
        "- [ ] a\n",
        "^[a",
        "**`",
        "***a",
        "# a\n",
        "a@",
        "`a``",
        "<![CDATA[",
    ],
)
def test_a_text_as_long_as_may_be_is_shown_or_refused_soon(piece):
    whole_or_refused(render, piece * (LONGEST // len(piece)))


@pytest.mark.parametrize(
    "html",
    [
        "".join(f"<b a={n}>" for n in range(50)) + "<p>a" * 100_000,
        "<a><p>" * 80_000,
        "<table>" * 70_000,
        "<table><tr>a" * 40_000,
        "<br>" * 120_000,
        '<a href="' * 50_000,
        "<a " + " ".join(map(str, range(80_000))),
        "<!--" * 90_000,
        "</b>" * 100_000,
        "<b></p>" * 70_000,
        "<select><option>" * 30_000,
    ],
    ids=lambda html: html[:16],
)
def test_hostile_html_is_shown_or_refused_soon(html):
    whole_or_refused(render_html, html, [IMPORTED])
