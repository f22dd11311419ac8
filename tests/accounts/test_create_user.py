"""Making people: names, addresses, and what is written of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from forum.accounts.actions import AddressTaken, UsernameTaken, create_user, free_username, set_role
from forum.accounts.actions.people import add
from forum.accounts.identity import clean_username, username_from
from forum.accounts.models import User
from forum.audit.models import AuditRow
from forum.extensions import db
from forum.lib.refusals import Invalid
from forum.lib.transactions import transaction
from tests.factories import make_user


def test_a_person_with_a_name_and_an_address_that_are_not_ascii(app):
    user = make_user(
        "Íñigo_TIC",
        email="Inigo@Ñuñoa.example",
        display_name="Íñigo Álvarez",
        position="Técnico",
        organisation="Ayuntamiento de Ávila",
        verified=True,
    )
    assert user.username_key == "inigo_tic"
    assert user.email.startswith("inigo@xn--")
    assert (user.name, user.job, user.initials) == ("Íñigo Álvarez", "Técnico, Ayuntamiento de Ávila", "ÍÁ")
    assert user.verified_at == user.confirmed_at == user.created
    assert user.roles == {"member"}
    assert not user.has_account


def test_two_people_cannot_have_one_name_or_address(app):
    make_user("Núria", email="nuria@pueblo.example")
    with pytest.raises(UsernameTaken):
        make_user("nuria")
    with pytest.raises(AddressTaken):
        make_user("otra", email="NURIA@pueblo.example")


def test_many_people_can_have_no_address(app):
    first, second = make_user(email=None), make_user(email=None)
    assert first.email is second.email is None


@pytest.mark.parametrize("name", ["ana", "Ana.María_2-b", "ñandú", "_x_", "çelik", "a" * 40, "123"])
def test_names_that_can_be(name):
    assert clean_username(f" {name} ") == name


@pytest.mark.parametrize(
    "name", ["", "ab", "-ana", "ana.", "a b", "a/b", "a@b", "a\nb", "‮abc", "аnа", "ß" * 30, "ａｎａ"]
)
def test_names_that_cannot_be(name):
    with pytest.raises(Invalid) as refused:
        clean_username(name)
    assert refused.value.field == "username"


@given(st.text(max_size=120))
def test_any_text_makes_a_name_that_can_be(text):
    assert clean_username(username_from(text))


def test_a_free_name_is_one_that_nobody_has(app):
    assert free_username("Juan Pérez") == "juan-perez"
    make_user("Juan-Perez")
    make_user("juan-perez-3")
    assert free_username("Juan Pérez") == "juan-perez-2"
    make_user("juan-perez-2")
    assert free_username("Juan Pérez") == "juan-perez-4"


def test_nobody_imported_speaks_as_the_site(app):
    assert free_username("admin") == "admin-2"


def test_whoever_was_faster_on_another_connection_keeps_the_name(app):
    make_user("rapida", email="rapida@pueblo.example")
    clashing = {"username_key": "lenta", "sort_key": "lenta", "email": "rapida@pueblo.example"}
    with pytest.raises(AddressTaken), transaction():
        add(User(username="lenta", **clashing))


def test_a_change_of_role_is_written_in_the_log(app):
    user, admin = make_user(), make_user(role="admin")
    with transaction():
        set_role(db.session.get(User, user.id), "moderator", db.session.get(User, admin.id))
    row = db.session.scalars(select(AuditRow).where(AuditRow.act == "user.role")).one()
    assert (row.thing_id, row.actor_id) == (user.id, admin.id)
    assert row.details == {"left": "member", "entered": "moderator"}


def test_making_people_commits_nothing(app):
    create_user("efimera")
    db.session.rollback()
    assert db.session.scalar(select(User).where(User.username == "efimera")) is None
