"""HTML as the Markdown that people write."""

import pytest

from forum.lib.html.to_markdown import to_markdown


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
