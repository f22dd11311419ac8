"""A person is warned of personal data, an administrator tries a pattern, and nobody meets the trap."""

import pytest
from playwright.sync_api import expect

from tests.servers import Server

PASSWORD = "una frase bien larga"
TEXT = "Llámame al 612 345 678 y lo hablamos."


def create(server: Server, name: str, *more: str) -> None:
    """An account, confirmed."""
    made = server.command(
        "users", "create", name, "--email", f"{name}@a.example", "--password-stdin", *more, stdin=PASSWORD
    )
    assert made.returncode == 0, made.stderr


def write(one, title: str, body: str):
    """Fill the form of an entry and publish it."""
    page = one.go("/blog/new")
    page.locator("[name=title]").fill(title)
    page.locator("[name=body]").fill(body)
    page.get_by_role("button", name="Publicar entrada").click()
    return page


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_person_is_warned_of_a_telephone_and_takes_it_out_or_leaves_it(visitor, server, scripts):
    name = f"ana-{'con' if scripts else 'sin'}"
    create(server, name)
    ana = visitor(scripts=scripts, width=1280 if scripts else 360)
    ana.sign_in(name, PASSWORD)
    page = write(ana, "Busco permuta", TEXT)
    warning = page.get_by_role("region", name="Parece que hay datos personales")
    warning.wait_for()
    assert "Teléfono, en el texto" in warning.inner_text()
    assert warning.locator("mark").inner_text() == "612 345 678"
    assert page.locator("[name=body]").input_value() == TEXT
    assert page.locator("[name=body]").get_attribute("aria-invalid") == "true"
    if scripts:
        assert ana.problems() == []

    # Another text is asked about again; the same one is published.
    page.locator("[name=body]").fill(f"{TEXT} O al 699 999 999.")
    page.get_by_role("button", name="Publicar de todos modos").click()
    warning.wait_for()
    expect(warning.locator("mark")).to_have_count(2)
    page.get_by_role("button", name="Publicar de todos modos").click()
    page.locator("article#post-1").wait_for()
    assert "699 999 999" in page.locator("article#post-1").inner_text()

    page = write(ana, "Otra", TEXT)
    page.locator("[name=body]").fill("Escríbeme aquí y lo hablamos.")
    page.get_by_role("button", name="Publicar entrada").click()
    page.locator("article#post-1").wait_for()


def test_with_the_keyboard_alone_nobody_meets_the_field_for_programs(visitor):
    guest = visitor()
    page = guest.go("/register")
    trap = page.locator("[name=homepage]")
    expect(trap).to_have_count(1)
    expect(page.get_by_label("Deja vacío este campo")).to_have_count(1)
    expect(page.get_by_role("textbox", name="Deja vacío este campo")).to_have_count(0)
    met = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        met.add(page.evaluate("document.activeElement.name || ''"))
    assert {"username", "email", "password", "terms"} <= met
    assert "homepage" not in met
    assert guest.problems() == []


def test_an_administrator_tries_a_pattern_and_saves_it(visitor, server):
    create(server, "jefa", "--role", "admin")
    jefa = visitor()
    jefa.sign_in("jefa", PASSWORD)
    page = jefa.go("/moderation/screening/words")
    page.locator("[name=pattern]").fill("casin*")
    page.get_by_label("Espera aprobación").check()
    page.locator("[name=sample]").fill("Los c4s1n0s de ayer")
    page.get_by_role("button", name="Probar").click()
    trial = page.get_by_role("region", name="La prueba")
    trial.wait_for()
    assert trial.locator("mark").inner_text() == "c4s1n0s"
    assert jefa.problems() == []
    page.get_by_role("button", name="Guardar patrón").click()
    page.get_by_role("button", name="Dejar de vigilar «casin*»").wait_for()
    assert jefa.problems() == []
    jefa.go("/moderation/screening/")
    assert jefa.problems() == []

    create(server, "berta")
    berta = visitor()
    berta.sign_in("berta", PASSWORD)
    page = write(berta, "Una noche", "Fuimos al casino.")
    page.get_by_text("Espera aprobación: de momento solo lo ves tú").wait_for()
    assert berta.problems() == []
