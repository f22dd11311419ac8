"""Feeds: valid Atom, whole texts, stable names, asked again for nothing, never what is private or gone."""

from datetime import UTC, datetime

import feedparser
import lxml.etree
import pytest

from forum.accounts.models import User
from forum.debates import actions
from forum.extensions import db
from forum.lib.transactions import transaction
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, opening_of, sign_in
from tests.statements import statements

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
HOST = "http://127.0.0.1:8000"


@pytest.fixture
def thread():
    """A debate in an open group, with a tag and a reply by a person with an account."""
    ana = make_user("ana", display_name="Ana Ñeco")
    group = make_group("Atención a la ciudadanía")
    thread = make_thread("Cartas <claras> & breves", "Uno.", group=group, author=ana, tags=["lenguaje claro"])
    make_reply(thread, "Dos, con [ayuda](/legal/rules) y nota.[^1]\n\n[^1]: Al pie.", author=ana)
    return thread


def feeds_of(thread):
    return [
        "/feed.atom",
        "/tags/lenguaje-claro/feed.atom",
        "/groups/atencion-a-la-ciudadania/feed.atom",
        "/people/ana/feed.atom",
        f"/debates/{thread.key}/feed.atom",
        "/search.atom?q=cartas",
    ]


def tree_of(answer):
    return lxml.etree.fromstring(answer.data)


def test_every_feed_is_what_the_standard_asks_for(client, thread):
    """RFC 4287, sections 4.1.1 and 4.1.2: an id, a title, a moment; an author; a link to itself."""
    for address in feeds_of(thread):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.mimetype == "application/atom+xml"
        assert not feedparser.parse(answer.data).bozo
        feed = tree_of(answer)
        assert feed.get(LANGUAGE) == "es"
        for node in [feed, *feed.findall("a:entry", ATOM)]:
            for name in ("id", "title", "updated"):
                assert len(node.findall(f"a:{name}", ATOM)) == 1, f"{name} in {address}"
        assert [link.get("href") for link in feed.xpath("a:link[@rel='self']", namespaces=ATOM)] == [
            HOST + address
        ]
        page = feed.xpath("string(a:link[@rel='alternate']/@href)", namespaces=ATOM)
        assert client.get(page.removeprefix(HOST)).status_code == 200
        ids = feed.xpath("a:entry/a:id/text()", namespaces=ATOM)
        assert len(ids) == len(set(ids))
        assert len(feed.xpath("a:entry/a:author/a:name", namespaces=ATOM)) == len(ids)


def test_an_entry_has_the_whole_text_its_author_and_no_address_that_only_works_here(client, thread):
    feed = feedparser.parse(client.get(f"/debates/{thread.key}/feed.atom").data)
    reply, opening = feed.entries
    assert opening.title_detail.value == "Cartas <claras> & breves"
    assert reply.title.startswith("Re: Cartas")
    assert opening.author_detail == {"name": "Ana Ñeco", "href": f"{HOST}/people/ana"}
    assert opening.tags[0].term == "lenguaje claro"
    content = reply.content[0].value
    assert f'href="{HOST}/legal/rules"' in content
    assert f'href="{HOST}/debates/{thread.key}#fn-' in content
    assert 'href="/' not in content
    assert 'href="#' not in content


def test_a_renamed_thread_keeps_its_names_and_the_old_address_leads_on(client, thread):
    before = feedparser.parse(client.get(f"/debates/{thread.key}/feed.atom").data)
    old = f"/debates/{thread.key}/feed.atom"
    sign_in(client, thread_author(thread))
    post = opening_of(thread)
    form = {"title": "Otro título", "tags": "", "body": "Uno.", "revision": post.revision}
    assert client.post(f"/posts/{post.id}/edit", data=form).status_code == 303
    moved = client.get(old)
    assert moved.status_code == 301
    after = feedparser.parse(client.get(moved.location).data)
    assert after.feed.id == before.feed.id
    assert [entry.id for entry in after.entries] == [entry.id for entry in before.entries]


def thread_author(thread):
    return db.session.get_one(User, thread.author_id)


