"""An outsider's notice, the decision, the author's appeal to another moderator, and the reversal."""

import re

import lxml.html
import pytest
from playwright.sync_api import expect

from tests.browser.test_whole_job import PASSWORD, group, mails, search_total, sign_in
from tests.servers import Server, until

TEN_MINUTES_LATER = """
from sqlalchemy import select
from forum.commands import create_whole_app
from forum.extensions import db
from forum.lib.transactions import transaction
from forum.moderation.actions.telling import tell_decisions
from forum.moderation.models import Decision
from forum.moderation.models.decisions import UNDO

with create_whole_app().app_context():
    with transaction():
        for decision in db.session.scalars(select(Decision).where(Decision.told.is_(None))):
            decision.created -= UNDO
    tell_decisions()
"""


def create(server: Server, name: str, role: str = "member") -> None:
    """An account, confirmed."""
    made = server.command(
        "users", "create", name, "--email", f"{name}@a.example", "--role", role, "--password-stdin",
        stdin=PASSWORD,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr


def in_list(reader, title: str) -> str:
    """What the list of debates says of one: its counters among it."""
    rows = lxml.html.fromstring(reader.read("/debates/").text()).xpath("//*[@data-thread-id]")
    return " ".join(next(row for row in rows if title in row.text_content()).text_content().split())


def publish(ana, bea, mark: str) -> tuple[str, str]:
    """A debate with two replies; gives its address, and the permalink of the first reply."""
    page = ana.go("/debates/new")
    page.locator("[name=title]").fill(f"Turnos de guardia {mark}")
    page.locator("[name=group]").select_option(label=f"Redes {mark}")
    page.locator("[name=body]").fill("¿Cómo los repartís?")
    page.get_by_role("button", name="Publicar debate").click()
    page.locator("article#post-1").wait_for()
    debate = page.url.partition("#")[0]
    for person, text in ((bea, f"La jefatura es una oligarquía{mark}."), (ana, "Por sorteo.")):
        page = person.page
        page.goto(debate)
        page.locator("#responder textarea").fill(text)
        page.get_by_role("button", name="Publicar respuesta").click()
        page.get_by_text(text).first.wait_for()
    number = page.locator("article#post-2").get_attribute("data-post-id")
    return debate, f"/posts/{number}"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_notice_a_removal_an_appeal_and_its_reversal(visitor, server, scripts):
    mark = "con" if scripts else "sin"
    word = f"oligarquia{mark}"
    group(server, f"Redes {mark}")
    for name, role in (("ana", "member"), ("bea", "member"), ("uno", "moderator"), ("dos", "moderator")):
        create(server, f"{name}-{mark}", role)
    ana, bea, first, second, outsider, reader = (
        visitor(scripts=scripts, width=width) for width in (1280, 1280, 1280, 1280, 360, 1280)
    )
    for person, name in ((ana, "ana"), (bea, "bea"), (first, "uno"), (second, "dos")):
        sign_in(person, f"{name}-{mark}")
        person.page.locator(".menu").wait_for()
    debate, permalink = publish(ana, bea, mark)
    until(lambda: search_total(reader, word) == "1", "the reply is found")
    before = in_list(reader, f"Turnos de guardia {mark}")
    feed = "/feed.atom"
    assert f"oligarquía{mark}" in reader.page.goto(debate).text()

    # Somebody without an account tells of the reply; a wrong address is said, and nothing typed is lost.
    page = outsider.go("/legal/notice")
    page.get_by_label("Dónde está").fill("https://otra.example/posts/1")
    page.get_by_label("Qué es").select_option(label="Injurias o calumnias")
    page.get_by_label("Por qué crees que es ilegal").fill("Insulta a la jefatura.")
    page.get_by_label("Tu nombre").fill("Una vecina")
    page.get_by_label("Tu correo").fill(f"vecina-{mark}@correo.example")
    if scripts:
        assert outsider.problems() == []
    page.get_by_label("Aviso de buena fe").check()
    page.get_by_role("button", name="Enviar aviso").click()
    page.get_by_text("Esa dirección no es de este sitio.").first.wait_for()
    assert page.get_by_label("Por qué crees que es ilegal").input_value() == "Insulta a la jefatura."
    assert page.get_by_label("Aviso de buena fe").is_checked()
    page.get_by_label("Dónde está").fill(f"{outsider.home}{permalink}")
    page.get_by_role("button", name="Enviar aviso").click()
    page.get_by_text("Hemos recibido tu aviso.").wait_for()
    private = page.url
    expect(page.get_by_text("lo está mirando")).not_to_have_count(0)
    if scripts:
        assert outsider.problems() == []
    receipt = until(lambda: mails(server, f"vecina-{mark}@correo.example"), "the receipt")[0]
    assert private in receipt

    # A moderator removes it; after ten minutes the author and the outsider are told why.
    page = first.go("/moderation/")
    page.get_by_role("link", name=f"Turnos de guardia {mark}").first.click()
    expect(page.get_by_text("Insulta a la jefatura.")).not_to_have_count(0)
    if scripts:
        assert first.problems() == []
    page.get_by_label("Retirar el mensaje").check()
    page.locator("[name=rule]").select_option("Norma 5: nada ilegal")
    page.locator("[name=reason]").fill("Es una injuria a personas concretas.")
    page.get_by_role("button", name="Guardar decisión").click()
    page.get_by_text("Decisión guardada.").wait_for()
    server.python(TEN_MINUTES_LATER)
    told = until(lambda: mails(server, f"vecina-{mark}@correo.example")[1:], "the decision by mail")[0]
    assert private in told
    page = outsider.page
    page.goto(private)
    expect(page.get_by_text("Es una injuria a personas concretas.")).not_to_have_count(0)
    until(lambda: search_total(reader, word) == "0", "the reply is not found any more")
    reader.page.goto(debate)
    assert "retirado por moderación" in reader.page.locator("#post-2").inner_text()
    assert f"oligarquía{mark}" not in reader.read(feed).text()

    # The author reads the statement of reasons and asks for a review.
    statement = until(lambda: mails(server, f"bea-{mark}@a.example"), "the statement of reasons")[-1]
    link = re.search(r"http://\S+/me/decisions/\d+", statement)[0]
    page = bea.page
    page.goto(link)
    expect(page.get_by_text("Es una injuria a personas concretas.")).not_to_have_count(0)
    assert "vecina" not in page.content()
    page.get_by_label("Por qué pides la revisión").fill("Es una opinión sobre un sistema.")
    page.get_by_role("button", name="Pedir revisión").click()
    page.get_by_text("Hemos recibido tu petición.").wait_for()

    # Who decided cannot hear it; another moderator does, and reverses it.
    page = first.go("/moderation/appeals")
    page.get_by_role("link", name="Revisión de: Retirar").first.click()
    expect(page.get_by_text("La revisión la decide otra persona")).not_to_have_count(0)
    expect(page.get_by_role("button", name="Guardar decisión")).to_have_count(0)
    page = second.go("/moderation/appeals")
    page.get_by_role("link", name="Revisión de: Retirar").first.click()
    expect(page.get_by_text("Es una opinión sobre un sistema.")).not_to_have_count(0)
    page.get_by_label("Anular la decisión").check()
    page.locator("[name=reasons]").fill("Critica una forma de organizar, no a personas.")
    page.get_by_role("button", name="Guardar decisión").click()
    page.get_by_text("Revisión decidida.").wait_for()

    # All is as it was: the post with its number, its links, the counters, search and feeds.
    page = reader.go(permalink)
    assert page.url.endswith("#post-2")
    assert f"oligarquía{mark}" in page.locator("article#post-2 .post-body").inner_text()
    expect(page.locator("article#post-3")).to_have_count(1)
    assert in_list(reader, f"Turnos de guardia {mark}") == before
    until(lambda: search_total(reader, word) == "1", "the reply is found again")
    page = bea.page
    page.goto(link)
    expect(page.get_by_text("Critica una forma de organizar")).not_to_have_count(0)
    heard = until(lambda: mails(server, f"bea-{mark}@a.example")[1:], "the outcome of the appeal")[-1]
    assert "ha anulado" in heard
    page = outsider.page
    page.goto(private)
    expect(page.get_by_text("Después se anuló en una revisión.")).not_to_have_count(0)
    checked = server.command("check", "--json")
    assert checked.returncode == 0, checked.stdout
