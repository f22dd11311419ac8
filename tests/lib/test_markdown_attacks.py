"""Attacks, naughty strings and the examples of the specifications: nothing off the lists reaches a page."""

import json

import pytest

from forum.lib.html import sanitise
from forum.lib.html.sanitise import IMPORTED_TAGS
from forum.lib.markdown import TextRefused, render, render_html
from tests.corpora import OWN, files, naughty_strings, rows
from tests.safe_html import IMPORTED, faults

pytestmark = pytest.mark.long  # the corpora are thousands of texts
CHUNK = 500


def payloads():
    """Every payload, ours and the corpus's."""
    for path in files("xss", "payloads.txt"):
        with path.open(encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines)
    yield from (row["payload"] for row in rows("xss", "expectations.jsonl"))


def texts():
    """Everything that may be written, in parts, each a test."""
    examples = (row["markdown"] for row in rows("markdown", "examples.jsonl"))
    everything = list(dict.fromkeys([*payloads(), *naughty_strings(), *examples]))
    return [everything[start : start + CHUNK] for start in range(0, len(everything), CHUNK)]


@pytest.mark.parametrize("part", texts())
def test_nothing_unsafe_comes_of_markdown(part):
    assert [(text, what) for text in part if (what := faults(render(text).html))] == []


@pytest.mark.parametrize("part", texts())
def test_nothing_unsafe_comes_of_imported_html(part):
    made = [(text, html) for text in part if (html := imported(text)) is not None]
    assert [(text, what) for text, html in made if (what := faults(html, IMPORTED))] == []
    assert [text for text, html in made[::5] if sanitise(html, IMPORTED_TAGS) != html] == []


def imported(text):
    """What render_html makes of a text; None if it refuses it."""
    try:
        return render_html(text).html
    except TextRefused:
        return None


EXPECTED = (OWN / "xss" / "expectations.jsonl").read_text().splitlines()


@pytest.mark.parametrize("row", [json.loads(line) for line in EXPECTED], ids=lambda row: row["payload"][:40])
def test_what_stays_of_an_attack(row):
    assert render_html(row["payload"]).html in row["expected_any"]


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>",
        "<p onclick=x>",
        "<p style=x>",
        "<p class=head>",
        "<p id=contenido>",
        '<a href="javascript:x">',
        '<a href="jav\tascript:x">',
        '<a href="x:8000">',
        '<a href="x">',
        '<a href="//x.example">',
        '<a href="/\\x.example">',
        '<a href="/x" rel="nofollow ugc noopener">',
        '<img src="//x.example/files/a.png">',
        "<svg></svg>",
        "<p>\u202ex",
        "</div>x",
        "</article><aside>x",
        '<p id="fn-12345678-1"><p id="fn-12345678-1">',
    ],
)
def test_what_we_look_for_is_seen(html):
    assert faults(html)
