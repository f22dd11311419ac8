"""Texts of WordPress as the HTML that a reader saw."""

import re
import time

import pytest

from forum.importers.wordpress import notes
from forum.importers.wordpress.convert import convert, convert_comment
from forum.importers.wordpress.library import Library, Picture, Place
from forum.lib.markdown import render_html

BASE = "https://vieja.example/2012/05/entrada/"
PICTURES = {
    "7": Picture("7", "https://vieja.example/a.jpg", "La plaza", "plaza", "La plaza, llena", "1"),
    "8": Picture("8", "https://vieja.example/b.png", "", "balcon", "", "1"),
    "9": Picture("9", "https://vieja.example/c.pdf", "", "Las bases", "", "1"),
}
PLACE = Place(Library(PICTURES, {"31": "<!-- wp:paragraph --><p>Común</p>"}), BASE, "1", ("Una nota.",))


def html(content: str) -> str:
    return convert(content, PLACE).html


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Uno\n\nDos", "<p>Uno</p><p>Dos</p>"),
        ("Uno\r\nsigue\r\n\r\n\r\nDos", "<p>Uno<br>sigue</p><p>Dos</p>"),
        ("Uno <b>y\n\ndos</b> tres", "<p>Uno <b>y<br><br>dos</b> tres</p>"),
        ("<p>Uno</p>\n<p>Dos</p>", "<p>Uno</p><p>Dos</p>"),
        ("Antes\n<h2>Título</h2>\nDespués", "<p>Antes</p><h2>Título</h2><p>Después</p>"),
        ("<blockquote>Una cita</blockquote>", "<blockquote><p>Una cita</p></blockquote>"),
        ("<ul>\n<li>Uno\nsigue</li>\n</ul>", "<ul>\n<li>Uno<br>sigue</li>\n</ul>"),
        ("<pre>uno\n\ndos</pre>", "<pre>uno\n\ndos</pre>"),
        ("Uno<br />\ndos", "<p>Uno<br>dos</p>"),
        ("Uno<!--more Sigue leyendo-->Dos<!--nextpage-->Tres", "<p>Uno</p><p>Dos</p><p>Tres</p>"),
        ("2 < 3 y <em>ya", "<p>2 &lt; 3 y <em>ya</em></p>"),
        ("<div>Uno\n\nDos</div>", "<div><p>Uno</p><p>Dos</p></div>"),
        ("", ""),
    ],
)
def test_blank_lines_make_paragraphs(content, expected):
    assert html(content) == expected


def test_the_block_editors_line_ends_make_no_breaks():
    first = "<!-- wp:paragraph -->\n<p>Uno\ndos</p>\n<!-- /wp:paragraph -->"
    assert html(f"{first}\n\n<!-- wp:list -->\n<ul><li>a</li></ul>\n") == "<p>Uno\ndos</p><ul><li>a</li></ul>"


def test_between_blocks_the_old_rules_hold():
    assert html("<!-- wp:paragraph --><p>Uno</p>\n\nSuelto\nsigue") == "<p>Uno</p><p>Suelto<br>sigue</p>"


BELOW = "La plaza, <em>llena</em>"
IMG = '<img src="https://vieja.example/a.jpg" alt="La plaza">'
SHOWN = '<img alt="La plaza" src="https://vieja.example/a.jpg">'


@pytest.mark.parametrize(
    "content",
    [
        f'[caption id="attachment_7" width="300"]{IMG} {BELOW}[/caption]',
        f'[caption width="300"]<a href="https://vieja.example/a.jpg">{IMG}</a> {BELOW}[/caption]',
        f'[wp_caption width="300"]{IMG}\n{BELOW}[/wp_caption]',
        f'<div class="wp-caption">{IMG}<p class="wp-caption-text">{BELOW}</p></div>',
        f"<!-- wp:image --><figure>{IMG}<figcaption>{BELOW}</figcaption></figure><!-- /wp:image -->",
    ],
)
def test_every_kind_of_caption_stands_below_its_picture(content):
    assert re.sub(r' class="[^"]*"|(?<=>) (?=<)', "", html(content)) == (
        f"<figure>{SHOWN}<figcaption>La plaza, <em>llena</em></figcaption></figure>"
    )


