"""Reading exports, and refusing what is none."""

import io

import pytest

from forum.importers.wordpress.wxr import BrokenExport, Channel, items_in
from tests.importers.exports import BEGINNING, END, OLD, TOWN_HALL, comment, export_of, item

BOMB = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<rss><channel><title>&b;</title></channel></rss>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]>
<rss><channel><title>&f;</title></channel></rss>"""
FEED = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Un canal</title><item><content:encoded>Texto</content:encoded></item></channel></rss>"""


def read(file):
    """What a file says of its site, and its items."""
    channel = Channel()
    return channel, list(items_in(file, channel))


def items_of(data: bytes):
    return read(io.BytesIO(data))[1]


def test_an_export_is_read_whole():
    with TOWN_HALL.open("rb") as file:
        channel, items = read(file)
    assert (channel.title, channel.version, channel.language) == (
        "Bitácora de la casa consistorial",
        "1.2",
        "es-ES",
    )
    assert channel.blog_url == "https://bitacora.ayuntamiento.example"
    assert [author.login for author in channel.authors] == ["begona.ibarra", "admin"]
    assert [term.name for term in channel.terms] == ["Administración electrónica", "Años"]
    assert len(items) == 16
    assert [row.id for row in items[0].comments] == [
        str(n) for n in (103, *range(101, 103), *range(104, 111))
    ]
    assert items[0].excerpt == "Un año de preguntas, resumido a mano."


def test_nothing_of_a_commenters_address_is_read():
    with TOWN_HALL.open("rb") as file:
        everything = repr(read(file))
    assert "Rosa" in everything
    assert "rosa@correo.example" not in everything
    assert "198.51.100" not in everything


def test_the_oldest_version_is_read_without_number_and_in_its_own_encoding():
    with OLD.open("rb") as file:
        channel, items = read(file)
    assert channel.version == ""
    assert items[0].creator == "María José"
    assert items[0].comments[0].approved == "1"


@pytest.mark.parametrize("space", ["http://wordpress.org/export/1.1/", "https://wordpress.org/export/1.2/"])
def test_every_version_of_the_names_is_understood(space):
    data = export_of(item(5)).replace(b"http://wordpress.org/export/1.2/", space.encode())
    assert items_of(data)[0].id == "5"


def test_a_mark_of_byte_order_does_no_harm():
    assert items_of(b"\xef\xbb\xbf" + export_of(item(5)))[0].id == "5"


def test_a_text_of_twelve_megabytes_is_read():
    assert len(items_of(export_of(item(5, "largo " * 2_000_000)))[0].content) == 12_000_000


def test_markup_that_the_file_did_not_escape_is_kept():
    data = export_of(
        "<item><title>Sin <i>escapar</i></title><content:encoded><p>Uno</p></content:encoded></item>"
    )
    assert items_of(data)[0].content == "<p>Uno</p>"
    assert items_of(data)[0].title == "Sin escapar"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "malformed"),
        (b"no es XML", "malformed"),
        (export_of(item(1))[:-20], "malformed"),
        (export_of(item(1, title="Uno")).replace(b"<![CDATA[Uno]]>", b"a & b"), "malformed"),
        (export_of(item(1, "con \x0c salto")), "malformed"),
        (export_of(item(1)).replace(b"texto", b"t\xe9xto"), "malformed"),
        (BEGINNING.replace("UTF-8", "no-hay-tal").encode() + END.encode(), "decoded"),
        (BOMB.encode(), "entities"),
        (OUTSIDE.encode(), "entities"),
        (b"<?xml version='1.0'?><catalog><book/></catalog>", "not a WordPress export"),
        (FEED.encode(), "not a WordPress export"),
        (b"<html><body><p>Una p\xc3\xa1gina</p></body></html>", "not a WordPress export"),
    ],
)
def test_what_is_no_export_is_refused_in_one_line(plain_app, data, why):
    with plain_app.app_context(), pytest.raises(BrokenExport) as refused:
        items_of(data)
    with plain_app.app_context():
        assert why in str(refused.value)
        assert "\n" not in str(refused.value)


def test_a_comment_says_what_it_answers():
    assert items_of(export_of(item(1, "x", comment(2, parent="1"))))[0].comments[0].parent == "1"
