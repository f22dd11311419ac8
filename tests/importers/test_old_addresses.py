"""Addresses of the old site lead to where what stood there stands now."""

import pytest
from sqlalchemy import Engine, event, select

from forum.accounts.models import User
from forum.debates import actions
from forum.debates.models import Thread
from forum.extensions import db
from forum.importers.models import OldAddress
from forum.lib.transactions import transaction
from tests.factories import fresh, make_group, make_user
from tests.importers.exports import comment, export_of, item

AUTHOR = """<wp:author><wp:author_id>7</wp:author_id><wp:author_login>marta.rey</wp:author_login>
<wp:author_display_name>Marta Rey</wp:author_display_name></wp:author>"""
TERMS = """<wp:category><wp:term_id>5</wp:term_id><wp:category_nicename>atencion</wp:category_nicename>
<wp:cat_name>Atención</wp:cat_name></wp:category>"""
ON_ENTRY = """<category domain="category" nicename="atencion">Atención</category>
<category domain="post_tag" nicename="redes-2">Redes</category>"""
ENTRY = item(
    11,
    "Uno",
    ON_ENTRY,
    comment(104),
    link="https://prueba.example/2012/05/un-a%C3%B1o/",
    wp_post_name="un-año",
)
PAGE = item(12, "Dos", wp_post_type="page", link="https://prueba.example/quienes-somos")
BY_QUERY = item(13, "Tres", link="https://prueba.example/index.php?seccion=noticias&id=8")
PICTURE = item(
    14, "", wp_post_type="attachment", wp_post_parent="11", link="https://prueba.example/2012/05/un-año/foto/"
)


@pytest.fixture
def imported(app, tmp_path):
    """Import a site, or what is given of one: an entry, a page, an entry at a query and a picture."""

    def run(*items, site="https://prueba.example"):
        path = tmp_path / "export.xml"
        data = export_of(AUTHOR, TERMS, *(items or (ENTRY, PAGE, BY_QUERY, PICTURE))).decode()
        path.write_text(data.replace("<link>https://prueba.example</link>", f"<link>{site}</link>"))
        db.session.rollback()
        result = app.test_cli_runner().invoke(args=["import", "wordpress", str(path)])
        db.session.rollback()
        assert result.exit_code == 0, result.output

    return run


def place(number, site="prueba.example"):
    """The path of an entry here."""
    found = select(Thread).where(Thread.origin == f"wordpress:{site}:{number}")
    return f"/blog/{db.session.scalars(found).one().key}"


def led(client, address, **how):
    """Where an address leads for good."""
    response = client.get(address, **how)
    assert response.status_code == 301, (address, response.status_code)
    return response.location


@pytest.mark.parametrize(
    "address",
    [
        "/?p=11",
        "/index.php?p=11",
        "/?p=11&preview=true",
        "/?page_id=11",
        "/?attachment_id=14",
        "/2012/05/un-a%C3%B1o/",
        "/2012/05/un-a%c3%b1o",
        "/2012/05/Un-Año/",
        "/2012/05/un-año/?utm_source=boletin",
        "/2012/05/un-año/comment-page-2/",
        "/2012/05/un-año/2/",
        "/2012/05/un-año/foto/",
        "/2012/05/un-año/amp/",
    ],
)
def test_every_address_of_an_entry_leads_to_it(client, imported, address):
    imported()
    assert led(client, address) == place(11)


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("/?page_id=12", 12),
        ("/quienes-somos/", 12),
        ("/index.php?seccion=noticias&id=8", 13),
        ("/index.php?id=8&seccion=noticias", 13),
    ],
)
def test_pages_and_addresses_of_any_structure_lead_to_their_entries(client, imported, address, number):
    imported()
    assert led(client, address) == place(number)


