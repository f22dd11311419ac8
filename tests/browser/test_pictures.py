"""A person puts a picture into a reply and publishes it, with scripts and without."""

import pytest

from tests.pictures import drawn

PASSWORD = "una frase bien larga"
PICTURE = {"name": "rampa.png", "mimeType": "image/png", "buffer": drawn(size=(320, 200))}
LARGE = {"name": "grande.png", "mimeType": "image/png", "buffer": bytes(11 * 1024 * 1024)}
SETUP = f"""
from forum.app import create_app
from forum.accounts.actions import create_user, hash_password
from forum.debates.actions import open_thread
from forum.groups.actions import create_group
from forum.lib.markdown import render
from forum.lib.transactions import transaction
with create_app().app_context():
    text, password = render("¿Cómo es vuestra entrada?"), hash_password({PASSWORD!r})
    with transaction():
        ana = create_user("ana", email="ana@ayuntamiento.example", password_hash=password)
        open_thread("debate", "Accesos", text, ana, group=create_group("Edificios"))
"""


@pytest.fixture(scope="module", autouse=True)
def debate(server):
    server.python(SETUP)


def replying(person):
    person.sign_in("ana", PASSWORD)
    page = person.go("/debates/1")
    page.locator("[name=body]").fill("Así es la nuestra.")
    page.locator(".picture-box summary").click()
    return page


def describe(page):
    page.get_by_label("Texto alternativo").fill("Rampa junto a la escalera")
    page.get_by_label("Pie de figura").fill("La entrada, desde mayo")
    page.get_by_label("Fuente").fill("archivo municipal")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_described_picture_is_published_as_a_figure(visitor, scripts):
    person = visitor(scripts=scripts)
    page = replying(person)
    page.get_by_label("Imagen", exact=True).set_input_files(PICTURE)
    describe(page)
    page.get_by_role("button", name="Añadir al texto").click()
    page.get_by_text("La imagen está").wait_for()
    written = page.locator("[name=body]").input_value()
    assert written.startswith("Así es la nuestra.\n\n![Rampa junto a la escalera](/files/")
    assert "Fuente: archivo municipal" in written
    page.get_by_role("button", name="Publicar respuesta").click()
    figure = page.locator(".post figure").last
    figure.scroll_into_view_if_needed()
    assert "La entrada, desde mayo. Fuente: archivo municipal" in figure.inner_text()
    image = figure.locator("img")
    assert image.get_attribute("alt") == "Rampa junto a la escalera"
    assert image.bounding_box()["width"] == pytest.approx(320, abs=3)
    shown = person.read(image.get_attribute("src"))
    assert shown.headers["content-type"] == "image/png"
    if scripts:
        page.wait_for_function(
            "image => image.complete && image.naturalWidth === 320", arg=image.element_handle()
        )
        assert person.problems() == []


def test_the_picture_stands_where_the_cursor_was(visitor):
    page = replying(visitor())
    page.locator("[name=body]").fill("Antes. Después.")
    page.locator("[name=body]").evaluate("text => text.setSelectionRange(6, 6)")
    page.get_by_label("Imagen", exact=True).set_input_files(PICTURE)
    describe(page)
    page.get_by_role("button", name="Añadir al texto").click()
    page.get_by_text("La imagen está").wait_for()
    written = page.locator("[name=body]").input_value()
    assert written.startswith("Antes.\n\n![Rampa")
    assert written.endswith("\n\n Después.")


def test_what_is_wrong_is_said_before_anything_is_sent(visitor):
    person = visitor()
    page = replying(person)
    page.get_by_role("button", name="Añadir al texto").click()
    page.get_by_text("Elige una imagen.").wait_for()
    page.get_by_label("Imagen", exact=True).set_input_files(PICTURE)
    page.get_by_role("button", name="Añadir al texto").click()
    page.get_by_text("Falta el texto alternativo").wait_for()
    assert page.evaluate("document.activeElement.name") == "picture_alt"
    page.get_by_label("Imagen", exact=True).set_input_files(LARGE)
    page.get_by_role("button", name="Publicar respuesta").click()
    page.get_by_text("ocupa más de 10 MB").wait_for()
    assert page.locator("[name=body]").input_value() == "Así es la nuestra."
    assert person.problems() == []
    page.get_by_label("Imagen", exact=True).set_input_files([])
    page.evaluate("document.querySelector('[name=body]').value = ''")


def test_a_dropped_picture_waits_for_its_description(visitor):
    page = replying(visitor())
    page.locator(".picture-box summary").click()
    page.locator("[name=body]").evaluate(
        """text => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([new Uint8Array(9)], "rampa.png", { type: "image/png" }));
            text.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, cancelable: true }));
        }"""
    )
    page.get_by_text("Di qué se ve en la imagen y añádela").wait_for()
    assert page.evaluate("document.activeElement.name") == "picture_alt"
    assert page.get_by_label("Imagen", exact=True).evaluate("field => field.files[0].name") == "rampa.png"
