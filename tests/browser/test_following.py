"""A person follows a debate and a saved search, and the bell tells them of what is new."""

import pytest
from playwright.sync_api import expect

from tests.servers import Server, until

PASSWORD = "una frase bien larga"


def create(server: Server, name: str) -> None:
    """An account, confirmed."""
    made = server.command(
        "users", "create", name, "--email", f"{name}@a.example", "--password-stdin", stdin=PASSWORD
    )
    assert made.returncode == 0, made.stderr


def publish(writer, title: str, body: str) -> str:
    """Write a blog entry; its address."""
    page = writer.go("/blog/new")
    page.locator("[name=title]").fill(title)
    page.locator("[name=body]").fill(body)
    page.get_by_role("button", name="Publicar").click()
    page.locator("article#post-1").wait_for()
    return page.url


def bell(reader) -> str:
    """What the bell says on a page just fetched."""
    page = reader.go("/groups/")
    return page.locator(".head__icon").inner_text().strip()


def told(reader, count: int) -> None:
    """Wait until the bell counts so many."""
    until(lambda: bell(reader).startswith(f"{count}"), f"the bell counts {count}")


def found(reader, words: str) -> str | None:
    """What the results' page counts."""
    box = reader.go(f"/search?q={words}").locator("[data-total]")
    return box.get_attribute("data-total") if box.count() else None


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_person_follows_a_saved_search_and_is_told_of_a_new_match(visitor, server, scripts):
    mark = "con" if scripts else "sin"
    word = f"trashumancia{mark}"
    for name in (f"ana-{mark}", f"luis-{mark}"):
        create(server, name)
    ana, luis = visitor(scripts=scripts), visitor(scripts=scripts)
    ana.sign_in(f"ana-{mark}", PASSWORD)
    luis.sign_in(f"luis-{mark}", PASSWORD)
    publish(luis, f"La {word} de antes", "Lo que ya había.")
    until(lambda: found(ana, word) == "1", "the entry is found")

    # Ana saves what she sought.
    page = ana.page
    page.get_by_role("button", name="Guardar esta búsqueda").click()
    expect(page.get_by_role("heading", name="Tus búsquedas guardadas")).not_to_have_count(0)
    expect(page.get_by_role("link", name=word, exact=True)).not_to_have_count(0)
    assert not bell(ana).startswith("1")

    # Something new is written, and the bell says so.
    publish(luis, "Caminos y veredas", f"La {word} vuelve en mayo.")
    publish(luis, "Otra cosa", "Que no viene al caso.")
    told(ana, 1)
    page = ana.page
    page.locator(".head__icon").click()
    item = page.locator("main li", has=page.get_by_role("link", name=word))
    assert "1 resultado nuevo" in item.inner_text()
    if scripts:
        assert ana.problems() == []
    item.get_by_role("link", name=word).click()
    assert page.locator("mark").first.inner_text().lower() == word
    expect(page.locator(".hit")).to_have_count(1)
    if scripts:
        assert ana.problems() == []
    page.get_by_role("link", name="Caminos y veredas").click()
    assert "vuelve en mayo" in page.locator("#post-1 .post-body").inner_text()
    assert not bell(ana).startswith("1")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_person_follows_an_entry_and_is_told_of_a_comment(visitor, server, scripts):
    mark = "c" if scripts else "s"
    for name in (f"eva-{mark}", f"leo-{mark}"):
        create(server, name)
    eva, leo = visitor(scripts=scripts), visitor(scripts=scripts)
    eva.sign_in(f"eva-{mark}", PASSWORD)
    leo.sign_in(f"leo-{mark}", PASSWORD)
    entry = publish(leo, f"Una entrada {mark}", "Con pocas palabras.")

    page = eva.page
    page.goto(entry)
    page.get_by_role("button", name="Seguir", exact=True).click()
    expect(page.get_by_role("button", name="Dejar de seguir")).not_to_have_count(0)
    page = leo.page
    page.locator("#responder textarea").fill("Y algo más.")
    page.locator("#responder").get_by_role("button", name="Publicar").click()
    page.locator("#post-2").wait_for()

    told(eva, 1)
    page = eva.page
    page.locator(".head__icon").click()
    page.get_by_role("link", name=f"Una entrada {mark}").click()
    assert page.url.endswith("#post-2")
    assert "Y algo más." in page.locator("#post-2 .post-body").inner_text()
    assert not bell(eva).startswith("1")