@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("/category/atencion/", "/tags/atencion"),
        ("/category/madre/atencion/page/3/", "/tags/atencion"),
        ("/categoria/atencion", "/tags/atencion"),
        ("/?cat=5", "/tags/atencion"),
        ("/?category_name=atencion", "/tags/atencion"),
        ("/tag/redes-2/", "/tags/redes"),
        ("/?tag=redes-2", "/tags/redes"),
        ("/author/marta-rey/", "/people/marta-rey"),
        ("/author/marta-rey/page/2/", "/people/marta-rey"),
        ("/?author=7", "/people/marta-rey"),
        ("/feed/", "/feed.atom"),
        ("/feed/atom", "/feed.atom"),
        ("/?feed=rss2", "/feed.atom"),
        ("/wp-rss2.php", "/feed.atom"),
        ("/comments/feed/", "/feed.atom"),
        ("/category/atencion/feed/", "/tags/atencion/feed.atom"),
        ("/?cat=5&feed=rss2", "/tags/atencion/feed.atom"),
        ("/tag/redes-2/feed/rss2/", "/tags/redes/feed.atom"),
        ("/author/marta-rey/feed/", "/people/marta-rey/feed.atom"),
        ("/2012/", "/search?kind=entry&since=2012&until=2012&order=newest"),
        ("/2012/05/page/2/", "/search?kind=entry&since=2012-05&until=2012-05&order=newest"),
        ("/2012/5/3/", "/search?kind=entry&since=2012-05-03&until=2012-05-03&order=newest"),
        ("/?m=201205", "/search?kind=entry&since=2012-05&until=2012-05&order=newest"),
        ("/page/2/", "/blog/"),
    ],
)
def test_archives_and_feeds_lead_to_ours(client, imported, address, where):
    imported()
    assert led(client, address) == where
    assert client.get(where).status_code == 200


def test_an_entrys_feed_leads_to_its_feed(client, imported):
    imported()
    assert led(client, "/2012/05/un-año/feed/") == f"{place(11)}/feed.atom"


def test_a_comment_is_found_by_its_link_and_by_its_anchor(client, imported):
    imported()
    permalink = led(client, "/2012/05/un-año/?replytocom=104")
    assert client.get(permalink).location == f"{place(11)}#post-2"
    assert 'id="comment-104"' in client.get(place(11)).text


def test_no_address_of_our_own_is_taken(client, imported):
    own = item(21, "Cuatro", link="https://prueba.example/debates/")
    imported(own, item(22, "Cinco", link="https://prueba.example/search?q=x"))
    assert client.get("/debates/").status_code == 200
    assert client.get("/search?q=x&tag=redes-2&author=7").status_code == 200
    assert client.get("/?which=unanswered").status_code == 200
    assert client.get("/debates").location.endswith("/debates/")
    assert client.get("/tags/no-existe").status_code == 404
    assert client.post("/?p=21").status_code == 405


@pytest.mark.parametrize("address", ["/?p=99", "/blog/?p=11&q=x"])
def test_our_own_home_shows_itself_for_what_it_does_not_know(client, imported, address):
    imported(item(12))
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/2012/05/otra/",
        "/category/nada/",
        "/author/nadie",
        "/wp-admin/",
        "/wp-login.php",
        "/a%00b",
        "/a?p=%00",
    ],
)
def test_what_was_not_there_is_not_found(client, imported, address):
    imported()
    assert client.get(address).status_code == 404


def test_before_any_import_there_are_no_old_addresses(client):
    assert client.get("/2012/05/").status_code == 404
    assert client.get("/feed/").status_code == 404


def test_what_was_removed_is_gone_and_what_waits_is_not_found(client, imported):
    imported(ENTRY, item(12, wp_status="draft", link="https://prueba.example/borrador/"))
    assert client.get("/?p=12").status_code == 200, "nobody knows of it"
    assert client.get("/borrador/").status_code == 404
    moderator = make_user("mod", role="moderator")
    thread = db.session.scalars(select(Thread)).one()
    with transaction():
        actions.remove_thread(fresh(thread), moderator, "Repetido")
    assert client.get("/?p=11").status_code == 410
    assert client.get("/2012/05/un-año/").status_code == 410
    assert client.get("/tag/redes-2/").status_code == 404


