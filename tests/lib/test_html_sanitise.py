"""The allow-lists by themselves: they hold whatever the steps before them let through."""

import pytest

from forum.lib.html import sanitise
from forum.lib.html.sanitise import IMPORTED_TAGS


@pytest.mark.parametrize(
    "html",
    [
        '<p class="quote__by">a</p>',
        '<div tabindex="0" role="group" aria-label="Tabla">a</div>',
        '<span role="img" aria-label="Hecho">a</span>',
        '<li id="fn-0123abcd-1">a</li>',
        '<a href="#fnref-0123abcd-1:2" id="fn-0123abcd-12">a</a>',
        '<ol start="-3" type="i"><li value="4">a</li></ol>',
        '<table><tbody><tr><th colspan="2" rowspan="3" scope="rowgroup">a</th></tr></tbody></table>',
        '<p lang="pt-BR" dir="auto">a</p>',
        '<img src="/files/a.png" alt="b" title="c">',
    ],
)
def test_what_our_pages_need_passes(html):
    assert sanitise(html) == html


@pytest.mark.parametrize(
    "attribute",
    [
        'class="head"',
        'class="quote head"',
        'class=""',
        'id="contenido"',
        'id="fn-1"',
        'id="fn-0123abcd-1 x"',
        'style="color:red"',
        'onclick="x()"',
        'title="a"',
        'role="button"',
        'tabindex="5"',
        'aria-label="Publicar"',
        'aria-hidden="true"',
        'lang="x y"',
        'dir="up"',
        'data-post-id="1"',
        'hidden=""',
        'is="x-y"',
    ],
)
def test_other_attributes_do_not(attribute):
    assert sanitise(f"<div {attribute}>a</div>") == "<div>a</div>"


@pytest.mark.parametrize("value", ["", "-1", "1e3", "1000", "10%", "x"])
def test_cells_span_a_number_of_others(value):
    html = "<table><tbody><tr><td{}>a</td></tr></tbody></table>"
    assert sanitise(html.format(f' colspan="{value}"')) == html.format("")


def test_the_list_for_what_people_write_is_the_shorter_one():
    html = "<dl><dt>a</dt></dl><b>c</b>"
    assert sanitise(html).strip() == "ac"
    assert sanitise(html, IMPORTED_TAGS) == html


@pytest.mark.parametrize(
    "tag", ["script", "style", "iframe", "form", "input", "svg", "math", "object", "base", "link"]
)
def test_these_are_on_neither(tag):
    assert f"<{tag}" not in sanitise(f"<{tag} href=x src=x>a</{tag}>b", IMPORTED_TAGS)


def test_a_picture_without_an_address_of_ours_is_dropped_whole():
    assert sanitise('a<img src="//x.example/a.png" alt="b">') == "a"
