"""Markdown as people write it, and the HTML that is made of it."""

import pytest

from forum.app import create_app
from forum.lib.html import summary
from forum.lib.markdown import Rendered, render
from tests.databases import settings_for

REL = 'rel="nofollow ugc noopener"'


def html(source: str) -> str:
    return render(source).html.strip()


def test_a_text_keeps_its_source_and_says_what_it_shows():
    made = render("Hola, **mundo**\r\n\r\n|a|b|\n|-|-|\n|1|2|")
    assert made == Rendered(
        "Hola, **mundo**\n\n|a|b|\n|-|-|\n|1|2|", made.html, "Hola, mundo a b 1 2", format="markdown"
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Uno\ndos", "<p>Uno\ndos</p>"),
        ("*a* **b** ~~c~~ `d`", "<p><em>a</em> <strong>b</strong> <s>c</s> <code>d</code></p>"),
        ("<b>a</b> & b", "<p>&lt;b&gt;a&lt;/b&gt; &amp; b</p>"),
        ("```python\na < b\n```", "<pre><code>a &lt; b\n</code></pre>"),
        ("```\testo no es un nombre\na\n```", "<pre><code>esto no es un nombre\na\n</code></pre>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("> a", '<blockquote class="quote">\n<p>a</p>\n</blockquote>'),
        ("NUL \x00, mitad \ud83d", "<p>NUL \ufffd, mitad \ufffd</p>"),
    ],
)
def test_marks(source, expected):
    assert html(source) == expected


@pytest.mark.parametrize(
    ("source", "tags"),
    [
        ("# a\n## b\n### c", ["h3", "h4", "h5"]),
        ("## a\n### b\n## c", ["h3", "h4", "h3"]),
        ("# a\n## b\n### c\n#### d\n##### e", ["h3", "h4", "h5", "h6", "h6"]),
        ("# a\n#\n\nb\n---", ["h3", "h4"]),
    ],
)
def test_headings_begin_under_those_of_the_page_and_skip_none(source, tags):
    assert [line[1:3] for line in html(source).splitlines() if line.startswith("<h")] == tags


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[a](https://x.example)", f'<a href="https://x.example" {REL}>a</a>'),
        ("[a](//x.example)", f'<a href="//x.example" {REL}>a</a>'),
        ("[a](mailto:b@x.example)", f'<a href="mailto:b@x.example" {REL}>a</a>'),
        ("[a](/debates/3 'Ver')", '<a href="/debates/3" title="Ver">a</a>'),
        ("[a](#post-3)", '<a href="#post-3">a</a>'),
        ("[](/debates/)", '<a href="/debates/">/debates/</a>'),
        ("[a](javascript:123)", "[a](javascript:123)"),
        ("[a](&#106;avascript:x)", "[a](javascript:x)"),
        ("[a](host:8000)", "[a](host:8000)"),
        ("[a](otra.html)", "[a](otra.html)"),
        ("https://x.example/a_b_c.", f'<a href="https://x.example/a_b_c" {REL}>https://x.example/a_b_c</a>.'),
        ("https://x.example/*a*b", f'<a href="https://x.example/*a*b" {REL}>https://x.example/*a*b</a>'),
        ("www.x.es/a?b=1", f'<a href="http://www.x.es/a?b=1" {REL}>www.x.es/a?b=1</a>'),
        ("www.x.gal", f'<a href="http://www.x.gal" {REL}>www.x.gal</a>'),
        ("a@x.eus", f'<a href="mailto:a@x.eus" {REL}>a@x.eus</a>'),
        ("la.Es decir, leer.me y //x.es", "la.Es decir, leer.me y //x.es"),
        ("ftp://x.example", "ftp://x.example"),
    ],
)
def test_links(source, expected):
    assert html(source) == f"<p>{expected}</p>"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a ![b `c`](/files/d.png 'e')", 'a <img src="/files/d.png" alt="b c" title="e">'),
        ("a ![b](/foro/files/d.png)", 'a <img src="/foro/files/d.png" alt="b">'),
        ("![a *b*](http://x.example/c.png)", f'<a href="http://x.example/c.png" {REL}>a b</a>'),
        (
            "![](//x.example/files/c.png)",
            f'<a href="//x.example/files/c.png" {REL}>//x.example/files/c.png</a>',
        ),
        (
            "![a](//x.example/c.png 'd')",
            f'<a href="//x.example/c.png" title="d" {REL}>a</a>',
        ),
        ("![a](/logout)", '<a href="/logout">a</a>'),
        (
            "[![a](//x.example/c.png)](/b)",
            f'<a href="/b">a</a> <a href="//x.example/c.png" {REL}>//x.example/c.png</a>',
        ),
        ("[![a](//x.example/c.png)](//x.example/c.png)", f'<a href="//x.example/c.png" {REL}>a</a>'),
        ("![a](data:image/png;base64,x)", "![a](data:image/png;base64,x)"),
    ],
)
def test_pictures_are_of_this_site_or_links(source, expected):
    assert html(source) == f"<p>{expected}</p>"


