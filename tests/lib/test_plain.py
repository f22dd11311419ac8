"""Plain text as HTML: paragraphs, lines, and addresses that may be clicked."""

import pytest

from forum.lib.plain import paragraphs

LINK = '<a href="{0}" rel="nofollow ugc noopener">{0}</a>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("Hola:\n\nUna línea\ny otra.\n", "<p>Hola:</p>\n<p>Una línea<br>\ny otra.</p>\n"),
        ("uno\n\n\n \ndos", "<p>uno</p>\n<p>dos</p>\n"),
        ("uno\r\n\r\ndos", "<p>uno</p>\n<p>dos</p>\n"),
        ("<b>&", "<p>&lt;b&gt;&amp;</p>\n"),
        ("Mira https://a.example/b.", f"<p>Mira {LINK.format('https://a.example/b')}.</p>\n"),
        ("(https://a.example/b?c=1)", f"<p>({LINK.format('https://a.example/b?c=1')})</p>\n"),
        ("https://a.example/<script>", f"<p>{LINK.format('https://a.example/')}&lt;script&gt;</p>\n"),
        ("javascript:alert(1)", "<p>javascript:alert(1)</p>\n"),
        ("https://banco.es@mala.example/", "<p>https://banco.es@mala.example/</p>\n"),
    ],
)
def test_a_plain_text_in_a_page(text, html):
    assert paragraphs(text) == html


def test_a_mail_address_is_to_be_clicked():
    assert 'href="mailto:ana@lugo.gal"' in paragraphs("Escribe a ana@lugo.gal.")