def test_an_old_caption_is_an_attribute():
    made = html(f'[caption width="300" caption="La plaza &quot;mayor&quot;"]{IMG}[/caption]')
    assert '<figcaption>La plaza "mayor"</figcaption>' in made


def test_a_source_after_a_figure_goes_into_its_caption():
    made = html(f"[caption]{IMG} Lleno[/caption]\n\nFuente: el <em>padrón</em>.\n\nY sigue.")
    assert "<figcaption>Lleno Fuente: el <em>padrón</em>.</figcaption></figure><p>Y sigue.</p>" in made


def test_a_tables_caption_stands_below_it():
    made = html("<table><caption>Fuente: propia</caption><tr><td>1</td></tr></table>")
    assert made.startswith("<figure><table><tbody>")
    assert made.endswith("</table><figcaption>Fuente: propia</figcaption></figure>")


def test_a_gallery_shows_the_pictures_it_names():
    made = convert('Mira:\n[gallery ids="8,7,99"]\nFin', PLACE)
    assert made.html.index("b.png") < made.html.index("a.jpg") < made.html.index("La plaza, llena")
    assert made.html.endswith("<p>Fin</p>")
    assert made.notes == {notes.MISSING_PICTURE: ["99"]}


def test_a_gallery_that_names_none_shows_those_of_its_item():
    made = html("[gallery]")
    assert "a.jpg" in made
    assert "b.png" in made
    assert "c.pdf" not in made


def test_a_picture_that_links_elsewhere_keeps_its_link():
    made = html(f'<a href="https://otra.example/visita">{IMG}</a>')
    assert SHOWN in made
    assert '<a href="https://otra.example/visita">https://otra.example/visita</a>' in made


def test_a_picture_keeps_its_distance_from_the_words_beside_it():
    assert "La plaza La plaza" in render_html(html(f"{IMG}La plaza")).text


def test_an_inline_picture_leaves_its_description():
    assert html('<img src="data:image/png;base64,AAAA" alt="Un sello">') == "<p><span>Un sello</span></p>"


@pytest.mark.parametrize(
    "content",
    [
        "Antes\n\nhttps://videos.example/v?a=1&amp;b=2\n\nDespués",
        "[embed]https://videos.example/v?a=1&amp;b=2[/embed]",
        '[video src="https://videos.example/v?a=1&amp;b=2"]',
        "[youtube=https://videos.example/v?a=1&amp;b=2]",
        "[audio https://videos.example/v?a=1&amp;b=2]",
        '<!-- wp:embed --><figure class="wp-block-embed"><div>\nhttps://videos.example/v?a=1&amp;b=2\n</div></figure>',
    ],
)
def test_what_was_embedded_is_a_plain_link(content):
    address = "https://videos.example/v?a=1&amp;b=2"
    assert f'<a href="{address}">{address}</a>' in html(content)


def test_an_unknown_shortcode_stays_as_text_and_is_noted():
    made = convert('Uno [encuesta id="3"] dos [sic] [boton]Ven[/boton]', PLACE)
    assert made.html == '<p>Uno [encuesta id="3"] dos [sic] [boton]Ven[/boton]</p>'
    assert made.notes == {notes.UNKNOWN_SHORTCODE: ["[encuesta]", "[boton]"]}


def test_a_shortcode_in_double_brackets_is_text():
    assert html("Escribe [[gallery]] así") == "<p>Escribe [[gallery]] así</p>"


def test_code_is_shown_as_it_is():
    assert html('[code lang="html"]\n<b>1 &amp; 2</b>\n[/code]') == (
        "<pre><code>&lt;b&gt;1 &amp; 2&lt;/b&gt;</code></pre>"
    )


