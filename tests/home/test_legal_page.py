"""The duty pages: their texts, and the blanks that the operator fills in."""

import re

import pytest
from flask import Flask, render_template

PAGES = ("notice", "rules", "privacy", "cookies", "accessibility", "imprint")
COOKIES = {"session", "remember_token", "held_text", "language", "theme"}


@pytest.mark.parametrize("page", PAGES)
def test_each_duty_has_a_page_that_leads_to_the_others(client, page):
    response = client.get(f"/legal/{page}")
    assert response.status_code == 200
    assert len(re.findall("<h1", response.text)) == 1
    assert all(f'href="/legal/{other}"' in response.text for other in PAGES)
    assert re.search(rf'href="/legal/{page}" aria-current="page"', response.text)


def test_there_are_eight_numbered_rules_to_cite(client):
    text = client.get("/legal/rules").text
    assert re.findall(r'id="norma-(\d)">Norma (\d):', text) == [(str(n), str(n)) for n in range(1, 9)]
    assert "Norma 4: datos personales" in text


def test_the_cookies_page_lists_the_cookies_that_the_program_sets(client):
    assert set(re.findall(r"<code>(\w+)</code>", client.get("/legal/cookies").text)) == COOKIES


@pytest.mark.parametrize("page", PAGES)
def test_what_only_the_operator_knows_is_a_blank_in_brackets(client, page):
    assert re.search(r"<strong>\[[^\]]+\]</strong>", client.get(f"/legal/{page}").text)


def test_a_blank_that_was_filled_in_is_text(app: Flask):
    operator = {"name": "Concello de <Pontelouro>", "email": "foro@pontelouro.example"}
    with app.test_request_context("/legal/imprint"):
        page = render_template("legal/es/imprint.html", operator=operator)
    assert "Titular: Concello de &lt;Pontelouro&gt;" in page
    assert "[Nombre del organismo]" not in page
    assert "<strong>[NIF]</strong>" in page


def test_a_language_without_the_text_shows_the_spanish_one_and_says_so(client):
    client.set_cookie("language", "en")
    text = client.get("/legal/rules").text
    assert '<div class="prose mt-5" lang="es">' in text