PICTURE = '<img src="/files/a.png" alt="Uso">'


@pytest.mark.parametrize(
    ("source", "caption"),
    [
        ("![Uso](/files/a.png)", ""),
        ("![Uso](/files/a.png 'Uso de redes')", "Uso de redes."),
        ("![Uso](/files/a.png 'Uso de redes')\nFuente: *INE*", "Uso de redes. Fuente: <em>INE</em>"),
        ("![Uso](/files/a.png)\n\nFuente: INE", "Fuente: INE"),
        ("![Uso](/files/a.png)\n\nFont: Idescat", "Font: Idescat"),
        ("![Uso](/files/a.png)\n\nFonte: IGE", "Fonte: IGE"),
        ("![Uso](/files/a.png)\n\nIturria: Eustat", "Iturria: Eustat"),
        ("![Uso](/files/a.png)\n\nSource: ONS", "Source: ONS"),
        ("![Uso](/files/a.png)\n*Fuente: INE*", "<em>Fuente: INE</em>"),
        ("![Uso](/files/a.png)\n\n**Fuentes:** INE", "<strong>Fuentes:</strong> INE"),
    ],
)
def test_a_picture_alone_is_a_figure(source, caption):
    below = f"<figcaption>{caption}</figcaption>" if caption else ""
    made = "".join(html(source).splitlines())
    assert made == f'<figure class="figure">{PICTURE}{below}</figure>'


def test_a_source_belongs_to_a_figure_only():
    assert html("Uno\n\nFuente: INE") == "<p>Uno</p>\n<p>Fuente: INE</p>"


TABLE = "|a|b|\n|-|-:|\n|1|2|"


def test_a_table_scrolls_by_keyboard_and_says_what_its_headings_head():
    made = html(TABLE)
    assert made.startswith(
        '<div class="scroll" tabindex="0" role="group" aria-label="Tabla"><table class="table">'
    )
    assert '<th scope="col">a</th>\n<th scope="col" class="num">b</th>' in made
    assert '<td>1</td>\n<td class="num">2</td>' in made


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_table_with_a_source_is_a_figure(between):
    made = html(f"{TABLE}{between}*Fuente*: INE\n\nY sigue")
    assert made.startswith('<figure class="figure">\n<div class="scroll"')
    assert made.endswith("<figcaption><em>Fuente</em>: INE</figcaption>\n</figure>\n<p>Y sigue</p>")


def test_a_source_between_bars_is_a_row_of_its_table():
    assert "<td>Fuente: INE</td>" in html(f"{TABLE}\n|Fuente: INE|")


def test_an_empty_heading_of_a_table_is_a_cell():
    assert "<td></td>" in html("| |b|\n|-|-|\n|1|2|")


@pytest.mark.parametrize("prefix", ["", "> ", "- > "])
def test_a_row_keeps_the_cells_that_its_heading_lacks(prefix):
    rest = prefix.replace("- ", "  ")
    rows = ["|a|b|", "|-|-|", "|1|2|3 **tres**|4\\|5|", "|6|"]
    made = "".join(html("\n".join([prefix + rows[0], *(rest + row for row in rows[1:])])).splitlines())
    assert "<tr><td>1</td><td>2</td><td>3 <strong>tres</strong></td><td>4|5</td></tr>" in made
    assert "<tr><td>6</td><td></td></tr>" in made


def test_a_quote_of_a_post_says_whose_it_is():
    made = html("> [Ana, n.º 3](/posts/123)\n>\n> Dijo esto")
    assert made.startswith(
        '<blockquote class="quote">\n<p class="quote__by"><a href="/posts/123">Ana, n.º 3</a></p>\n<p>Dijo'
    )


@pytest.mark.parametrize(
    "line", ["[Ana](https://x.example/posts/1)", "[Ana](/posts/1) dijo", "[a](/posts/1) [b](/posts/2)", "Ana"]
)
def test_other_quotes_have_no_such_line(line):
    assert "quote__by" not in html(f"> {line}\n>\n> Dijo esto")


