"""Whoever writes may say in which language: it comes before what the text tells, and is never lost."""

import lxml.html
import pytest

from forum.debates.models import Draft, Post, Thread
from forum.extensions import db
from forum.lib.locale import NAMES
from forum.search.jobs import index_changes
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, opening_of, sign_in

CATALAN = "Fa sis anys que soc interina a l'ajuntament i ningú no sap dir-me quan sortirà la convocatòria."


@pytest.fixture
def ana(client):
    """Somebody who is signed in."""
    person = make_user("ana")
    sign_in(client, person)
    return person


def newest() -> Post:
    """The latest post."""
    db.session.rollback()
    return db.session.query(Post).order_by(Post.id.desc()).first()


def offered(page: str) -> tuple[dict[str, str], str]:
    """The languages that the form of a page offers, by code, and the one that is chosen."""
    (field,) = lxml.html.fromstring(page).xpath("//main//select[@name='language']")
    return {option.get("value"): option.text for option in field}, field.value


def said_of(page: str, element: str) -> str | None:
    """The language that the first such element of a page (XPath) says it is in."""
    return lxml.html.fromstring(page).xpath(f"//main//{element}")[0].get("lang")


def opening(section: str = "debates", **more: str) -> dict[str, str]:
    """The fields of a new debate or entry."""
    group = make_group().slug if section == "debates" else ""
    return {"title": "Interines", "group": group, "body": CATALAN, **more}


@pytest.mark.parametrize("section", ["debates", "blog"])
def test_what_is_opened_is_in_the_language_that_its_author_chose(client, ana, section):
    answer = client.post(f"/{section}/new", data=opening(section, language="gl"))
    assert answer.status_code == 303
    post = newest()
    assert (post.language, db.session.get_one(Thread, post.thread_id).language) == ("gl", "gl")
    assert said_of(client.get(answer.location).text, "*[contains(@class, 'post-body')]") == "gl"


def test_a_reply_is_in_the_language_that_its_author_chose(client, ana):
    thread = make_thread()
    where = f"/debates/{thread.key}/replies"
    assert client.post(where, data={"body": CATALAN, "language": "eu"}).status_code == 303
    assert newest().language == "eu"
    assert fresh(thread).language == "es"
    assert client.post(where, data={"body": f"{CATALAN} Gràcies.", "language": ""}).status_code == 303
    assert newest().language == "ca"


@pytest.mark.parametrize("form", ["/debates/new", "/blog/new", "reply", "edit"])
def test_every_form_offers_the_five_languages_by_their_own_names(client, ana, form):
    thread = make_thread(author=ana)
    places = {"reply": f"/debates/{thread.key}", "edit": f"/posts/{opening_of(thread).id}/edit"}
    languages, chosen = offered(client.get(places.get(form, form)).text)
    assert languages == {"": "Automático", **NAMES}
    assert chosen == ("es" if form == "edit" else "")


def test_an_edit_keeps_the_language_unless_another_is_chosen(client, ana):
    thread = make_thread(author=ana)
    post = make_reply(thread, "Bo día.", author=ana, language="gl")
    where = f"/posts/{post.id}/edit"
    assert offered(client.get(where).text)[1] == "gl"
    for sent, language in (
        ({"language": "gl"}, "gl"),
        ({}, "gl"),  # a program that does not say
        ({"language": "en"}, "en"),
        ({"language": ""}, "ca"),  # what the text tells
    ):
        answer = client.post(where, data={"body": CATALAN, **sent})
        assert answer.status_code == 303
        assert fresh(post).language == language
    answer = client.post(where, data={"body": "Corto.", "language": ""})
    assert fresh(post).language == "ca"  # it tells nothing
    assert fresh(thread).language == "es"


def test_a_thread_is_in_the_language_of_its_opening_post_after_an_edit_too(client, ana, index):
    thread = make_thread(author=ana)
    index_changes()
    post = opening_of(thread)
    fields = {"title": thread.title, "tags": "", "body": "Busco praza.", "language": "gl"}
    assert client.post(f"/posts/{post.id}/edit", data=fields).status_code == 303
    assert (fresh(post).language, fresh(thread).language) == ("gl", "gl")
    index_changes()
    db.session.rollback()
    assert said_of(client.get("/search?q=praza").text, "*[contains(@class, 'thread-title')]/a") == "gl"


