"""The administrators' page of the audit log."""

import re
from datetime import timedelta

import lxml.html
import pytest
from sqlalchemy import update

from forum.audit.actions import record
from forum.audit.models import AuditRow
from forum.audit.queries import PAGE
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.transactions import by_job, transaction
from forum.moderation.actions import flag_automatically
from forum.moderation.jobs import close_cases
from forum.moderation.models import APPEAL, Case
from tests.factories import fresh, make_reply, make_thread, make_user, sign_in


@pytest.fixture
def admin(client):
    """An administrator's browser."""
    sign_in(client, make_user("alba", role="admin"))
    return client


def test_only_administrators_enter(client):
    response = client.get("/admin/audit")
    assert response.status_code == 303
    assert "/login" in response.location
    for role in ("member", "moderator"):
        sign_in(client, make_user(role=role))
        assert client.get("/admin/audit").status_code == 403
    sign_in(client, make_user(role="admin"))
    assert client.get("/admin/audit").status_code == 200


def test_an_act_is_listed_with_who_did_it_and_to_what(admin):
    post = make_reply(make_thread())
    admin.post(f"/moderation/posts/{post.id}", data={"act": "hide", "reason": "norma 3"})
    page = admin.get("/admin/audit").text
    assert "<code>post.hide</code>" in page
    assert "/people/alba" in page
    assert f'href="/moderation/posts/{post.id}"' in page
    assert "La cadena está entera" in page


def who(admin) -> list[str]:
    """Who did what, as the page says, the latest first."""
    rows = lxml.html.fromstring(admin.get("/admin/audit").text).xpath("//tbody/tr")
    return [row.xpath("td")[2].text_content().strip() for row in rows]


def test_acts_from_the_command_line_have_no_person(admin):
    with transaction():
        record("user.create", "user", 1, None, role="admin")
    assert who(admin) == ["Desde la línea de órdenes"]
    page = admin.get("/admin/audit").text
    assert "role=admin" in page
    assert "via=" not in page


def test_acts_of_jobs_are_the_forums_own(admin):
    with transaction():
        case = Case(place="/x", state="decided", decided=utcnow() - APPEAL - timedelta(days=1))
        db.session.add(case)
    with by_job():
        close_cases()
    assert who(admin) == ["El propio foro"]


def test_what_nobody_with_an_account_did_is_nobodys(admin):
    data = {"address": f"/posts/{make_reply(make_thread()).id}", "kind": "other", "text": "Es ilegal.",
            "name": "Vecina", "email": "vecina@correo.example", "good_faith": "y"}  # fmt: skip
    assert admin.application.test_client().post("/legal/notice", data=data).status_code == 303
    assert who(admin)[:2] == ["Alguien sin cuenta", "Alguien sin cuenta"]  # the notice, and its flag


def test_what_a_program_flagged_is_the_forums_own(app, admin):
    post = make_reply(make_thread())
    with app.test_request_context(), transaction():
        flag_automatically(fresh(post), "spam")
    assert who(admin)[0] == "El propio foro"


def test_rows_from_before_say_no_more_than_they_know(admin):
    with transaction():
        record("case.closed", "case", 1, None)
    with transaction():
        db.session.execute(update(AuditRow).values(details={}))
    assert who(admin) == ["El propio foro o la línea de órdenes"]


def test_an_empty_log_says_so(admin):
    assert "Todavía no hay nada en el registro." in admin.get("/admin/audit").text


def test_a_broken_chain_is_announced_with_its_rows(admin):
    make_thread()
    with transaction():
        db.session.execute(update(AuditRow).where(AuditRow.id == 1).values(act="group.remove"))
    page = admin.get("/admin/audit").text
    assert re.search(r"La cadena está rota[^<]*filas: 1\.", page)
    assert "La cadena está entera" not in page


def test_of_a_long_log_the_latest_rows_are_looked_at(admin, monkeypatch):
    monkeypatch.setattr("forum.admin.views.LATEST", 3)
    with transaction():
        for number in range(5):
            record("post.hide", "post", number, None)
    page = admin.get("/admin/audit").text
    assert "La cadena está entera desde la fila 3:" in page
    with transaction():
        db.session.execute(update(AuditRow).where(AuditRow.id == 4).values(act="group.remove"))
    assert re.search(r"La cadena está rota[^<]*filas: 4\.", admin.get("/admin/audit").text)


def test_each_act_of_the_log_is_offered_once(admin):
    with transaction():
        for act in ("post.hide", "case.closed", "post.hide", "user.create"):
            record(act, "post", 1, None)
    page = lxml.html.fromstring(admin.get("/admin/audit").text)
    offered = page.xpath("//select[@id='f-act']/option/@value")
    assert sorted(offered) == ["", "case.closed", "post.hide", "user.create"]


def test_it_goes_on_page_by_page(admin):
    with transaction():
        for number in range(PAGE + 2):
            record("post.hide", "post", number, None)
    first = admin.get("/admin/audit").text
    assert first.count('<th scope="row"') == PAGE
    following = re.search(r'href="([^"]+)" rel="next"', first)
    assert following
    assert admin.get(following[1]).text.count('<th scope="row"') == 2


def test_moderators_who_are_administrators_find_it_from_their_log(admin):
    assert 'href="/admin/audit"' in admin.get("/moderation/log").text


@pytest.fixture
def several(admin):
    """Acts by several on several things."""
    ana, luis = make_user("ana"), make_user("luis")
    with transaction():
        for act, thing, number, who in (
            ("post.hide", "post", 5, ana), ("post.hide", "post", 6, luis), ("thread.close", "thread", 5, ana),
        ):  # fmt: skip
            record(act, thing, number, who.id)
    return admin


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("act=post.hide", 2),
        ("person=ANA", 2),
        ("person=nadie", 0),
        ("thing=post", 2),
        ("thing=post&number=5", 1),
        ("act=thread.close&person=ana&thing=thread&number=5", 1),
        ("number=x", 0),
        ("act=", 3),
    ],
)
def test_filters_are_addresses(several, query, rows):
    page = several.get(f"/admin/audit?{query}").text
    assert page.count('<th scope="row"') == rows
    assert ("La cadena está entera" in page) == (query == "act=")