def test_blocks_that_only_say_what_to_show_are_written_out_or_noted():
    made = convert(
        '<!-- wp:block {"ref":31} /--><!-- wp:block {"ref":32} /--><!-- wp:footnotes /-->'
        '<!-- wp:social-link {"url":"https://red.example/yo","service":"red"} /-->'
        '<!-- wp:group {"a":{"b":"}"}} --><p>Dentro</p><!-- /wp:group --><!-- wp:latest-posts {"n":3} /-->',
        PLACE,
    )
    assert "<p>Común</p>" in made.html
    assert "<ol><li>Una nota.</li></ol>" in made.html
    assert '<a href="https://red.example/yo">red</a>' in made.html
    assert "<p>Dentro</p>" in made.html
    assert made.notes == {notes.MISSING_BLOCK: ["32"], notes.MADE_WHEN_SHOWN: ["latest-posts"]}


def test_a_block_that_holds_itself_ends():
    place = Place(Library(blocks={"1": 'Uno <!-- wp:block {"ref":1} /-->'}))
    made = convert('<!-- wp:block {"ref":1} /-->', place)
    assert made.html.count("Uno") == 5
    assert notes.MISSING_BLOCK in made.notes


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("/contacto", "https://vieja.example/contacto"),
        ("../otra/", "https://vieja.example/2012/05/otra/"),
        ("//fuera.example/x", "https://fuera.example/x"),
        ("mailto:a@vieja.example", "mailto:a@vieja.example"),
        ("#nota", "#nota"),
        ("http://[roto", "http://[roto"),
    ],
)
def test_relative_addresses_lead_to_the_old_site(said, meant):
    assert html(f'<a href="{said}">x</a>') == f'<p><a href="{meant}">x</a></p>'


def test_too_deep_a_text_leaves_its_words():
    made = convert("<div>" * 500 + "hondo" + "</div>" * 500, PLACE)
    assert made.html == "<p>hondo</p>"
    assert notes.FORMAT_LOST in made.notes


def test_a_comment_has_paragraphs_and_links_and_no_shortcodes():
    made = convert_comment("Mira (https://otra.example/guia).\n\n[gallery]", BASE).html
    address = "https://otra.example/guia"
    assert made == f'<p>Mira (<a href="{address}">{address}</a>).</p><p>[gallery]</p>'


def test_nothing_of_a_script_is_left():
    assert "alert" not in render_html(html("<script>alert(1)</script>Hola")).html


@pytest.mark.long
@pytest.mark.parametrize(
    "content",
    [
        "<!-- wp:x {" * 40_000,
        "<!-- wp:x {" * 40_000 + "-->",
        "[caption]" * 50_000,
        "[caption]" * 50_000 + "[/caption]",
        "[a=" * 100_000,
        '[a "' * 100_000,
        " " * 400_000 + "x",
        "\n \t" * 100_000,
        "x\n" * 100_000,
        "<br>" * 100_000,
        "https://" * 50_000,
    ],
    ids=lambda content: repr(content[:12]),
)
def test_what_only_an_attacker_writes_ends_soon(content):
    begun = time.process_time()
    html(content)
    assert time.process_time() - begun < 10


@pytest.mark.parametrize(
    ("content", "address"),
    [
        (
            "[youtube https://www.youtube.com/watch?v=abc-123&amp;w=640]",
            "https://www.youtube.com/watch?v=abc-123&w=640",
        ),
        ("[youtube abc-123]", "https://www.youtube.com/watch?v=abc-123"),
        ('[youtube id="abc-123" w=640]', "https://www.youtube.com/watch?v=abc-123"),
        ("[vimeo 1084537]", "https://vimeo.com/1084537"),
        ('[ted id="1234"]', "https://www.ted.com/talks/view/id/1234"),
        ("[tweet https://red.example/estado/1]", "https://red.example/estado/1"),
        ('[soundcloud url="https://sonido.example/a" width="100%"]', "https://sonido.example/a"),
        ('[video mp4="https://vieja.example/v.mp4"][/video]', "https://vieja.example/v.mp4"),
        ("[googlemaps https://mapa.example/?q=a]", "https://mapa.example/?q=a"),
        ('<!-- wp:embed {"url":"https://videos.example/1","type":"video"} /-->', "https://videos.example/1"),
        ('<!-- wp:core-embed/vimeo {"url":"https://vimeo.com/1"} /-->', "https://vimeo.com/1"),
        ('<!-- wp:video {"id":3,"src":"https://vieja.example/v.mp4"} /-->', "https://vieja.example/v.mp4"),
        (
            '<figure><video controls src="https://vieja.example/v.mp4"></video></figure>',
            "https://vieja.example/v.mp4",
        ),
        ('<iframe src="https://videos.example/embed/1"></iframe>', "https://videos.example/embed/1"),
    ],
)
def test_what_is_embedded_becomes_a_plain_link(content, address):
    done = convert(content, PLACE)
    assert f'href="{address.replace("&", "&amp;")}"' in render_html(done.html).html
    assert done.notes == {}


