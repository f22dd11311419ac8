"""Groups are made by administrators; an empty forum begins with one."""

from sqlalchemy import select

from forum.audit.models import AuditRow
from forum.extensions import db
from forum.groups.actions import first_group
from forum.groups.models import Group
from forum.lib.transactions import transaction
from tests.factories import make_group, make_user, sign_in


def test_an_administrator_makes_a_group_and_it_is_logged(client):
    sign_in(client, make_user(role="admin"))
    answer = client.post("/admin/groups", data={"name": "Archivo y transparencia", "description": "Papeles."})
    assert answer.status_code == 303
    assert "Archivo y transparencia" in client.get("/groups/").text
    assert client.get("/groups/archivo-y-transparencia").status_code == 200
    assert db.session.scalars(select(AuditRow.act)).all()[-1] == "group.create"


def test_mistakes_are_told_beside_the_name(client):
    make_group("Archivo")
    sign_in(client, make_user(role="admin"))
    for name, message in (("", "Falta el nombre."), ("¿?", "alguna letra"), ("archivo", "Ya hay un grupo")):
        answer = client.post("/admin/groups", data={"name": name})
        assert answer.status_code == 422
        assert message in answer.text
    assert len(db.session.scalars(select(Group)).all()) == 1


def test_an_empty_forum_begins_with_a_group_and_another_is_left_alone(app):
    for _ in range(2):
        with transaction():
            first_group()
    assert db.session.scalars(select(Group.name)).all() == ["General"]