def test_what_moved_into_a_private_group_is_not_found(client, imported):
    imported(ENTRY)
    group = make_group(visibility="private")
    thread = db.session.scalars(select(Thread)).one()
    with transaction():
        actions.move_thread(fresh(thread), group, None)
    for address in ("/2012/05/un-año/", "/2012/05/un-año/?replytocom=104", "/?p=11&replytocom=104"):
        assert client.get(address).status_code == 404


def test_a_comment_that_waits_is_not_led_to(client, imported):
    imported(item(11, "Uno", comment(104, approved="0"), link="https://prueba.example/una/"))
    assert led(client, "/una/?replytocom=104") == place(11)


def test_an_address_longer_than_any_that_was_kept_is_not_looked_for(client, imported):
    imported(ENTRY)
    asked = []

    def note(connection, cursor, statement, parameters, *rest):
        asked.append(len(parameters))

    event.listen(Engine, "before_cursor_execute", note)
    for part in ("/1", "/page/1", "/2012", "-1x1"):
        assert client.get("/a" + part * 5000).status_code == 404
    assert led(client, "/2012/05/un-año/" + "1/" * 30) == place(11)
    event.remove(Engine, "before_cursor_execute", note)
    assert max(asked) < 500


def test_an_erased_author_is_gone(client, imported):
    imported(ENTRY)
    with transaction():
        db.session.scalars(select(User).where(User.username == "marta-rey")).one().state = "erased"
    assert client.get("/author/marta-rey/").status_code == 410


def test_a_site_under_a_path_is_found_there_and_where_we_took_its_place(client, imported):
    link = "https://oficina.example/bitacora/2012/una/"
    imported(item(1, link=link), site="https://oficina.example/bitacora")
    for address in ("/bitacora/2012/una/", "/bitacora/?p=1", "/2012/una", "/?p=1"):
        assert led(client, address) == place(1, "oficina.example/bitacora")
    assert led(client, "/bitacora/") == "/blog/"


def test_on_the_old_host_an_address_leads_to_our_own(client, imported):
    imported(ENTRY)
    base = {"base_url": "https://prueba.example"}
    assert led(client, "/2012/05/un-año/", **base) == f"http://127.0.0.1:8000{place(11)}"
    assert led(client, "/?p=11", **base) == f"http://127.0.0.1:8000{place(11)}"


def test_under_a_path_old_addresses_are_found_with_it_and_without(make_app, tmp_path):
    app = make_app(FORUM_BASE_URL="https://sede.example/foro")
    path = tmp_path / "export.xml"
    path.write_bytes(export_of(ENTRY))
    with app.app_context():
        assert app.test_cli_runner().invoke(args=["import", "wordpress", str(path)]).exit_code == 0
    client, where = app.test_client(), "/foro/blog/1-entrada-11"
    for address in ("/foro/2012/05/un-año/", "/2012/05/un-año/", "/foro/?p=11", "/?p=11"):
        assert led(client, address, base_url="https://sede.example") == where
    assert led(client, "/?p=11", base_url="https://prueba.example") == f"https://sede.example{where}"


def test_of_two_sites_the_host_decides(client, imported):
    imported(item(1, link="https://prueba.example/a/"))
    imported(item(1, link="https://otra.example/a/"), site="https://otra.example")
    assert led(client, "/a/") == place(1)
    assert led(client, "/a/", base_url="https://otra.example").endswith(place(1, "otra.example"))


def test_importing_again_changes_no_address_and_a_new_one_is_added(client, imported):
    imported(ENTRY)
    rows = db.session.execute(select(OldAddress.__table__)).all()
    imported(ENTRY)
    assert db.session.execute(select(OldAddress.__table__)).all() == rows
    imported(item(11, "Uno", link="https://prueba.example/un-año-nuevo/"))
    for address in ("/2012/05/un-año/", "/un-año-nuevo/"):
        assert led(client, address) == place(11)


def test_a_dry_run_keeps_no_address(app, tmp_path):
    path = tmp_path / "export.xml"
    path.write_bytes(export_of(ENTRY))
    result = app.test_cli_runner().invoke(args=["import", "wordpress", str(path), "--dry-run"])
    assert result.exit_code == 0
    assert db.session.scalars(select(OldAddress)).all() == []
