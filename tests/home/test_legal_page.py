"""The duty pages as readers see them: their texts, and the blanks that the operator fills in."""

import re

import lxml.html
import pytest

from forum.home.actions import fill_blanks, write_page
from forum.home.blanks import BLANKS, GIVEN, names_in
from forum.home.duties import built_in, page_html
from forum.home.filling import filled
from forum.home.queries import duty_text
from forum.lib.transactions import transaction
from tests.factories import fresh, make_user, sign_in

PAGES = ("notice", "rules", "privacy", "cookies", "accessibility", "imprint")
ENGLISH = {"Accept-Language": "en"}
COOKIES = {"session", "remember_token", "held_text", "language", "theme"}


def fill(**values):
    admin = make_user(role="admin")
    with transaction():
        fill_blanks(values, fresh(admin))


@pytest.mark.parametrize("page", PAGES)
def test_each_duty_has_a_page_that_leads_to_the_others(client, page):
    response = client.get(f"/legal/{page}")
    assert response.status_code == 200
    assert len(re.findall("<h1", response.text)) == 1
    assert all(f'href="/legal/{other}"' in response.text for other in PAGES)
    assert re.search(rf'href="/legal/{page}" aria-current="page"', response.text)


def test_there_are_eight_numbered_rules_to_cite(client):
    text = client.get("/legal/rules").text
    assert re.findall(r'<h2 id="norma-(\d)">Norma (\d):', text) == [(str(n), str(n)) for n in range(1, 9)]
    assert "Norma 4: datos personales" in text


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_cookies_page_lists_the_cookies_that_the_program_sets(language):
    assert set(re.findall(r"<code>(\w+)</code>", page_html(built_in("cookies", language)))) == COOKIES


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_built_in_text_has_the_same_blanks_and_as_many_headings_and_rows(page, language):
    here, there = f"\n{built_in(page, language)}", f"\n{built_in(page, 'es')}"
    assert set(names_in(here)) <= BLANKS.keys() | GIVEN
    assert names_in(here) == names_in(there)
    for mark in ("\n## ", "\n- ", "\n|", "\n1. "):
        assert here.count(mark) == there.count(mark)


@pytest.mark.parametrize("page", PAGES)
def test_a_reader_sees_no_gap_and_an_administrator_sees_which_there_are(client, page):
    guest = client.get(f"/legal/{page}").text
    assert not re.search(r"[{}]|<mark>", lxml.html.fromstring(guest).find(".//main").text_content())
    assert "<mark>" not in guest
    sign_in(client, make_user(role="admin"))
    admin = client.get(f"/legal/{page}").text
    assert "Faltan datos en esta página" in admin
    assert "<mark>[Correo de contacto]</mark>" in admin


def test_a_blank_that_was_filled_in_is_text_and_an_address_is_a_link(client):
    fill(
        name="Concello de <Pontelouro>",
        email="foro@pontelouro.example",
        source_code="https://git.example/foro",
    )
    page = client.get("/legal/imprint").text
    assert "Titular: Concello de &lt;Pontelouro&gt;" in page
    assert '<a href="mailto:foro@pontelouro.example">foro@pontelouro.example</a>' in page
    assert '<a href="https://git.example/foro">' in page
    assert "NIF: se publicará aquí" in page


def test_an_address_is_linked_as_one_may_be_written(client):
    fill(source_code="https://git.example/foro nuevo")
    page = client.get("/legal/imprint").text
    assert '<a href="https://git.example/foro%20nuevo">https://git.example/foro nuevo</a>' in page


def test_a_choice_is_said_in_the_language_of_the_page(client):
    fill(conformance="partial")
    assert "parcialmente conforme" in client.get("/legal/accessibility").text


def test_the_statement_has_the_parts_that_the_law_asks_for(client):
    """Implementing Decision (EU) 2018/1523, and Royal Decree 1112/2018, articles 10, 13 and 15."""
    text = client.get("/legal/accessibility").text
    for part in (
        "se ha comprometido a hacer accesible",
        'se aplica a <a href="http://127.0.0.1:8000/">',
        "Situación de cumplimiento",
        "Falta de conformidad",
        "Carga desproporcionada",
        "no entra en el ámbito",
        "Preparación de la presente declaración",
        "Observaciones y datos de contacto",
        "Procedimiento de aplicación",
    ):
        assert part in text


def test_a_reader_of_english_reads_english(client):
    page = client.get("/legal/rules", headers=ENGLISH).text
    assert '<html lang="en"' in page
    assert "Rule 4: personal data" in page
    assert '<div class="prose mt-5">' in page


def test_a_language_without_the_text_shows_the_spanish_one_and_says_so(client):
    admin = make_user(role="admin")
    with transaction():
        write_page("rules", "en", None, fresh(admin), seen=0)
    assert "Rule 4: personal data" in client.get("/legal/rules", headers=ENGLISH).text
    assert duty_text("rules", "gl").language == "es"


def test_a_blank_inside_a_tag_stays_a_tag():
    html = page_html('[Aquí](/legal/rules "{name}") y {name: {nadie}.')
    assert 'title="{name}"' in filled(html, {"name": "Ana <b>"}, show_gaps=False)
