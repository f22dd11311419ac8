"""HTML that another program made, as our pages show it."""

import re

import pytest

from forum.lib.markdown import Rendered, render_html

REL = 'rel="nofollow ugc noopener"'
BOX = '<div aria-label="Tabla" class="scroll" role="group" tabindex="0"><table class="table"><tbody>'


def html(source: str) -> str:
    return render_html(source).html.strip()


def test_an_imported_text_keeps_its_source():
    made = render_html("<h2>Uno</h2>\r\n<p>dos")
    assert made == Rendered("<h2>Uno</h2>\n<p>dos", "<h3>Uno</h3>\n<p>dos</p>", "Uno dos", format="html")


@pytest.mark.parametrize(
    "source",
    [
        "<p>a <b>b</b> <i>c</i> <em>d</em> <strong>e</strong> <u>f</u></p>",
        "<p><s>g</s> <del>h</del> <ins>i</ins> <bdi>j</bdi></p>",
        "<p><abbr title='Boletín'>BOE</abbr> <cite>a</cite> <q>b</q></p>",
        "<p><sub>c</sub> <sup>d</sup> <small>e</small></p>",
        "<p><kbd>a</kbd> <samp>b</samp> <var>c</var> <code>d</code></p>",
        "<p><mark>e</mark> <dfn>f</dfn></p>",
        "<dl><dt>a</dt><dd>b</dd></dl>",
        "<details><summary>a</summary><p>b</p></details>",
        "<pre><code>a\n  b</code></pre><hr>",
        "<ruby>a<rp>(</rp><rt>b</rt><rp>)</rp></ruby>",
        "<ol start='3' type='a'><li value='5'>a</li></ol>",
        "<p dir='rtl' lang='ca'>a</p>",
    ],
)
def test_what_our_pages_have_stays(source):
    assert html(source) == source.replace("'", '"')


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<blockquote>a</blockquote>", '<blockquote class="quote">a</blockquote>'),
        ("<center>a</center>", "<div>a</div>"),
        ("<article><header>a</header>b</article>", "<div><div>a</div>b</div>"),
        ("<font color=red>a</font> <o:p>b</o:p>", "a b"),
        (
            "<strike>a</strike> <tt>b</tt> <acronym title=c>d</acronym>",
            '<s>a</s> <code>b</code> <abbr title="c">d</abbr>',
        ),
        ("<select><option>a<option>b</select>", "<div><div>a</div><div>b</div></div>"),
        ("<xmp><b>a</b></xmp>", "<pre>&lt;b&gt;a&lt;/b&gt;</pre>"),
        ("<noscript><p>a</p></noscript><template>b</template>", "<p>a</p>b"),
        ("<time>a</time> <time datetime=2026-05-01>b</time>", "a b"),
        ("a<!-- b -->c<script>d</script>e<style>f</style>g", "aceg"),
        ("<svg><title>a</title><text>b</text><script>c</script></svg>", "a  b"),
        ("<math><mi>a</mi><mo>+</mo></math>", "a  +"),
        ("<p class='quote__by scroll' style='color:red' onclick=x>a</p>", "<p>a</p>"),
        ("<table><b>a</b><tr><td>b</table>", "<b>a</b>" + BOX + "<tr><td>b</td></tr></tbody></table></div>"),
        ("<h2>a</h2><h4>b</h4><h1> </h1>", "<h3>a</h3><h4>b</h4>"),
        ("<p>\u202ea <b>b</b></p>", "<p>\u202ea\u202c <b>b</b></p>"),
    ],
)
def test_what_they_lack_says_the_same(source, expected):
    assert html(source) == expected


