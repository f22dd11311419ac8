"""The administrators' page of the audit log."""

import re

import pytest
from sqlalchemy import update

from forum.audit.actions import record
from forum.audit.models import AuditRow
from forum.audit.queries import PAGE
from forum.extensions import db
from forum.lib.transactions import transaction
from tests.factories import make_reply, make_thread, make_user, sign_in


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


def test_acts_from_the_command_line_have_no_person(admin):
    with transaction():
        record("user.create", "user", 1, None, role="admin")
    page = admin.get("/admin/audit").text
    assert "Desde la línea de órdenes" in page
    assert "role=admin" in page


def test_an_empty_log_says_so(admin):
    assert "Todavía no hay nada en el registro." in admin.get("/admin/audit").text


def test_a_broken_chain_is_announced_with_its_rows(admin):
    make_thread()
    with transaction():
        db.session.execute(update(AuditRow).where(AuditRow.id == 1).values(act="group.remove"))
    page = admin.get("/admin/audit").text
    assert re.search(r"La cadena está rota[^<]*filas: 1\.", page)
    assert "La cadena está entera" not in page


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
