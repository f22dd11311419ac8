"""A moderator splits and merges five hundred posts; every old permalink still lands on its post."""

import re

import pytest

from tests.servers import Server

PASSWORD = "una frase bien larga"
MAKE = """
from forum.app import create_app
from forum.debates import actions
from forum.groups.actions import create_group
from forum.lib.markdown import render
from forum.lib.transactions import transaction

texts = [render(f"Mensaje {number} de MARK") for number in range(1, 503)]
with create_app().app_context(), transaction():
    group = create_group("Grupo MARK")
    for title, size in (("Larga MARK", 502), ("Corta MARK", 3)):
        thread = actions.open_thread("debate", title, texts[0], None, group=group, author_name="Ana")
        with actions.replying(thread, quietly=True) as replies:
            for text in texts[1:size]:
                replies.add(None, text, author_name="Ana")
"""


def made(server: Server, mark: str) -> None:
    """A long thread and a short one, in a group."""
    server.python(MAKE.replace("MARK", mark))


def permalinks(visitor, address: str) -> dict[str, str]:
    """Of the posts on a page of a thread: their permalinks, and their texts."""
    page = visitor.go(address)
    posts = page.locator("article[data-post-id]").all()
    return {
        f"/posts/{post.get_attribute('data-post-id')}": post.locator(".post-body").inner_text()
        for post in posts
    }


def lands(visitor, permalink: str, text: str) -> bool:
    """Whether a permalink leads to where the anchor is that post."""
    page = visitor.go(permalink)
    anchor = page.url.partition("#")[2]
    return page.locator(f"#{anchor}[data-post-id='{permalink[7:]}'] .post-body").inner_text() == text


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_split_and_a_merge_of_five_hundred_posts(visitor, server, scripts):
    mark = "con" if scripts else "sin"
    made(server, mark)
    created = server.command(
        *("users", "create", f"nuria-{mark}", "--email", f"{mark}@a.example", "--role", "moderator"),
        "--password-stdin",
        stdin=PASSWORD,
    )
    assert created.returncode == 0, created.stderr
    nuria = visitor(scripts=scripts)
    nuria.sign_in(f"nuria-{mark}", PASSWORD)
    page = nuria.go("/debates/")
    page.get_by_role("link", name=f"Larga {mark}").first.click()
    long = page.url.removeprefix(nuria.home).partition("#")[0]
    old = (
        permalinks(nuria, long) | permalinks(nuria, f"{long}?page=13") | permalinks(nuria, f"{long}?page=26")
    )
    assert len(old) == 42

    # Five hundred are split off, after a look at them.
    nuria.go(long)
    page.get_by_role("link", name="Ordenar el hilo").click()
    page.get_by_role("link", name="Dividir", exact=True).click()
    page.get_by_label("Mensajes", exact=True).fill("3-502")
    page.get_by_label("Título del hilo nuevo").fill(f"Aparte {mark}")
    page.locator("[name=reason]").fill("Cada asunto, en su hilo.")
    page.get_by_role("button", name="Ver qué se mueve").click()
    assert "500 mensajes" in page.locator("main").inner_text()
    if scripts:
        assert nuria.problems() == []
    page.get_by_role("button", name="Dividir", exact=True).click()
    page.wait_for_url(re.compile("#post-1$"))
    apart = page.url.removeprefix(nuria.home).partition("#")[0]
    assert "Mensaje 3 de" in page.locator("#post-1 .post-body").inner_text()
    assert all(lands(nuria, *one) for one in old.items())
    page = nuria.go(long)
    page.get_by_text("Los mensajes n.º 3 a 20 están ahora en").click()
    assert page.locator("#post-12").is_visible()
    if scripts:
        assert nuria.problems() == []

    # They are merged into another thread, found by words of its title.
    nuria.go(apart)
    page.get_by_role("link", name="Ordenar el hilo").click()
    page.get_by_role("link", name="Unir", exact=True).click()
    page.get_by_label("El otro hilo").fill(f"corta {mark}")
    page.locator("[name=reason]").fill("Cada asunto, en su hilo.")
    page.get_by_role("button", name="Ver qué se mueve").click()
    page.get_by_label(f"Corta {mark}").check()
    page.get_by_role("button", name="Ver qué se mueve").click()
    assert "desde el n.º 4" in page.locator("main").inner_text()
    page.get_by_role("button", name="Unir", exact=True).click()
    page.wait_for_url(re.compile("#post-4$"))
    assert "que se unió a este debate" in page.locator(".divider").inner_text()
    if scripts:
        assert nuria.problems() == []
    assert all(lands(nuria, *one) for one in old.items())
    assert nuria.go(apart).url.endswith("#post-4")