@pytest.mark.parametrize("tag", ["iframe", "embed", "video", "audio"])
def test_what_would_load_from_elsewhere_is_a_link(tag):
    address = "https://videos.example/v?a=1&amp;b=2"
    assert f'<a href="{address}" {REL}>{address}</a>' in html(f"<{tag} src='{address}'></{tag}>")
    assert f'<a href="{address}" {REL}>Un vídeo</a>' in html(
        f"<{tag} src='{address}' title='Un vídeo'></{tag}>"
    )


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<object data='/a.swf'><p>No se ve</p></object>", "/a.swf No se ve"),
        ("<video><source src='/a.mp4'><script>x()</script>No se ve</video>", "/a.mp4 No se ve"),
        ("<iframe src='javascript:x()' title='Mapa'></iframe>", "Mapa"),
        ("<iframe>No se ve</iframe>a", "a"),
        (
            "<picture><source srcset='//x.es/a.webp'><img src='//x.es/a.png' alt='Plaza'></picture>",
            "Plaza",
        ),
    ],
)
def test_what_stands_in_its_place_stays(source, text):
    assert render_html(source).text == text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<img src='/files/a.png' alt='b' class=wide>", '<img alt="b" src="/files/a.png">'),
        ("<img src='//x.example/a.png' alt='b'>", f'<a href="//x.example/a.png" {REL}>b</a>'),
        ("<img src='//x.example/a.png'>", f'<a href="//x.example/a.png" {REL}>//x.example/a.png</a>'),
        (
            "<a href='/b'><img src='//x.example/a.png' alt='c'> d</a>",
            f'<a href="/b"> <span>c</span>  d</a> <a href="//x.example/a.png" {REL}>//x.example/a.png</a>',
        ),
        (
            "<a href='//x.example/a.png'><img src='//x.example/a.png' alt='c'></a>",
            f'<a href="//x.example/a.png" {REL}> <span>c</span> </a>',
        ),
        (
            "<a href='ftp://x.example'><img src='//x.example/a.png' alt='c'></a>",
            f'<a href="//x.example/a.png" {REL}>c</a>',
        ),
        ("<a href='/b'></a> <a href='#c'></a> <a>d</a>", '<a href="/b">/b</a>  d'),
        ("<a href='/&apos;&quot;'>b</a>", '<a href="/\'%22">b</a>'),
        ("<img alt='b'>", "b"),
        ("<img src='data:image/png;base64,AAAA'>a", "a"),
    ],
)
def test_pictures_and_links(source, expected):
    assert html(source) == expected


def test_links_within_a_text_lead_to_places_of_its_own():
    made = html(
        "<a href='#n'>a</a> <a href='#post-1'>b</a> <p id='n'>c <a name='m'></a></p> <a href='#m'>d</a>"
    )
    n, m = re.findall(r'id="(fn-[0-9a-f]{8}-\d+)"', made)
    assert made == (f'<a href="#{n}">a</a> b <p id="{n}">c <span id="{m}"></span></p> <a href="#{m}">d</a>')


@pytest.mark.parametrize(
    ("source", "cells"),
    [
        ("<tr><th>a<th>b<tr><td>1<td>2", '<th scope="col">a</th><th scope="col">b</th><td>1</td><td>2</td>'),
        ("<tr><td><th>b<tr><th>1<td>2", '<td></td><th scope="row">b</th><th scope="row">1</th><td>2</td>'),
        ("<tr><th><th scope=colgroup colspan=2>b", '<td></td><th colspan="2" scope="colgroup">b</th>'),
    ],
)
def test_tables_scroll_and_their_headings_say_what_they_head(source, cells):
    made = html(f"<table border=1><caption>Título</caption>{source}</table>")
    assert made.startswith(
        '<div aria-label="Tabla" class="scroll" role="group" tabindex="0"><table class="table">'
    )
    assert "<caption>Título</caption>" in made
    assert "".join(re.findall(r"<t[dh].*?</t[dh]>", made)) == cells


def test_a_figure_keeps_its_caption():
    made = html(
        "<figure class=wp><img src='/files/a.png' alt='b'><figcaption class=x>c</figcaption></figure>"
    )
    assert (
        made == '<figure class="figure"><img alt="b" src="/files/a.png"><figcaption>c</figcaption></figure>'
    )


def test_words_of_neighbouring_cells_and_blocks_stay_apart():
    text = render_html("<table><tr><td>a<td>b</table><p>c</p><p>d<br>e <b>f</b>g<wbr>h</p>").text
    assert text == "a b c d e fgh"