@pytest.mark.parametrize("content", ["[video]", '[vimeo w="640"]', "[audio]", "[dailymotion]"])
def test_an_embed_that_names_nothing_stays_as_text_and_is_told(content):
    done = convert(f"Antes {content} después", PLACE)
    assert content.replace('"', "") in render_html(done.html).text.replace('"', "")
    assert list(done.notes) == [notes.UNKNOWN_SHORTCODE]


def block(name: str, inner: str) -> str:
    """A block with what it holds."""
    return f"<!-- wp:{name} -->{inner}<!-- /wp:{name} -->"


SHOT = '<img src="https://vieja.example/a.jpg" alt="La plaza"/>'
LINK = "https://vieja.example/c.pdf"
BUTTON = f'<a class="wp-block-file__button" href="{LINK}" download>Descargar</a>'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('<!-- wp:heading {"level":3} --><h3>Título</h3><!-- /wp:heading -->', "Título"),
        (block("quote", "<blockquote><p>Dicho</p><cite>Quien</cite></blockquote>"), "Dicho Quien"),
        (block("pullquote", "<figure><blockquote><p>Alto</p></blockquote></figure>"), "Alto"),
        (block("verse", '<pre class="wp-block-verse">Un verso\ny otro</pre>'), "Un verso y otro"),
        (block("code", "<pre><code>SELECT 1</code></pre>"), "SELECT 1"),
        (
            block("media-text", f"<div><figure>{SHOT}</figure><div><p>Al lado</p></div></div>"),
            "La plaza Al lado",
        ),
        (block("cover", f"<div><span></span>{SHOT}<div><p>Encima</p></div></div>"), "La plaza Encima"),
        (block("file", f'<div><a href="{LINK}">Las bases</a>{BUTTON}</div>'), "Las bases Descargar"),
        (block("buttons", block("button", '<div><a href="https://otra.example/">Firma</a></div>')), "Firma"),
        (block("columns", block("column", "<p>Uno</p>") + block("column", "<p>Dos</p>")), "Uno Dos"),
        (block("details", "<details><summary>Ver</summary><p>Dentro</p></details>"), "Ver Dentro"),
        ('<!-- wp:gallery {"ids":[7,8]} /-->', "La plaza La plaza, llena balcon"),
        (block("html", "<b>Tal cual</b>"), "Tal cual"),
        (block("shortcode", '[gallery ids="7"]'), "La plaza La plaza, llena"),
        (
            block("separator", "<hr/>") + block("spacer", '<div aria-hidden="true"></div>') + "<p>Sigue</p>",
            "Sigue",
        ),
        (block("more", "<!--more-->") + "<p>Resto</p>", "Resto"),
        ('<!-- wp:block {"ref":31} /-->', "Común"),
        ("<!-- wp:footnotes /-->", "Una nota."),
    ],
)
def test_blocks_of_every_common_kind_say_what_they_said(content, words):
    done = convert(content, PLACE)
    assert render_html(done.html).text == words
    assert {why for why in done.notes if why != notes.FOREIGN_PICTURE} == set()
