"""Wherever a text is shown that is in another language than the page, it says so."""

import lxml.html
import pytest

from forum.debates.models import Post, Thread
from forum.extensions import db
from forum.search.jobs import index_changes
from tests.factories import (
    PASSWORD,
    fresh,
    make_group,
    make_reply,
    make_thread,
    make_user,
    opening_of,
    sign_in,
)
from tests.moderation.cases import make_case

WORD = "Zorkon"  # in every title and text
HIDDEN = {"script", "style", "title", "textarea", "option"}


@pytest.fixture
def catalan(client, index):
    """Texts in Catalan of each kind, and their addresses; whoever looks wrote them and moderates."""
    ana = make_user("ana", role="moderator", password=PASSWORD)
    group = make_group("Arxius", members=(ana,))
    given = {"author": ana, "language": "ca", "tags": ["papers"]}
    entry = make_thread(f"{WORD} entrada", f"{WORD} bon dia.", kind="entry", **given)
    debate = make_thread(f"{WORD} debat", f"{WORD} bona nit.", group=group, linked=entry, **given)
    reply = make_reply(debate, f"{WORD} també.", language="ca")
    case = make_case(reply)
    hidden = make_reply(debate, f"{WORD} fora.", language="ca")
    make_reply(debate, f"{WORD} espera.", language="ca", state="pending")
    sign_in(client, ana)
    opening = opening_of(debate).id
    edit = {"title": f"{WORD} canviat", "body": f"{WORD} canvi.", "reason": "x"}
    for address, form in (
        (f"/posts/{opening}/edit", edit),
        (f"/moderation/posts/{hidden.id}", {"act": "hide", "reason": "x"}),
    ):
        assert client.post(address, data=form).status_code == 303
    index_changes()
    debate = fresh(debate)  # under its new title
    return [
        "/",
        "/debates/",
        "/blog/",
        f"/debates/{debate.key}",
        f"/blog/{entry.key}",
        f"/debates/new?entry={make_thread(f'{WORD} sola', f'{WORD}.', kind='entry', **given).id}",
        "/tags/papers",
        "/groups/arxius",
        "/people/ana",
        f"/search?q={WORD}",
        f"/search?q={WORD}&view=posts",
        f"/posts/{opening}/edit",
        f"/posts/{opening}/revisions",
        f"/posts/{opening}/withdraw",
        f"/posts/{reply.id}/flags",
        "/moderation/",
        "/moderation/pending",
        "/moderation/log",
        f"/moderation/cases/{case.id}",
        f"/moderation/posts/{hidden.id}",
        f"/moderation/threads/{debate.id}",
    ]


def language_around(element) -> str:
    """The language that an element, or the nearest around it, says it is in."""
    return element.xpath("string(ancestor-or-self::*[@lang][1]/@lang)")


def shown(page: str) -> list[tuple[str, str]]:
    """Each text of the page that holds the word, with the language that it is said to be in."""
    found = []
    for element in lxml.html.fromstring(page).iter():
        if isinstance(element.tag, str) and element.tag not in HIDDEN and WORD in (element.text or ""):
            found.append((language_around(element), element.text.strip()))
        if WORD in (element.tail or ""):
            found.append((language_around(element.getparent()), element.tail.strip()))
    return found


def test_every_page_says_in_which_language_each_text_is(client, catalan):
    for address in catalan:
        answer = client.get(address)
        assert answer.status_code == 200, address
        texts = shown(answer.text)
        assert texts, address
        assert {language for language, _text in texts} == {"ca"}, (address, texts)


def test_a_text_in_the_language_of_the_page_says_nothing(client):
    thread = make_thread(WORD, f"{WORD} hola.")
    page = client.get(f"/debates/{thread.key}").text
    assert {language for language, _text in shown(page)} == {"es"}
    assert page.count(' lang="es"') == page.count('<html lang="es"') + page.count('value="es" lang="es"')


def published() -> tuple[Thread, Post]:
    """The latest thread and the latest post."""
    db.session.rollback()
    return (
        db.session.query(Thread).order_by(Thread.id.desc()).first(),
        db.session.query(Post).order_by(Post.id.desc()).first(),
    )


@pytest.mark.parametrize(("chosen", "language"), [("en", "en"), (None, "es")])
def test_a_new_thread_is_in_the_language_that_its_author_chose_else_the_sites(client, chosen, language):
    sign_in(client, make_user(language=chosen))
    group = make_group("Arxius")
    form = {"title": "Mobility", "group": str(group.id), "body": "Hello.", "action": "publish"}
    answer = client.post("/debates/new", data=form, headers={"Accept-Language": "eu"})
    assert answer.status_code == 303
    thread, post = published()
    assert (thread.language, post.language) == (language, language)


def test_a_reply_is_in_the_language_of_its_thread(client):
    thread = make_thread("Mobilitat", language="ca")
    sign_in(client, make_user(language="en"))
    answer = client.post(f"/debates/{thread.key}/replies", data={"body": "Bon dia.", "action": "publish"})
    assert answer.status_code == 303
    assert published()[1].language == fresh(thread).language == "ca"


CATALAN = "Fa sis anys que soc interina a l'ajuntament i ningú no sap dir-me quan sortirà la convocatòria."


def test_a_text_that_tells_its_language_is_in_it_whatever_its_author_or_its_thread_speak(client):
    sign_in(client, make_user(language="en"))
    group = make_group("Arxius")
    form = {"title": "Interines", "group": str(group.id), "body": CATALAN, "action": "publish"}
    assert client.post("/debates/new", data=form).status_code == 303
    thread, post = published()
    assert (thread.language, post.language) == ("ca", "ca")
    thread = make_thread("Mobility", language="en")
    answer = client.post(f"/debates/{thread.key}/replies", data={"body": CATALAN, "action": "publish"})
    assert answer.status_code == 303
    assert (published()[1].language, fresh(thread).language) == ("ca", "en")
