"""Nobody registers under, or takes, a name that is read as another's."""

import pytest
from sqlalchemy import select

from forum.accounts.actions.registering import KEPT, forget_sign_ups
from forum.accounts.models import SignUp, User
from forum.extensions import db
from forum.lib.alike import skeleton
from forum.lib.transactions import transaction
from tests.accounts.pages import new_address, register, stored
from tests.factories import make_user, sign_in


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nuria", "nurla"),
        ("nuria", "NUR1A"),
        ("nuria", "núria"),
        ("nuria", "n.u-r_ia"),
        ("lola", "l0la"),
        ("marta", "rnarta"),
        ("wanda", "vvanda"),
        ("pena", "peña"),
        ("sonia", "ѕоniа"),
        ("Nuria Pérez", "NURIA  PEREZ"),
    ],
)
def test_what_is_read_as_the_same(one, other):
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(("one", "other"), [("nuria", "nuri"), ("persona1", "persona11"), ("ana", "anna")])
def test_what_is_not(one, other):
    assert skeleton(one) != skeleton(other)


@pytest.mark.parametrize("name", ["l0la.gil", "lolagil", "LoIa_gil"])
def test_a_name_that_is_read_as_anothers_is_refused_beside_the_field(client, name):
    make_user("lola_gil")
    answer = register(client, name, new_address())
    assert answer.status_code == 422
    assert "Se confunde con un nombre" in answer.text.partition('id="e-username"')[2].partition("</p>")[0]


def test_a_known_address_gets_the_same_answer(client):
    make_user("lola_gil", email="lola@sede.example")
    assert register(client, "lolagil", "lola@sede.example").status_code == 422


@pytest.mark.parametrize("name", ["adm1n", "4dm1n", "m0d3r4c10n", "tertu1ia", "s.o.p.o.r.t.e"])
def test_so_is_one_that_passes_for_the_site(client, name):
    assert register(client, name, new_address()).status_code == 422


def test_short_names_of_people_are_no_disguise(client):
    assert register(client, "ali", new_address()).status_code == 303


def test_registering_again_with_ones_own_name_goes_on(client):
    address = new_address()
    assert register(client, "lola_gil", address).status_code == 303
    assert register(client, "lola.gil", address).status_code == 303
    assert stored("lola.gil").skeleton == "lolagll"


def test_of_the_team_nobody_takes_the_name_with_digits_for_letters(client):
    make_user("rosana", role="moderator")
    make_user("teresa")
    assert register(client, "r0s4n4", new_address()).status_code == 422
    assert register(client, "t3r3s4", new_address()).status_code == 303


@pytest.mark.parametrize("name", ["Nuria Pérez", "nurla perez", "Nur14 P3r3z", "Adm1nistr4ción"])
def test_nobody_shows_the_name_of_somebody_of_the_team(client, name):
    make_user("nuria", role="moderator", display_name="Nuria Pérez")
    eva = make_user("eva")
    sign_in(client, eva)
    answer = client.post("/me/profile", data={"display_name": name})
    assert answer.status_code == 422
    assert "Se confunde con el nombre de alguien del equipo" in answer.text
    assert client.post("/me/profile", data={"display_name": "Eva Pérez"}).status_code == 303


def test_the_team_shows_its_own(client):
    nuria = make_user("nuria", role="moderator")
    sign_in(client, nuria)
    assert client.post("/me/profile", data={"display_name": "Nuria"}).status_code == 303


def test_where_a_registration_came_from_is_kept_as_a_digest_for_ninety_days(client):
    register(client, "una_persona", "una@correo.example")
    register(client, "otra_persona", "otra@correo.example")
    one, other = db.session.scalars(select(SignUp)).all()
    assert one.network == other.network
    assert "127" not in one.network
    assert len(one.network) == 64
    assert one.mail_host == "correo.example"
    with transaction():
        db.session.get_one(SignUp, one.id).at -= KEPT
    forget_sign_ups()
    assert db.session.scalars(select(SignUp.id)).all() == [other.id]
    assert db.session.query(User).count() == 2
