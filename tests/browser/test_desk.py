"""The moderators' desk: keys, saved replies, many cases at once, undoing; and who sees which cases."""

import re

import pytest
from playwright.sync_api import expect

from tests.servers import Server

READ = "all => all.map(a => [a.pathname, a.text])"
PASSWORD = "una frase bien larga"
CASES = """
from forum.app import create_app
from forum.accounts.queries import with_username
from forum.debates.actions import open_thread, post_reply
from forum.extensions import db
from forum.groups.models import Group, GroupMember
from forum.lib.markdown import render
from forum.lib.transactions import transaction
from forum.moderation.actions import flag_post, save_reply

text = render("Vendo sellos de caucho.")
with create_app().app_context(), transaction():
    groups = [Group(name=name, slug=name.lower(), sort_key=name.lower()) for name in ("Urbanismo", "Empleo")]
    db.session.add_all(groups)
    db.session.flush()
    db.session.add(GroupMember(group_id=groups[0].id, user_id=with_username("xoan").id, moderator=True))
    writer, flagger = with_username("berta"), with_username("carlos")
    for group in groups:
        thread = open_thread("debate", "Sellos en " + group.name, text, writer, group=group)
        for _ in range(2):
            flag_post(post_reply(thread, writer, text), flagger, "spam")
    save_reply("Publicidad", "Es un anuncio.", with_username("nuria"))
"""


@pytest.fixture(scope="module")
def desk(server: Server) -> Server:
    """Two groups with two cases each; nuria moderates the site, xoan the first group."""
    for name, *more in (("nuria", "--role", "moderator"), ("xoan",), ("berta",), ("carlos",)):
        account = ["users", "create", name, "--email", f"{name}@a.example", "--password-stdin", *more]
        made = server.command(*account, stdin=PASSWORD)
        assert made.returncode == 0, made.stderr
    server.python(CASES)
    return server


def test_a_group_moderator_cannot_see_another_groups_case(visitor, desk):
    nuria, xoan = visitor(), visitor()
    nuria.sign_in("nuria", PASSWORD)
    xoan.sign_in("xoan", PASSWORD)
    links = "[data-case] .case__name a"
    everything = nuria.go("/moderation/").locator(links).evaluate_all(READ)
    assert len(everything) == 4
    own = xoan.go("/moderation/").locator(links).evaluate_all(READ)
    assert own == [case for case in everything if "Urbanismo" in case[1]]
    assert "Empleo" not in xoan.page.locator("main").inner_text()
    for address, text in everything:
        assert xoan.read(address).status == (200 if "Urbanismo" in text else 404)
    assert xoan.problems() == []


def test_keys_move_choose_and_are_silent_while_typing_and_when_off(visitor, desk):
    nuria = visitor()
    nuria.sign_in("nuria", PASSWORD)
    page = nuria.go("/moderation/?order=weight")
    legend = page.locator("[data-keys]")
    page.keyboard.press("?")
    assert legend.evaluate("one => one.open")
    assert nuria.problems() == []
    page.keyboard.press("j")
    links = page.locator("[data-case] .case__name a")
    first, second = links.nth(0), links.nth(1)
    assert first.evaluate("one => one === document.activeElement")
    page.keyboard.press("j")
    assert second.evaluate("one => one === document.activeElement")
    page.keyboard.press("k")
    assert first.evaluate("one => one === document.activeElement")
    place, following = first.get_attribute("href"), second.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{place}")
    assert "order=weight" in place
    page.keyboard.press("j")
    page.wait_for_url(f"**{following}")
    page.keyboard.press("k")
    page.wait_for_url(f"**{place}")
    page.keyboard.press("a")
    page.get_by_text("El caso es tuyo.").wait_for()
    assert page.url.endswith(place)

    page.keyboard.press("r")
    assert page.locator("input[name=act][value=remove]").is_checked()
    assert page.evaluate("document.activeElement.name") == "reason"
    page.keyboard.type("dejado")
    assert page.locator("[name=reason]").input_value() == "dejado"
    assert page.locator("input[name=act][value=remove]").is_checked()
    assert nuria.problems() == []

    page.locator("h1").click()
    page.get_by_text("Teclas", exact=True).click()
    page.get_by_label("Usar estas teclas en este navegador").uncheck()
    page.keyboard.press("d")
    page.reload()
    page.keyboard.press("d")
    assert not page.locator("input[name=act][value=dismiss]").is_checked()
    page.get_by_text("Teclas", exact=True).click()
    page.get_by_label("Usar estas teclas en este navegador").check()
    page.keyboard.press("d")
    assert page.locator("input[name=act][value=dismiss]").is_checked()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_many_are_decided_with_a_saved_reply_and_undone(visitor, desk, scripts):
    nuria = visitor(scripts=scripts, width=1280 if scripts else 360)
    nuria.sign_in("nuria", PASSWORD)
    page = nuria.go("/moderation/?group=empleo")
    for box in page.locator("[data-case] input").all():
        box.check()
    page.get_by_label("Qué se hace con los marcados").select_option("remove")
    page.get_by_text("Norma y motivo, para todos").click()
    page.get_by_label("Respuesta guardada").select_option(label="Publicidad")
    page.get_by_role("button", name="Insertar").click()
    reason = page.locator("textarea[name=reason]")
    assert reason.input_value() == "Es un anuncio."
    page.locator("[name=rule]").select_option("Norma 6: sin publicidad ni propaganda")
    if scripts:
        assert nuria.problems() == []
    page.get_by_role("button", name="Aplicar").click()
    page.get_by_text("Hecho en 2 casos.").wait_for()
    assert "group=empleo" in page.url
    for _ in range(2):
        nuria.go("/moderation/").get_by_role("button", name="Deshacer: retirar").first.click()
        page.get_by_text("Todo está como antes.").wait_for()
    expect(nuria.go("/moderation/?group=empleo").locator("[data-case]")).to_have_count(2)
    assert re.search(r"4 casos abiertos", page.locator("main").inner_text())


def test_on_a_phone_a_listing_is_whole_and_still_a_table(visitor, desk):
    nuria = visitor(width=360)
    nuria.sign_in("nuria", PASSWORD)
    page = nuria.go("/moderation/")
    page.locator("[data-case] .case__name a").first.click()
    page.locator("#t-decide").wait_for()
    flags = page.locator(".stacking")
    assert flags.evaluate("one => one.scrollWidth <= one.clientWidth")
    label = flags.locator("td").first.evaluate("one => getComputedStyle(one, '::before').content")
    assert label.startswith('"Quién"')
    expect(flags.get_by_role("cell", name="carlos")).to_be_visible()
    expect(flags.get_by_role("rowheader", name="publicidad")).to_be_visible()
    expect(flags.get_by_role("columnheader", name="Cuándo")).to_have_count(1)
    assert nuria.problems() == []
    page.set_viewport_size({"width": 1280, "height": 900})
    assert flags.locator("td").first.evaluate("one => getComputedStyle(one).display") == "table-cell"


def test_whoever_moderates_sees_what_waits_in_the_head_and_filters_in_rows(visitor, desk):
    nuria = visitor(width=360)
    nuria.sign_in("nuria", PASSWORD)
    page = nuria.go("/")
    expect(page.get_by_role("banner").get_by_role("link", name="Moderación 4 por atender")).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("link", name="Moderación 4 por atender").click()
    page.get_by_text("Filtros", exact=True).click()
    tops = page.locator(".filters .field").evaluate_all("all => all.map(one => one.offsetTop)")
    assert len(tops) == 6
    assert len(set(tops)) == 1
