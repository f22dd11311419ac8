"""The rules' versions are public, with what changed in each; all are told, unless whoever edits says no."""

import lxml.html
import pytest
from sqlalchemy import func, select

from forum.audit.models import AuditRow
from forum.extensions import db
from forum.home.changes import Run, changes_between
from forum.notifications.jobs.announcements import write_announced
from forum.notifications.models import Announcement, Communication
from tests.factories import make_user, sign_in
from tests.mailbox import mails_to, text_of

VERSIONS, EDIT = "/legal/rules/versions", "/admin/pages/rules/es"


@pytest.fixture
def admin(client):
    admin = make_user("alcaldia", role="admin")
    sign_in(client, admin)
    return admin


def send(client, body, revision="0", where=EDIT, **more):
    return client.post(where, data={"body": body, "revision": revision, "action": "publish", **more})


def announced():
    return db.session.scalar(select(func.count()).select_from(Announcement))


def test_what_changed_in_each_version_is_public(client, admin):
    send(client, "## Norma 1: respeto\n\nSé amable con la gente.\n\nFuera.")
    send(client, "## Norma 1: respeto\n\nSé amable con todas las personas.", "1", reason="Lenguaje claro")
    client.get("/logout")
    page = client.get(VERSIONS).text
    tree = lxml.html.fromstring(page)
    [newest, oldest] = tree.xpath("//section[contains(@class, 'card')]")
    assert "Versión 2" in newest.text_content()
    assert "Lenguaje claro" in newest.text_content()
    assert [one.text_content().split(": ")[1] for one in newest.xpath(".//del")] == ["la gente.", "Fuera."]
    assert [one.text_content().split(": ")[1] for one in newest.xpath(".//ins")] == ["todas las personas."]
    assert "Norma 8" in oldest.text_content()  # of the text that it took the place of
    assert "alcaldia" not in page.partition("<main")[2].partition("</main>")[0]
    assert f'href="{VERSIONS}"' in client.get("/legal/rules").text
    assert VERSIONS not in client.get("/legal/privacy").text


def test_before_there_are_any_the_page_says_so(client, app):
    assert "Las normas no han cambiado" in client.get(VERSIONS).text


def test_everybody_is_told_in_the_words_of_the_form(client, admin):
    ana = make_user("ana")
    answer = send(client, "Una norma.", reason="Ahora es una sola", tell_all="y")
    assert answer.status_code == 303
    write_announced()
    [mail] = mails_to(ana.email)
    assert "Ahora es una sola" in text_of(mail)
    assert f"http://127.0.0.1:8000{VERSIONS}" in text_of(mail)
    kept = select(Communication.kind, Communication.link).where(Communication.user_id == ana.id)
    assert db.session.execute(kept).one() == ("rules", VERSIONS)
    row = db.session.scalars(select(AuditRow).order_by(AuditRow.id.desc())).first()
    assert row.details == {"page": "rules", "language": "es", "number": 1, "told": True}


def test_the_box_is_ticked_until_it_is_not(client, admin):
    box = lxml.html.fromstring(client.get(EDIT).text).xpath("//input[@name='tell_all']/@checked")
    assert box
    send(client, "Una norma.", reason="Una errata")
    assert announced() == 0


def test_whoever_is_told_is_told_what(client, admin):
    answer = send(client, "Una norma.", tell_all="y")
    assert answer.status_code == 422
    assert "Escribe qué ha cambiado, o no avises." in answer.text
    assert announced() == 0


def test_who_saves_over_a_newer_version_tells_nobody(client, admin):
    send(client, "El de la otra persona.")
    assert send(client, "El mío.", reason="El mío", tell_all="y").status_code == 409
    assert announced() == 0


def test_going_back_to_the_built_in_rules_is_told_too(client, admin):
    send(client, "Una norma.")
    client.post(f"{EDIT}/reset", data={"revision": "1", "reason": "Vuelven las ocho", "tell_all": "y"})
    assert announced() == 1
    assert "vuelta al texto de origen" in client.get(VERSIONS).text


def test_of_other_pages_nobody_is_told(client, admin):
    where = "/admin/pages/cookies/es"
    assert "tell_all" not in client.get(where).text
    assert send(client, "Una.", where=where, tell_all="y").status_code == 303
    assert announced() == 0


def test_under_a_path_the_links_of_the_rules_lead_there(client, app):
    page = client.get("/legal/rules", environ_overrides={"SCRIPT_NAME": "/foro"}).text
    for path in ("/legal/rules/versions", "/me/decisions", "/transparency/log"):
        assert f'href="/foro{path}"' in page.partition("prose")[2]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("<p>Uno.</p>", "<p>Uno.</p>", []),
        ("<p>Uno.</p>", "<p>Uno.</p><p>Dos.</p>", [[Run("added", "Dos.")]]),
        ("<p>Uno.</p><ul><li>Dos.</li></ul>", "<p>Uno.</p>", [[Run("removed", "Dos.")]]),
        ("<p>Gatos pardos.</p>", "<p>Otra cosa.</p>", [[Run("removed", "Gatos pardos.")],
                                                       [Run("added", "Otra cosa.")]]),
        ("<p>De <b>día</b> sí.</p>", "<p>De noche sí.</p>",
         [[Run("same", "De"), Run("removed", "día"), Run("added", "noche"), Run("same", "sí.")]]),
    ],
)  # fmt: skip
def test_changes(before, after, found):
    assert changes_between(before, after) == found


def test_appeals_are_made_from_the_page_of_the_decision(client, app):
    for code in ("es", "en"):
        page = client.get("/legal/rules", headers={"Accept-Language": code}).text
        assert 'href="/me/decisions"' in page


def test_contact_points_stand_where_the_law_wants_them(client, app):
    page = client.get("/legal/imprint").text
    assert "artículo 11 del Reglamento (UE) 2022/2065" in page
    assert "artículo 12" in page
    assert "Punto de contacto" in client.get("/legal/notice").text
