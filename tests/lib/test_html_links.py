"""Which addresses a text may link to."""

import pytest

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
        "HTTP://x.example:8000/a b",
        "https://ñandú.example/",
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
