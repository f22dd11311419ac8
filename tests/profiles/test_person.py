"""A person's page: who they are, and what of theirs the reader may see."""

import feedparser
import pytest

from forum.accounts.models import User
from forum.debates import actions
from forum.extensions import db
from forum.groups.actions import add_member
from forum.groups.models import Group
from forum.lib.markdown import render
from forum.lib.transactions import transaction
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, sign_in
from tests.statements import statements


def page_of(client, user: User, tab: str = "", status: int = 200) -> str:
    response = client.get(f"/people/{user.username}", query_string={"tab": tab} if tab else {})
    assert response.status_code == status
    return response.text


def test_the_page_says_what_the_person_says_of_themselves(client):
    user = make_user(
        "lourdes_biblio",
        display_name="Lourdes Bibiloni",
        position="Auxiliar de biblioteca",
        organisation="Universidad de Murcia",
        place="Murcia",
        bio=render("Opino a **título personal**."),
        links=[{"label": "La biblioteca", "url": "https://biblioteca.example/"}],
        verified=True,
        role="moderator",
    )
    page = page_of(client, user)
    for text in (
        "Lourdes Bibiloni",
        "lourdes_biblio",
        "Auxiliar de biblioteca, Universidad de Murcia",
        "<strong>título personal</strong>",
        "Empleo público verificado",
        "Equipo de moderación",
        'href="https://biblioteca.example/" rel="nofollow ugc noopener me"',
    ):
        assert text in page
    assert user.email not in page


def test_another_case_of_the_name_redirects_to_the_right_one(client):
    make_user("Begoña", email="begona@pueblo.example")
    for other in ("begoña", "BEGONA", "begona"):
        response = client.get(f"/people/{other}?tab=debates")
        assert response.status_code == 301
        assert response.location.endswith("/people/Bego%C3%B1a?tab=debates")


@pytest.mark.parametrize("path", ["/people/nadie", "/people/%20", "/people/nadie/feed.atom", "/people/a%00b"])
def test_nobody_has_no_page(client, path):
    assert client.get(path).status_code == 404


def test_whoever_has_not_confirmed_has_no_page_yet(client):
    user = make_user(confirmed=False)
    page_of(client, user, status=404)


def test_an_erased_person_is_gone(client):
    user = make_user()
    with transaction():
        fresh(user).state = "erased"
    page_of(client, user, status=410)


def test_a_suspension_is_only_shown_to_moderators(client):
    user, moderator = make_user(), make_user(role="moderator")
    with transaction():
        fresh(user).state = "suspended"
    assert "Cuenta suspendida" not in page_of(client, user)
    sign_in(client, moderator)
    assert "Cuenta suspendida" in page_of(client, user)


def test_an_imported_author_is_shown_as_one(client):
    assert "sin cuenta aquí" in page_of(client, make_user(origin="wordpress:3", email=None))
    assert "sin cuenta aquí" not in page_of(client, make_user(password="una frase bien larga"))


def test_the_tabs_show_each_what_they_are_for(client):
    user = make_user()
    make_thread("Debate que abrí", author=user)
    make_thread("Entrada que escribí", kind="entry", author=user)
    make_reply(make_thread("Debate de otra persona"), author=user)
    shown = {
        "": ["Debate que abrí", "Entrada que escribí", "Debate de otra persona"],
        "debates": ["Debate que abrí"],
        "blog": ["Entrada que escribí"],
        "replies": ["Debate de otra persona"],
    }
    everything = shown[""]
    for tab, titles in shown.items():
        page = page_of(client, user, tab)
        assert [title for title in everything if title in page] == titles


def test_an_unknown_tab_shows_the_activity(client):
    user = make_user()
    make_thread("Debate que abrí", author=user)
    assert "Debate que abrí" in page_of(client, user, "nada")


def test_what_was_written_in_a_private_group_is_only_for_who_may_see_it(client):
    user, member = make_user(), make_user()
    group = make_group("Comité secreto", visibility="private", members=(user, member))
    thread = make_thread("Plan reservado", "Texto reservado", group=group, author=user)
    make_reply(thread, "Respuesta reservada", author=user)
    for tab in ("", "debates", "replies"):
        page = page_of(client, user, tab)
        assert "reservad" not in page
        assert "Comité secreto" not in page
        assert 'class="count"' not in page
    assert "reservad" not in client.get(f"/people/{user.username}/feed.atom").text
    sign_in(client, member)
    page = page_of(client, user)
    assert "Texto reservado" in page
    assert "Respuesta reservada" in page
    assert "Comité secreto" in page


def test_what_was_removed_is_not_shown(client):
    user = make_user()
    reply = make_reply(make_thread(), "Lo que se retira", author=user)
    with transaction():
        actions.remove_post(fresh_post(reply), None, "norma 3")
    assert "Lo que se retira" not in page_of(client, user)


def fresh_post(post):
    """The post with its thread, in this session."""
    found = fresh(post)
    db.session.refresh(found, ["thread"])
    return found


def test_long_activity_goes_on_page_after_page(client):
    user, thread = make_user(), make_thread()
    for number in range(23):
        make_reply(thread, f"Respuesta número {number};", author=user)
    page = page_of(client, user)
    assert page.count('class="hit"') == 20
    address = page.partition('<link rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    last = client.get(address).text
    assert last.count('class="hit"') == 3
    assert "Respuesta número 0;" in last
    assert "Respuesta número 0;" not in page


def test_the_statements_do_not_grow_with_what_was_written(client):
    def asked(user: User) -> int:
        with statements() as seen:
            page_of(client, user)
        return len(seen)

    little, much = make_user(), make_user()
    make_thread(author=little)
    for _ in range(4):
        make_reply(make_thread(author=much, tags=["uno", "dos"]), author=much)
    assert 0 < asked(much) == asked(little) <= 4


def test_the_feed_holds_whole_texts(client):
    user = make_user(display_name="Ana Feed")
    thread = make_thread("Debate con canal", "Texto **entero**.", author=user, tags=["canales"])
    make_reply(thread, "Y una respuesta.", author=user)
    feed = feedparser.parse(client.get(f"/people/{user.username}/feed.atom").data)
    assert not feed.bozo
    assert feed.feed.title == "Ana Feed"
    assert [entry.author for entry in feed.entries] == ["Ana Feed", "Ana Feed"]
    assert "<strong>entero</strong>" in feed.entries[1].content[0].value
    assert feed.entries[1].tags[0].term == "canales"


def test_my_own_page_is_where_me_leads(client):
    assert "/login" in client.get("/me").location
    user = make_user()
    sign_in(client, user)
    assert client.get("/me").location == f"/people/{user.username}"
    assert "Editar perfil" in page_of(client, user)
    assert "Editar perfil" not in page_of(client, make_user())


def test_entering_a_group_shows_what_was_written_there(client):
    author, reader = make_user(), make_user()
    group = make_group(visibility="private", members=(author,))
    make_thread("Solo para el grupo", group=group, author=author)
    sign_in(client, reader)
    assert "Solo para el grupo" not in page_of(client, author)
    with transaction():
        add_member(db.session.get(Group, group.id), fresh(reader))
    assert "Solo para el grupo" in page_of(client, author)


def test_what_a_person_wrote_is_shown_by_its_own_words_not_by_those_it_quotes(client):
    thread, person = make_thread(), make_user()
    make_reply(thread, "> Busco plaza en Vigo.\n\nYo la dejo en junio.", author=person)
    make_reply(thread, "> Solo esta cita.", author=person)
    page = page_of(client, person)
    assert "<p>Yo la dejo en junio.</p>" in page
    assert "<p>Solo esta cita.</p>" in page
