"""Where a text's headings stand under those of the page: no level is ever left out on the way down."""

import pytest

from forum.lib.html.headings import heading_levels
from forum.lib.markdown import render, render_html


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("", ""),
        ("1 2 3", "3 4 5"),
        ("2 4 4 2", "3 4 4 3"),
        ("1 3 3 2 1", "3 4 4 4 3"),
        ("3 1 3", "3 3 4"),
        ("5 4 6", "3 3 4"),
        ("1 2 3 4 5 6", "3 4 5 6 6 6"),
    ],
)
def test_each_stands_one_below_the_one_it_belongs_to(written, shown):
    assert list(heading_levels([f"h{level}" for level in written.split()])) == [
        f"h{n}" for n in shown.split()
    ]


def test_so_it_is_in_markdown_and_in_imports():
    expected = ["<h3>a</h3>", "<h3>b</h3>", "<h4>c</h4>"]
    assert render("### a\n# b\n### c").html.split() == expected
    assert render_html("<h3>a</h3> <h1>b</h1> <h3>c</h3>").html.split() == expected