def test_what_has_not_changed_is_not_sent_again(client, thread):
    for address in feeds_of(thread)[:5]:
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
    make_reply(thread)
    changed = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_what_is_removed_is_gone_from_the_feed(client, thread):
    address = f"/debates/{thread.key}/feed.atom"
    first = client.get(address)
    reply = make_reply(thread, "Esto se retira.")
    assert "Esto se retira" in client.get(address).text
    with transaction():
        actions.hide_post(fresh(reply), None, "")
    answer = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert answer.status_code == 304
    with transaction():
        actions.remove_thread(fresh(thread), None, "No era sitio.")
    assert client.get(address).status_code == 410
    assert "<entry" not in client.get("/feed.atom").text


def test_a_private_group_has_no_feed_even_for_its_members(client):
    ana = make_user("ana")
    group = make_group("Cerrado", visibility="private", members=(ana,))
    thread = make_thread("Lo nuestro", group=group, author=ana, tags=["secreta"])
    sign_in(client, ana)
    for address in (
        "/groups/cerrado/feed.atom",
        "/tags/secreta/feed.atom",
        f"/debates/{thread.key}/feed.atom",
    ):
        assert client.get(address).status_code == 404
    for address in ("/feed.atom", "/people/ana/feed.atom"):
        assert "Lo nuestro" not in client.get(address).text


def test_a_post_in_another_language_says_so_and_the_feed_speaks_the_sites(client):
    thread = make_thread("Mobilitat", "Bon dia.", language="ca")
    make_reply(thread, "Hola.", language="es")
    answer = client.get(f"/debates/{thread.key}/feed.atom", headers={"Accept-Language": "en"})
    feed = tree_of(answer)
    languages = [entry.get(LANGUAGE) for entry in feed.findall("a:entry", ATOM)]
    assert languages == [None, "ca"]
    assert "Accept-Language" not in answer.headers.get("Vary", "")


def test_older_entries_are_a_page_on(client):
    group = make_group("Serie")
    for day in range(1, 24):
        make_thread(f"Día {day:02}", group=group, created=datetime(2026, 1, day, tzinfo=UTC))
    first = client.get("/groups/serie/feed.atom")
    older = tree_of(first).xpath("string(a:link[@rel='next']/@href)", namespaces=ATOM)
    second = client.get(older.removeprefix(HOST))
    titles = [entry.title for answer in (first, second) for entry in feedparser.parse(answer.data).entries]
    assert titles == [f"Día {day:02}" for day in range(23, 0, -1)]
    assert not tree_of(second).xpath("a:link[@rel='next']", namespaces=ATOM)
    assert tree_of(second).findtext("a:id", namespaces=ATOM) == tree_of(first).findtext(
        "a:id", namespaces=ATOM
    )


def test_a_long_thread_goes_on_by_number(client):
    thread = make_thread()
    for _ in range(22):
        make_reply(thread)
    first = client.get(f"/debates/{thread.key}/feed.atom")
    older = tree_of(first).xpath("string(a:link[@rel='next']/@href)", namespaces=ATOM)
    second = client.get(older.removeprefix(HOST))
    assert len(feedparser.parse(first.data).entries) == 20
    assert len(feedparser.parse(second.data).entries) == 3


def test_an_empty_feed_is_valid_too(client):
    feed = feedparser.parse(client.get("/feed.atom").data)
    assert not feed.bozo
    assert feed.feed.updated


def test_a_feed_takes_as_many_statements_for_many_posts_as_for_one(client, thread):
    counts = []
    for replies in (0, 20):
        for _ in range(replies):
            make_reply(thread)
        with statements() as seen:
            client.get(f"/debates/{thread.key}/feed.atom")
        counts.append(len(seen))
    assert 0 < counts[0] == counts[1] <= 6


def test_under_a_path_every_address_has_it(make_app):
    app = make_app(FORUM_BASE_URL="https://sede.example/foro")
    with app.app_context():
        thread = make_thread("Bajo un camino", "Mira [esto](/foro/legal/rules).", tags=["caminos"])
        text = app.test_client().get("/foro/feed.atom").text
        db.session.remove()
    assert text.count("https://sede.example/") == text.count("https://sede.example/foro") > 4
    assert f"https://sede.example/foro/posts/{thread.id}" in text
