"""A reader finds the past debate, with nothing but links and a form."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.markup import mistakes

SETUP = """
from datetime import UTC, datetime
from forum.commands import create_whole_app
from forum.search.jobs import index_changes
from tests.factories import make_group, make_reply, make_thread, make_user

app = create_whole_app()
with app.app_context():
    ana, archive = make_user("ana", display_name="Ana López"), make_group("Archivo")
    old = make_thread(
        "Expurgo en el archivo municipal", "¿Quién decide qué se destruye?", group=archive, author=ana,
        tags=["archivos"], created=datetime(2021, 5, 4, tzinfo=UTC),
    )
    make_reply(old, "Pregunta a la junta.", created=datetime(2021, 5, 5, tzinfo=UTC))
    make_reply(
        old, "La comisión de valoración aprobó las tablas de conservación hace años.",
        author=ana, created=datetime(2021, 5, 6, tzinfo=UTC),
    )
    for year in range(2019, 2027):
        thread = make_thread(
            f"Valoración de puestos {year}", "La comisión de valoración mira la conservación del empleo.",
            tags=["puestos"], created=datetime(year, 2, 1, tzinfo=UTC),
        )
        make_reply(thread, "Otra comisión, otra valoración.", created=datetime(year, 2, 2, tzinfo=UTC))
    index_changes()
"""
QUERY = "comision valoracion conservacion desde:2020"


@pytest.fixture(scope="module", autouse=True)
def archive(server):
    """Old debates on the server."""
    server.python(SETUP)


@pytest.mark.parametrize("width", [1280, 360])
def test_a_reader_without_scripts_finds_an_old_debate_and_goes_back_to_the_results(visitor, width):
    page = visitor(scripts=False, width=width).go("/")
    if width == 1280:
        page.locator(".head__search input").fill(QUERY)
        page.locator(".head__search button").click()
    else:
        page.locator(".head nav a", has_text="Buscar").click()
        page.locator("#q").fill(QUERY)
        page.locator(".searchbar button").click()
    before = page.locator("[data-result-id]").count()
    assert before == 8
    assert page.locator("#q").input_value() == QUERY

    # Narrowed by a facet, which says how many there are.
    if width == 360:
        assert not page.locator("[data-facet=group]").is_visible()
        page.locator(".facets summary").click()
    group = page.locator("[data-facet=group] a", has_text="Archivo")
    assert re.search(r"\b1\b", group.inner_text())
    group.click()
    (result,) = page.locator("[data-result-id]").all()
    assert {"comisión", "valoración", "conservación"} == set(page.locator("mark").all_inner_texts())
    narrowed, text = page.url, page.locator("main").inner_text()

    # It leads to the very post.
    number = result.get_attribute("data-result-id")
    page.locator(".hit__title a").click()
    assert page.url.endswith("#post-3")
    assert page.locator(f"#post-3[data-post-id='{number}']").is_visible()
    assert "tablas de conservación" in page.locator("#post-3").inner_text()

    page.go_back()
    assert page.url == narrowed
    assert page.locator("main").inner_text() == text
    page.get_by_role("link", name="Quitar todos").click()
    assert page.locator("#q").input_value() == "comision valoracion conservacion"


def test_by_keyboard_alone(visitor):
    page = visitor().go("/search")
    page.locator("#q").focus()
    page.keyboard.type("conservacion")
    page.keyboard.press("Enter")
    page.locator("[data-facet=tag] a").first.focus()
    page.keyboard.press("Enter")
    page.locator("[data-facet=tag] a[aria-current]").wait_for()


def test_recent_searches_stay_in_the_browser_until_they_are_cleared(visitor):
    reader = visitor()
    for words in ("comision", "zxcvbnm", "valoracion -x", "comision"):
        reader.go(f"/search?q={words.replace(' ', '+')}")
    page = reader.go("/search")
    recent = page.locator("[data-recent] li")
    assert recent.all_inner_texts() == ["comision", "valoracion -x"]
    assert reader.problems() == []
    page.locator("#q").fill("algo")
    expect(recent).to_have_count(0)
    page.locator("#q").fill("")
    recent.last.locator("a").click()
    assert page.locator("#q").input_value() == "valoracion -x"
    assert reader.go("/search").locator("[data-recent]").is_visible()
    page.get_by_role("button", name="Borrar").click()
    assert not page.locator("[data-recent]").is_visible()
    assert not reader.go("/search").locator("[data-recent]").is_visible()


def test_whoever_signs_out_leaves_no_searches_to_the_next_person(visitor, server):
    password = "una frase bien larga"
    made = server.command(
        "users", "create", "eva", "--email", "eva@a.example", "--password-stdin", stdin=password
    )
    assert made.returncode == 0, made.stderr
    reader = visitor()
    reader.sign_in("eva", password)
    reader.go("/search?q=comision")
    page = reader.go("/search")
    assert page.locator("[data-recent]").is_visible()
    page.locator("header summary").first.click()
    page.get_by_role("button", name="Salir").click()
    page.get_by_role("link", name="Entrar").wait_for()
    assert not reader.go("/search").locator("[data-recent]").is_visible()


def test_without_scripts_nothing_is_remembered(visitor):
    reader = visitor(scripts=False)
    reader.go("/search?q=comision")
    assert not reader.go("/search").locator("[data-recent]").is_visible()


def test_every_kind_of_results_page_is_valid_and_within_reach_of_all(visitor, tmp_path):
    reader = visitor()
    addresses = [
        "/search",
        "/search?q=comision",
        "/search?q=conservasion",
        "/search?q=comision&group=archivo&since=2021-01-01&until=2021-12-31&view=posts",
        "/search?q=ana",
        "/search?q=comision+zanahoria",
    ]
    pages = {address: reader.read(address).text() for address in addresses}
    assert "data-correction" in pages["/search?q=conservasion"]
    assert "Ana López" in pages["/search?q=ana"]
    assert mistakes(pages, tmp_path) == []
    for address in addresses:
        reader.go(address)
        assert reader.problems() == []
