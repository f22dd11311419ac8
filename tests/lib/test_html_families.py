"""Imported elements that stand only in one another: where some are missing, the words stay."""

import pytest

from forum.lib.markdown import render_html


def html(source: str) -> str:
    return render_html(source).html.strip()


@pytest.mark.parametrize(
    "source",
    [
        "<ul>\n<li>a</li>\n</ul>",
        '<ol><li value="3">a<ul><li>b</li></ul></li></ol>',
        "<dl><dt>a</dt><dt>b</dt><dd>c</dd><dd>d</dd><dt>e</dt><dd>f</dd></dl>",
        "<details>\n<summary>a</summary>b<p>c</p></details>",
        '<figure class="figure"><figcaption>a</figcaption><p>b</p></figure>',
        '<figure class="figure"><p>a</p>\n<figcaption>b</figcaption>\n</figure>',
        "<ruby>a<rt>b</rt>c<rp>(</rp><rt>d</rt><rp>)</rp></ruby>",
    ],
)
def test_what_is_whole_stays(source):
    assert html(source).replace("\n", "") == source.replace("\n", "")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<li>a</li><dt>b</dt><dd>c</dd>", "<div>a</div><div>b</div><div>c</div>"),
        ("<summary>a</summary><figcaption>b</figcaption>", "<div>a</div><div>b</div>"),
        ("<div><dt>a</dt><dd>b</dd></div>", "<div><div>a</div><div>b</div></div>"),
        ("<group><dt>a</dt></group>", "<div>a</div>"),
        ("a<rt lang=ja>b</rt><rp>c</rp>", 'a<span lang="ja">b</span><span>c</span>'),
    ],
)
def test_a_part_alone_is_a_mere_division_or_span(source, expected):
    assert html(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<ul>a</ul>", "<div>a</div>"),
        ("<ol start=3><b>a</b> c</ol>", "<div><b>a</b> c</div>"),
        ("<ul><ul><li>a</ul></ul>", "<div><ul><li>a</li></ul></div>"),
        ("<ul>a <b>b</b><li>c</ul>", "<div>a <b>b</b></div><ul><li>c</li></ul>"),
        ("<ol><li>a</li>b <i>c</i><li>d</ol>", "<ol><li>a<div>b <i>c</i></div></li><li>d</li></ol>"),
        ("<ul><li>a</li><br> <ul><li>b</ul></ul>", "<ul><li>a<br> <ul><li>b</li></ul></li></ul>"),
        ("<ul><br><li>a</li><br></ul>", "<ul><li>a</li></ul>"),
        ("<ul><li value=3>a</ul>", "<ul><li>a</li></ul>"),
    ],
)
def test_what_stands_in_a_list_but_in_no_item(source, expected):
    assert html(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<dl>a</dl>", "<div>a</div>"),
        ("<dl><dd>a</dl>", "<div><div>a</div></div>"),
        ("<dl><dt>a<dd>b</dd>c</dl>", "<div><div>a</div><div>b</div>c</div>"),
        ("<dl><p>a</p><dt>b<dd>c</dl>", "<div><p>a</p><div>b</div><div>c</div></div>"),
        ("<dl><dt>a</dl>", "<dl><dt>a</dt><dd></dd></dl>"),
        ("<dl><div><dt>a<dd>b</div><div><dt>c<dd>d</div></dl>",
         "<dl><dt>a</dt><dd>b</dd><dt>c</dt><dd>d</dd></dl>"),
    ],
)  # fmt: skip
def test_a_definition_list_has_terms_and_what_they_mean(source, expected):
    assert html(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<details>a</details>", "<div>a</div>"),
        ("<details><p>a</p></details>", "<div><p>a</p></div>"),
        ("<details>a<summary>b</summary></details>", "<div>a<div>b</div></div>"),
        ("<details><summary>a</summary><summary>b</summary></details>",
         "<details><summary>a</summary><div>b</div></details>"),
        ("<details></details>", "<div></div>"),
    ],
)  # fmt: skip
def test_what_opens_has_a_summary_first(source, expected):
    assert html(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<ruby>a</ruby>", "<span>a</span>"),
        ("<ruby>a<rp>(</rp></ruby>", "<span>a<span>(</span></span>"),
        ("<ruby>a<rt>b</rt>c</ruby>", "<span>a<span>b</span>c</span>"),
        ("<ruby>a<rp>(</rp>b<rt>c</rt></ruby>", "<span>a<span>(</span>b<span>c</span></span>"),
        ("<ruby>a<rp><b>(</b></rp><rt>b</rt><rp>)</rp></ruby>",
         "<span>a<span><b>(</b></span><span>b</span><span>)</span></span>"),
        ("<ruby><b>a<rt>b</b></ruby>", "<span><b>a<span>b</span></b></span>"),
    ],
)  # fmt: skip
def test_what_is_said_above_letters_stands_above_letters(source, expected):
    assert html(source) == expected


def test_a_figure_has_one_caption_above_or_below():
    made = html("<figure>a<figcaption>b</figcaption>c<figcaption>d</figcaption></figure>")
    assert made == '<figure class="figure">a<div>b</div>c<figcaption>d</figcaption></figure>'
    made = html("<figure><figcaption>a</figcaption>b<figcaption>c</figcaption></figure>")
    assert made == '<figure class="figure"><div>a</div>b<figcaption>c</figcaption></figure>'
    made = html("<figure>a<figcaption>b</figcaption>c</figure>")
    assert made == '<figure class="figure">a<div>b</div>c</figure>'


def test_parts_of_a_table_out_of_order_are_rows_where_they_stand():
    made = html(
        "<table><tfoot><tr><td>a</tfoot><tbody><tr><td>b</tbody><thead><tr><td>c</thead>"
        "<tfoot><tr><td>d</tfoot><caption>e</caption><caption>f</caption></table>"
    )
    body = made[made.index("<caption>") : made.index("</table>")]
    rows = "".join(f"<tbody><tr><td>{cell}</td></tr></tbody>" for cell in "abc")
    assert body == f"<caption>e f</caption>{rows}<tfoot><tr><td>d</td></tr></tfoot>"


def test_a_picture_of_ours_without_a_description_has_an_empty_one():
    assert html("<img src=/files/a.png>") == '<img alt="" src="/files/a.png">'
