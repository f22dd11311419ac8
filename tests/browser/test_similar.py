"""Whoever writes a title is shown threads that are about the same: while they write, or with the preview."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.markup import mistakes

PASSWORD = "una frase bien larga"
SETUP = f"""
from forum.app import create_app
from forum.accounts.actions import create_user, hash_password
from forum.debates.actions import open_thread
from forum.groups.actions import create_group
from forum.lib.markdown import render
from forum.lib.transactions import transaction
from forum.search.jobs import index_changes
with create_app().app_context():
    text, password = render("¿Cómo lo hacéis en vuestra casa?"), hash_password({PASSWORD!r})
    with transaction():
        ana = create_user("ana", email="ana@ayuntamiento.example", password_hash=password)
        group = create_group("Personal")
        for title in ("Teletrabajo en ayuntamientos pequeños", "Permuta de Lugo a Vigo"):
            open_thread("debate", title, text, ana, group=group)
    index_changes()
"""


@pytest.fixture(scope="module", autouse=True)
def debates(server):
    server.python(SETUP)


def writing(person):
    """The form of a new debate, as somebody sees it, and what it asks of the server."""
    person.sign_in("ana", PASSWORD)
    page, asked = person.go("/debates/new"), []
    page.on("request", lambda request: "/search/similar" in request.url and asked.append(request.url))
    return page, asked


def test_the_list_appears_while_the_title_is_written(visitor, tmp_path):
    person = visitor()
    page, asked = writing(person)
    page.locator("[name=body]").fill("Somos cuatro.")
    page.locator("[name=title]").press_sequentially("Teletrabajo en mi ayuntamiento", delay=20)
    link = page.get_by_role("link", name="Teletrabajo en ayuntamientos pequeños")
    link.wait_for()
    assert len(asked) == 1
    assert re.search("Hay 1 hilo parecido", page.locator("[data-similar] + p").inner_text())
    assert person.problems() == []
    assert mistakes({page.url: page.content()}, tmp_path) == []


def test_by_keyboard_the_thread_opens_beside_the_text(visitor):
    page, _ = writing(visitor())
    page.locator("[name=body]").fill("Somos cuatro.")
    page.locator("[name=title]").press_sequentially("Teletrabajo en mi ayuntamiento")
    page.get_by_role("link", name="Teletrabajo en ayuntamientos pequeños").wait_for()
    page.keyboard.press("Tab")
    with page.context.expect_page() as opened:
        page.keyboard.press("Enter")
    assert re.search(r"/debates/\d+-teletrabajo", opened.value.url)
    assert page.locator("[name=body]").input_value() == "Somos cuatro."
    assert page.locator("[name=title]").input_value() == "Teletrabajo en mi ayuntamiento"
    page.evaluate("document.querySelector('[name=body]').value = ''")


def test_what_is_typed_meanwhile_is_what_counts(visitor):
    """An answer that comes late is dropped, and a short title empties the list without asking."""
    page, asked = writing(visitor())
    held = []
    page.route("**/search/similar**", lambda route: held.append(route) if not held else route.continue_())
    title = page.locator("[name=title]")
    with page.expect_request("**/search/similar**"):
        title.press_sequentially("Permuta a Lugo")
    title.fill("")
    title.press_sequentially("Teletrabajo municipal")
    page.get_by_role("link", name="Teletrabajo en ayuntamientos pequeños").wait_for()
    held[0].abort()
    expect(page.get_by_role("link", name="Permuta de Lugo a Vigo")).to_have_count(0)
    count = len(asked)
    title.fill("Tele")
    page.get_by_role("link", name="Teletrabajo en ayuntamientos pequeños").wait_for(state="detached")
    assert len(asked) == count == 2


def test_without_scripts_it_comes_with_the_preview(visitor, tmp_path):
    page, _ = writing(visitor(scripts=False))
    page.locator("[name=title]").fill("Teletrabajo en mi ayuntamiento")
    page.locator("[name=body]").fill("Somos cuatro.")
    page.get_by_role("button", name="Vista previa").click()
    link = page.get_by_role("link", name="Teletrabajo en ayuntamientos pequeños")
    assert link.get_attribute("target") == "_blank"
    assert page.locator("[name=body]").input_value() == "Somos cuatro."
    assert mistakes({page.url: page.content()}, tmp_path) == []
