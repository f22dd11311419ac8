"""Which language a page is in: the person's choice, else the browser's, else the site's."""

import lxml.html
import pytest
from flask import Flask

from tests.accounts.pages import enter, new_address, register, stored
from tests.factories import PASSWORD, make_user, sign_in
from tests.statements import statements

ENGLISH, FRENCH = {"Accept-Language": "en-GB,en;q=0.9,es;q=0.5"}, {"Accept-Language": "fr"}
SPANISH = {"Accept-Language": "es-ES,es"}


@pytest.fixture
def english_site(app: Flask):
    """The site's own language is English."""
    before, app.config["BABEL_DEFAULT_LOCALE"] = app.config["BABEL_DEFAULT_LOCALE"], "en"
    yield
    app.config["BABEL_DEFAULT_LOCALE"] = before


def language_of(answer) -> str:
    """The language that the page says it is in, which its skip link agrees with."""
    tree = lxml.html.fromstring(answer.data)
    skip = {"es": "Saltar al contenido", "en": "Skip to content"}
    said = tree.get("lang")
    assert tree.xpath("string(//a[@class='skip'])") == skip[said]
    return said


def choose(client, language, **more):
    return client.post("/me/settings/language", data={"language": language, **more})


def test_a_guest_reads_what_the_browser_asks_for_if_it_is_offered(client):
    assert language_of(client.get("/", headers=ENGLISH)) == "en"
    assert language_of(client.get("/", headers=SPANISH)) == "es"
    assert language_of(client.get("/", headers={"Accept-Language": "fr, en;q=0.2"})) == "en"


@pytest.mark.parametrize("asked", [{}, FRENCH, {"Accept-Language": "*"}])
def test_who_asks_for_nothing_that_is_offered_reads_the_sites(client, english_site, asked):
    assert language_of(client.get("/", headers=asked)) == "en"
    assert language_of(client.get("/no-existe", headers=asked)) == "en"


def test_a_guests_choice_comes_before_the_browsers(client):
    answer = client.post("/preferences", data={"language": "en", "next": "/blog/"})
    assert (answer.status_code, answer.location) == (303, "/blog/")
    assert language_of(client.get("/blog/", headers=SPANISH)) == "en"


@pytest.mark.parametrize("said", ["fr", "", "eu-ES", "../../etc"])
def test_a_guests_choice_of_what_is_not_offered_changes_nothing(client, said):
    client.post("/preferences", data={"language": said})
    assert language_of(client.get("/", headers=ENGLISH)) == "en"
    client.set_cookie("language", said)
    assert language_of(client.get("/", headers=ENGLISH)) == "en"


def test_a_persons_choice_comes_before_the_browsers_on_every_machine(app, client):
    user = make_user(password=PASSWORD)
    enter(client, user.username)
    answer = choose(client, "en")
    assert answer.status_code == 303
    assert "Language changed." in client.get(answer.location, headers=SPANISH).text
    elsewhere = type(client)(app, use_cookies=True)
    enter(elsewhere, user.username)
    for address in ("/", "/me/settings", "/no-existe"):
        assert language_of(elsewhere.get(address, headers=SPANISH)) == "en"


def test_a_persons_choice_comes_before_the_cookie_of_who_was_there_before(client):
    client.post("/preferences", data={"language": "en"})
    sign_in(client, make_user(language="es"))
    assert language_of(client.get("/", headers=ENGLISH)) == "es"


def test_a_person_who_chose_none_reads_what_the_browser_asks_for(client):
    sign_in(client, make_user())
    assert language_of(client.get("/", headers=ENGLISH)) == "en"
    assert language_of(client.get("/", headers=SPANISH)) == "es"


def test_a_choice_can_be_taken_back(client):
    user = make_user(language="en")
    sign_in(client, user)
    choose(client, "en")
    choose(client, "")
    assert stored(user.username).language is None
    assert language_of(client.get("/", headers=SPANISH)) == "es"


def test_the_menu_of_a_page_keeps_a_persons_choice_and_leads_back(app, client):
    app.config["WTF_CSRF_ENABLED"] = True
    user = make_user()
    sign_in(client, user)
    tree = lxml.html.fromstring(client.get("/blog/", headers=SPANISH).data)
    [form] = [form for form in tree.forms if form.xpath(".//button[@name='language']")]
    buttons, fields = form.xpath(".//button[@name='language']"), dict(form.form_values())
    names = [(button.get("value"), button.text, button.get("lang")) for button in buttons]
    assert ("en", "English", "en") in names
    assert ("es", "Castellano", "es") in names
    answer = client.post(buttons[0].get("formaction"), data=fields | {"language": "en"})
    assert (answer.status_code, answer.location) == (303, "/blog/")
    assert stored(user.username).language == "en"
    client.post("/logout", data={"csrf_token": fields["csrf_token"]})
    assert language_of(client.get("/", headers=SPANISH)) == "en"


def test_the_language_of_a_person_is_not_changed_without_a_token(app, client):
    user = make_user()
    sign_in(client, user)
    app.config["WTF_CSRF_ENABLED"] = True
    assert choose(client, "en").status_code == 403
    assert stored(user.username).language is None


def test_a_language_that_is_not_offered_is_refused_beside_its_field(client):
    user = make_user()
    sign_in(client, user)
    for asked, said in ((SPANISH, "Elige una de las opciones."), (ENGLISH, "Choose one of the options.")):
        answer = client.post("/me/settings/language", data={"language": "fr"}, headers=asked)
        assert answer.status_code == 422
        assert said in lxml.html.fromstring(answer.data).get_element_by_id("e-language").text_content()
    assert stored(user.username).language is None


def test_a_guest_has_no_settings_to_change(client):
    assert choose(client, "en").status_code == 303
    assert language_of(client.get("/", headers=SPANISH)) == "es"


def test_who_registers_keeps_the_language_that_they_chose(client):
    register(client, "eva_nueva", new_address())
    client.post("/preferences", data={"language": "en"})
    register(client, "ana_nueva", new_address())
    assert stored("eva_nueva").language is None
    assert stored("ana_nueva").language == "en"


def test_a_cache_keeps_the_pages_of_each_language_apart(client):
    for address in ("/", "/no-existe", "/login"):
        assert {"Accept-Language", "Cookie"} <= set(client.get(address).vary)


def test_the_language_costs_no_statement(client):
    counts = []
    for language in ("en", None):
        sign_in(client, make_user(language=language))
        client.get("/")
        with statements() as seen:
            client.get("/")
        counts.append(len(seen))
    assert counts[0] == counts[1] > 0