def test_an_imported_text_in_a_language_that_is_not_offered_keeps_it(client, ana):
    post = make_reply(make_thread(), "Bonjour.", author=ana, language="fr")
    where = f"/posts/{post.id}/edit"
    assert offered(client.get(where).text)[1] == ""
    for sent in ({}, {"language": ""}):
        assert client.post(where, data={"body": "Bonjour !", **sent}).status_code == 303
        assert fresh(post).language == "fr"


@pytest.mark.parametrize("form", ["/debates/new", "reply", "edit"])
def test_another_language_is_refused_beside_the_field_and_the_text_is_kept(client, ana, form):
    thread = make_thread(author=ana)
    reply = make_reply(thread, "Antes.", author=ana)
    places = {"reply": f"/debates/{thread.key}/replies", "edit": f"/posts/{reply.id}/edit"}
    fields = opening(language="xx") if form == "/debates/new" else {"body": CATALAN, "language": "xx"}
    answer = client.post(places.get(form, form), data=fields)
    assert answer.status_code == 422
    page = lxml.html.fromstring(answer.text)
    (field,) = page.xpath("//main//select[@name='language']")
    assert field.get("aria-invalid") == "true"
    assert "Elige una de las opciones." in page.get_element_by_id("e-language").text_content()
    assert field.get("aria-describedby") == "e-language"
    assert CATALAN in page.xpath("string(//textarea[@name='body'])")
    assert newest().body == "Antes."


def test_what_was_chosen_stays_in_a_form_with_mistakes(client, ana):
    answer = client.post("/debates/new", data=opening(title="", language="eu"))
    assert answer.status_code == 422
    assert offered(answer.text)[1] == "eu"


@pytest.mark.parametrize(("chosen", "language"), [("en", "en"), ("", "ca")])
def test_a_preview_keeps_the_choice_and_is_in_the_language_that_the_post_will_have(
    client, ana, chosen, language
):
    thread = make_thread(author=ana)
    edit = f"/posts/{opening_of(thread).id}/edit"
    for where in ("/debates/new", f"/debates/{thread.key}/replies", edit):
        answer = client.post(where, data=opening(action="preview", language=chosen))
        assert answer.status_code == 200
        assert offered(answer.text)[1] == chosen
        for element in ("section[@id='preview']/div", "textarea[@name='body']"):
            assert said_of(answer.text, element) == language


def test_a_draft_keeps_the_choice(client, ana):
    thread = make_thread(author=ana, language="ca")
    edit = f"/posts/{opening_of(thread).id}/edit"
    for where in ("/debates/new", "/blog/new", f"/debates/{thread.key}/replies", edit):
        for chosen in ("eu", ""):
            answer = client.post(where, data=opening(action="draft", language=chosen))
            assert answer.status_code == 303
            assert offered(client.get(answer.location).text)[1] == chosen


def test_a_draft_of_an_edit_that_does_not_say_offers_what_the_post_has(client, ana):
    post = make_reply(make_thread(), "Bon dia.", author=ana, language="ca")
    db.session.add(Draft(user_id=ana.id, kind=f"edit-{post.id}", body="Bona nit.", fields={"revision": "1"}))
    db.session.commit()
    draft = db.session.query(Draft).one()
    assert offered(client.get(f"/me/drafts/{draft.id}").text)[1] == "ca"


def test_a_text_held_over_an_expired_session_keeps_the_choice(client):
    thread = make_thread()
    answer = client.post(f"/debates/{thread.key}/replies", data={"body": "Egun on.", "language": "eu"})
    assert "/login?next=" in answer.location
    sign_in(client, make_user())
    held = client.get("/me/held")
    assert held.status_code == 303
    assert offered(client.get(held.location).text)[1] == "eu"
