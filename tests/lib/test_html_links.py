"""Which addresses a text may link to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.lib.html import is_external, safe_link
from forum.lib.html.links import is_own_file


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/debates/3-hola?page=2#post-21",
        "#post-3",
        "/a:b",
        "https://x.example",
        "HTTP://x.example:8000/a",
        "https://x.example?a=1&b=%C3%B1+c;d=(e)~'f'",
        "https://ñandú.example/",
        "https://xn--and-6ma2c.example/ñ/日本?ñ=ç#año",
        "https://faß.example",
        "https://💩.example",
        "https://مثال.example",
        "https://a_b--c.example.",
        "http://localhost:8000",
        "http://192.0.2.1:/",
        "http://[2001:db8::1]:8000/a",
        "/?@:",
        "https://x.example/@ana",
        "//x.example/a",
        "mailto:a@x.example?subject=Hola",
    ],
)
def test_these_are_linked_as_they_are(address):
    assert safe_link(address) == address


@pytest.mark.parametrize(
    ("address", "cleaned"),
    [
        (" \x00\x1f/a\n", "/a"),
        ("ht\ntp\ts://x.example", "https://x.example"),
        ("/\t/x.example", "//x.example"),
    ],
)
def test_what_a_browser_ignores_is_taken_out(address, cleaned):
    assert safe_link(address) == cleaned


@pytest.mark.parametrize(
    ("address", "encoded"),
    [
        ("https://x.example/a b", "https://x.example/a%20b"),
        ("/a\\b\\?c\\#d\\", "/a/b/?c%5C#d%5C"),
        ("//x.example\\a", "//x.example/a"),
        ("https://x.example/#a=`b`#c", "https://x.example/#a=%60b%60%23c"),
        ("https://x.example/?a[]=<1>|^", "https://x.example/?a%5B%5D=%3C1%3E%7C%5E"),
        ('/{a}"b"', "/%7Ba%7D%22b%22"),
        ("/100%/%zz/%4", "/100%25/%25zz/%254"),
        ("/a\x81\ufffe\ufffd", "/a%C2%81%EF%BF%BE%EF%BF%BD"),
        ("mailto:a@x.example?subject=Hola a todos\\", "mailto:a@x.example?subject=Hola%20a%20todos%5C"),
    ],
)
def test_what_no_address_may_hold_is_encoded(address, encoded):
    assert safe_link(address) == encoded
    assert safe_link(encoded) == encoded


@given(
    st.text(st.sampled_from("aé.:/\\?#@%[]` 1x-\x81"), max_size=12),
    st.sampled_from(["", "/", "//", "https://"]),
)
def test_a_cleaned_address_is_clean(text, start):
    cleaned = safe_link(start + text)
    assert cleaned is None or safe_link(cleaned) == cleaned


@pytest.mark.parametrize(
    "address",
    [
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:123",
        "java\nscript:x",
        "\x01javascript:x",
        "javascript&colon;x",
        "vbscript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://x.example",
        "tel:112",
        "host:8000",
        "x.html",
        "?page=2",
        "../x",
        "https:x.example",
        "https:/x.example",
        "https:///x.example",
        "https://",
        "https:\\\\x.example",
        "https://?x",
        "http://@x.example",
        "http://ana@x.example",
        "https://banco.example:443@x.example/",
        "https://../",
        "https://x..example",
        "https://.x.example",
        "https://.",
        "http://0x42.0x0000066.0x7.0x93/",
        "http://01.2.3.4",
        "http://192.0.2.256",
        "http://3221225985",
        "http://a.1",
        "http://x.example:99999",
        "http://x.example:80a",
        "http://x.example:٣",
        "http://[::g]",
        "http://[::1%25eth0]",
        "http://[::1",
        "http://%78.example",
        "http://a b.example",
        "http://a/b.example".replace("/", "\uff0f"),
        "http://{a}.example",
        "http://xn--a.example",
        "http://xn--.example",
        "http://xn--ab-.example",
        "http://xn--ab-gg4n.example",
        "http://xn--lja.example",
        "http://a\ufffd.example",
        "http://a\u2024example",
        "http://\u0301a.example",
        "http://\u202eb.example",
        "http://" + "a" * 64 + ".example",
        "http://" + "a." * 130 + "example",
        "//",
        "///x.example",
        "/\\x.example",
        "\\\\x.example",
        "mailto:",
        "mailto:nadie",
        "/a\x7fb",
        "/a\x00b",
    ],
)
def test_these_are_not_linked(address):
    assert safe_link(address) is None


@pytest.mark.parametrize(
    ("address", "leads_away"),
    [
        ("/a", False),
        ("#a", False),
        ("//x.example", True),
        ("https://x.example", True),
        ("mailto:a@b.es", True),
    ],
)
def test_a_host_without_scheme_leads_away_too(address, leads_away):
    assert is_external(address) is leads_away


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("/files/0f3a.png", True),
        ("/foro/files/0f3a.webp", True),
        ("/files/a", False),
        ("/files/", False),
        ("/files/..", False),
        ("/files/../a.png", False),
        ("/files/a.png?x=1", False),
        ("//files/a.png", False),
        ("//x.example/files/a.png", False),
        ("https://x.example/files/a.png", False),
        ("files/a.png", False),
        ("/files/a.png\n", False),
        ("/logout/a.png", False),
    ],
)
def test_own_files_are_those_uploaded_here(address, own):
    assert is_own_file(address) is own