def test_tasks_are_signs_with_names():
    made = html("- [ ] a\n- [x] b\n- c")
    assert '<ul class="contains-task-list">' in made
    assert (
        '<li class="task-list-item"><span class="task" role="img" aria-label="Pendiente">☐</span> a</li>'
        in made
    )
    assert 'aria-label="Hecho">☑</span> b</li>' in made
    assert "<li>c</li>" in made


def test_footnotes_lead_there_and_back():
    made = html("a[^x]\n\n[^x]: Nota")
    place = made.split('href="#fn-')[1][:8]
    assert f'<sup class="footnote-ref"><a href="#fn-{place}-1" id="fnref-{place}-1">[1]</a></sup>' in made
    assert f'<li id="fn-{place}-1" class="footnote-item"><p>Nota <a href="#fnref-{place}-1"' in made
    assert 'class="footnote-backref" aria-label="Volver al texto"' in made
    assert render("a[^x]\n\n[^x]: Nota").text == "a Nota"


def test_footnotes_of_equal_texts_do_not_meet():
    assert html("a[^x]\n\n[^x]: Nota") != html("a[^x]\n\n[^x]: Nota")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a\n\n[^x]: Nota\n\n    más", "a [^x]: Nota más"),
        ("a[^x]\n\n[^x]: Una\n\n[^x]: Otra", "a [^x]: Una Otra"),
        ("a[^x]\n\n[^x]: Una\n    [^y]: dentro", "a Una [^y]: dentro"),
        ("a\n\n[^x]:\n    - uno", "a [^x]: uno"),
        ("a\n\n[^x]:", "a [^x]:"),
        ("[Nota]: importante", "[Nota]: importante"),
        ("> [Nota]: /ruta 'con título'", '[Nota]: /ruta "con título"'),
        ("[a] [a][]\n\n[a]: /uno\n\n[a]: /dos", "a a [a]: /dos"),
    ],
)
def test_notes_and_definitions_that_nothing_uses_stay(source, text):
    assert render(source).text == text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a \u202eb c", "a \u202eb c\u202c"),
        ("a &#x202e;b **c**", "a \u202eb\u202c <strong>c</strong>"),
        ("\u2067a\u202bb\u2069 c", "\u2067a\u202bb\u2069 c"),
        ("a\u202c b\u2069", "a b"),
        ("\u202ba\u202c", "\u202ba\u202c"),
    ],
)
def test_a_change_of_direction_ends_where_its_piece_of_text_does(source, expected):
    assert html(source) == f"<p>{expected}</p>"
    assert not set(render(source).text) & set("\u202b\u202c\u202e\u2067\u2069")


def test_mentions_are_what_the_author_says_themselves():
    text = "@ana, (@Juan.Pérez) y @mar_1. `@code` a@correo.example [@link](/x) @@no @ab\n\n> @quoted"
    assert render(text).names == {"ana", "Juan.Pérez", "mar_1"}
    assert render("nadie").names == set()


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("corto", 10, "corto"),
        ("uno dos tres", 9, "uno dos…"),
        ("uno dos tres", 8, "uno dos…"),
        ("uno dos tres", 7, "uno…"),
        ("uno, dos", 6, "uno…"),
        ("larguísimo", 5, "larg…"),
    ],
)
def test_a_summary_is_cut_at_a_word(text, limit, expected):
    assert summary(text, limit) == expected
    assert len(expected) <= limit


@pytest.mark.parametrize(
    ("written", "leads"),
    [
        ("/debates/7", "/foro/debates/7"),
        ("/", "/foro/"),
        ("/forofo", "/foro/forofo"),
        ("/foro", "/foro"),
        ("/foro/debates/7", "/foro/debates/7"),
        ("/foro?q=1", "/foro?q=1"),
        ("//otro.example/debates/7", "//otro.example/debates/7"),
        ("https://otro.example/debates/7", "https://otro.example/debates/7"),
        ("#nota", "#nota"),
    ],
)
def test_under_a_path_a_link_of_this_site_is_under_it_too(tmp_path, written, leads):
    app = create_app(settings_for(tmp_path, FORUM_BASE_URL="https://sede.example/foro"), testing=True)
    with app.app_context():
        assert f'href="{leads}"' in render(f"[aquí]({written})").html
        assert 'src="/foro/files/a.png"' in render("![Rampa](/files/a.png)").html
