"""Administrators appoint the team of the site and of groups, on pages and by command; people are told."""

import pytest
from sqlalchemy import select

from forum.audit.models import AuditRow
from forum.extensions import db
from forum.groups.actions import add_member, remove_member
from forum.groups.models import GroupMember
from forum.groups.queries import viewer_of
from forum.lib.locks import hold_row
from forum.notifications.models import Communication, Notification
from tests.factories import fresh, make_group, make_thread, make_user, sign_in
from tests.moderation.racing import while_held


@pytest.fixture
def chief(client):
    person = make_user("jefa", role="admin")
    sign_in(client, person)
    return person


@pytest.fixture
def ana(app):
    return make_user("ana")


@pytest.fixture
def run(app):
    runner = app.test_cli_runner()
    return lambda *args: runner.invoke(args=list(args))


def acts():
    rows = db.session.execute(select(AuditRow.act, AuditRow.actor_id).order_by(AuditRow.id))
    return [tuple(row) for row in rows if row.act in ("user.role", "group.member", "group.leave")]


def told(person):
    """The subjects of what somebody was written, each with its piece of news in the bell."""
    rows = db.session.scalars(
        select(Communication.subject)
        .join(Notification, Notification.communication_id == Communication.id)
        .where(Communication.user_id == person.id)
        .order_by(Communication.id)
    )
    return list(rows)


