"""HTML as the Markdown of a draft."""

import json
import re
from pathlib import Path

import pytest

from forum.importers.markdown import to_markdown
from forum.importers.wordpress.convert import convert
from forum.importers.wordpress.library import Place, library_of
from forum.importers.wordpress.wxr import BrokenExport, read_export
from forum.lib.markdown import render, render_html
from tests.importers.exports import EVERY


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Uno</p><p>Dos</p>", "Uno\n\nDos"),
        ("<p>Uno<br>dos</p>", "Uno\\\ndos"),
        ("<h3>Título</h3><h4>Otro</h4>", "# Título\n\n## Otro"),
        ("<p><strong> Fuerte</strong> y <em>suave </em>.</p>", "**Fuerte** y *suave* ."),
        ("<p>5 * 3 [no] &lt;i&gt; a_b `c`</p>", "5 \\* 3 \\[no\\] \\<i\\> a\\_b \\`c\\`"),
        ("<p># no</p><p>- no</p><p>1. no</p>", "\\# no\n\n\\- no\n\n1\\. no"),
        ('<p><a href="https://a.example/x_y">https://a.example/x_y</a></p>', "<https://a.example/x_y>"),
        ('<p><a href="https://a.example/(x)">Ver</a></p>', "[Ver](https://a.example/%28x%29)"),
        ("<ul><li>Uno<ul><li>Dentro</li></ul></li><li>Dos</li></ul>", "- Uno\n\n  - Dentro\n- Dos"),
        ('<ol start="3"><li>Tres</li></ol>', "3. Tres"),
        ("<blockquote><p>Una</p><p>cita</p></blockquote>", "> Una\n> \n> cita"),
        ("<pre><code>a\n  b</code></pre>", "```\na\n  b\n```"),
        ("<p><code>a`b</code></p>", "`` a`b ``"),
        (
            "<table><tr><th>A</th><th>B</th></tr><tr><td>1|2</td></tr></table>",
            "| A | B |\n| --- | --- |\n| 1\\|2 |  |",
        ),
        ("<hr>", "---"),
        ("", ""),
    ],
)
def test_each_thing_is_said_as_people_write_it(html, expected):
    assert to_markdown(html) == f"{expected}\n"


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.name)
def test_no_word_of_an_export_is_lost_on_the_way(path: Path):
    try:
        with path.open("rb") as file:
            export = read_export(file)
    except BrokenExport:
        return
    for item in export.items:
        if item.type in ("post", "page"):
            shown = render_html(convert(item.content, Place(library_of(export), item.link, item.id)).html)
            assert words(render(to_markdown(shown.html)).text) == words(shown.text), json.dumps(item.title)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)