def test_a_role_is_given_and_taken_on_a_page(client, chief, ana):
    for role, news in (("moderator", 1), ("admin", 2), ("member", 3)):
        sent = client.post("/admin/team", data={"username": "@Ana", "role": role})
        assert (sent.status_code, fresh(ana).role, len(told(ana))) == (303, role, news)
        assert ("user.role", chief.id) == acts()[-1]
        assert (">ana<" in client.get("/admin/team").text) is (role != "member")
    client.post("/admin/team", data={"username": "ana", "role": "member"})
    assert len(acts()) == 3


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"username": "", "role": "admin"}, "Di quién."),
        ({"username": "nadie", "role": "admin"}, "Nadie se llama así."),
        ({"username": "ana", "role": "reina"}, "Elige una de las opciones."),
        ({"username": "jefa", "role": "member"}, "Tu propio papel lo cambia otra persona"),
        ({"username": "sinentrar", "role": "moderator"}, "no tiene aquí una cuenta"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(client, chief, ana, fields, words):
    make_user("sinentrar", email=None, origin="importada")
    answer = client.post("/admin/team", data=fields)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{fields["username"]}"' in answer.text
    assert acts() == []


def test_the_last_administrator_stays_one_and_who_is_suspended_does_not_count(run, client, chief, ana):
    refused = run("users", "role", "jefa", "member")
    assert (refused.exit_code, refused.output.count("\n")) == (1, 1)
    assert "appoint another" in refused.output
    second = make_user("otra", role="admin")
    second = fresh(second)
    second.state = "suspended"
    db.session.commit()
    assert run("users", "role", "jefa", "member").exit_code == 1
    assert run("users", "role", "ana", "admin").output == "ana admin\n"
    assert run("users", "role", "jefa", "moderator").exit_code == 0
    assert (fresh(chief).role, fresh(ana).role) == ("moderator", "admin")
    assert len(told(chief)) == 1


@pytest.mark.parametrize("who", ["member", "moderator"])
def test_nobody_else_appoints(client, who, ana):
    group = make_group(visibility="private")
    local = make_user(role=who)
    sign_in(client, local)
    for address in ("/admin/team", f"/groups/{group.slug}/people"):
        expected = 404 if who == "member" and "groups" in address else 403
        assert client.get(address).status_code == expected
        assert client.post(address, data={"username": "ana", "role": "moderator"}).status_code == expected
    assert acts() == []


def test_people_of_a_group_are_added_changed_and_removed(client, chief, ana):
    group = make_group("Gabinete", visibility="private")
    thread, where = make_thread(group=group), f"/groups/{group.slug}/people"
    assert where in client.get("/admin/groups").text
    assert client.post(where, data={"username": "ana", "role": "member"}).status_code == 303
    assert viewer_of(fresh(ana)).groups == {group.id}
    assert client.post(f"{where}/{ana.id}", data={"act": "moderator"}).status_code == 303
    assert viewer_of(fresh(ana)).moderated == {group.id}
    assert "Que deje de moderar" in client.get(where).text
    assert client.post(f"{where}/{ana.id}", data={"act": "member"}).status_code == 303
    assert viewer_of(fresh(ana)).moderated == set()
    assert client.post(f"{where}/{ana.id}", data={"act": "remove"}).status_code == 303
    assert viewer_of(fresh(ana)).groups == set()
    assert acts() == [("group.member", chief.id)] * 3 + [("group.leave", chief.id)]
    assert told(ana) == [
        "Ahora perteneces a un grupo",
        "Ahora moderas un grupo",
        "Ahora perteneces a un grupo",
        "Ya no perteneces a un grupo",
    ]
    sign_in(client, ana)
    assert client.get(f"/debates/{thread.key}").status_code == 404
    assert client.get("/me/communications").status_code == 200


def test_a_name_that_is_nobodys_is_said_beside_it(client, chief):
    where = f"/groups/{make_group().slug}/people"
    answer = client.post(where, data={"username": "nadie", "role": "moderator"})
    assert (answer.status_code, "Nadie se llama así." in answer.text) == (422, True)
    assert 'value="nadie"' in answer.text
    assert client.post(f"{where}/{make_user().id}", data={"act": "remove"}).status_code == 303
    assert "no está en este grupo" in client.get(where).text


def test_who_moderates_a_private_group_adds_and_removes_members_and_no_moderators(client, ana):
    local, other, reader = make_user("xoan"), make_user("outra"), make_user("lee")
    group = make_group(visibility="private", moderators=(local, other), members=(reader,))
    where = f"/groups/{group.slug}/people"
    sign_in(client, local)
    page = client.get(where).text
    assert where in client.get(f"/groups/{group.slug}").text
    assert 'value="moderator"' not in page
    assert client.post(where, data={"username": "ana", "role": "member"}).status_code == 303
    assert client.post(where, data={"username": "lee", "role": "moderator"}).status_code == 422
    assert client.post(f"{where}/{ana.id}", data={"act": "moderator"}).status_code == 403
    assert client.post(f"{where}/{reader.id}", data={"act": "remove"}).status_code == 303
    assert client.post(where, data={"username": "outra", "role": "member"}).status_code == 403
    for person in (other, local):
        assert client.post(f"{where}/{person.id}", data={"act": "remove"}).status_code == 403
    rows = db.session.execute(
        select(GroupMember.user_id, GroupMember.moderator).order_by(GroupMember.user_id)
    )
    assert sorted(map(tuple, rows)) == sorted([(ana.id, False), (local.id, True), (other.id, True)])


def test_an_open_groups_people_are_the_administrators(client, ana):
    local = make_user()
    group = make_group(moderators=(local,))
    sign_in(client, local)
    assert client.get(f"/groups/{group.slug}/people").status_code == 403


def test_who_was_made_a_moderator_meanwhile_is_not_unmade_by_another(own_app):
    chief, keeper, ana = make_user(role="admin"), make_user(), make_user()
    group = make_group(visibility="private", moderators=(keeper,), members=(ana,))
    said = while_held(
        own_app,
        lambda: hold_row(fresh(group)),
        lambda: add_member(fresh(group), fresh(ana), moderator=True, actor=fresh(chief)),
        lambda: remove_member(fresh(group), fresh(ana), actor=fresh(keeper)),
    )
    assert said == ["done", "AppointedByAdmins"]
    assert db.session.get_one(GroupMember, (group.id, ana.id)).moderator


def test_an_act_that_does_not_exist_is_refused(client, chief, ana):
    group = make_group(members=(ana,))
    sent = client.post(f"/groups/{group.slug}/people/{ana.id}", data={"act": "otra"})
    assert sent.status_code == 422
    assert "Guardado" not in client.get(f"/groups/{group.slug}/people").text


def test_long_lists_go_on(client, chief):
    group = make_group(members=tuple(make_user(f"gente{number:03}") for number in range(103)))
    first = client.get(f"/groups/{group.slug}/people").text
    assert ("gente099" in first, "gente100" in first) == (True, False)
    more = client.get(f"/groups/{group.slug}/people?after=gente099").text
    assert (">gente099<" in more, ">gente102<" in more) == (False, True)


def test_commands_do_the_same(run, ana):
    group = make_group("Gabinete", visibility="private")
    assert run("groups", "add", group.slug, "ana", "--role", "moderator").output == "ana moderator\n"
    assert run("groups", "add", group.slug, make_user("bea").username).output == "bea member\n"
    assert run("groups", "members", group.slug).output == "ana moderator\nbea member\n"
    assert run("groups", "remove", group.slug, "ana").exit_code == 0
    assert run("groups", "members", group.slug).output == "bea member\n"
    for words in (("groups", "members", "nada"), ("groups", "add", group.slug, "nadie")):
        assert run(*words).exit_code == 1
    again = run("groups", "remove", group.slug, "ana")
    assert (again.exit_code, again.output.count("\n")) == (1, 1)
    assert acts() == [("group.member", None), ("group.member", None), ("group.leave", None)]
    assert len(told(ana)) == 2


def test_a_private_group_is_made_on_its_page(client, chief):
    client.post("/admin/groups", data={"name": "Gabinete", "private": "y"})
    assert client.get("/groups/gabinete").status_code == 200
    sign_in(client, make_user())
    assert client.get("/groups/gabinete").status_code == 404
