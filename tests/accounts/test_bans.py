"""Who may not register, by pattern, and that nobody shuts out themselves or everybody."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.accounts.actions import ban, unban
from forum.accounts.actions.bans import BannedAlready, OwnPattern
from forum.accounts.bans import BadPattern, globbed, matches, tidied
from forum.accounts.models import Ban, User
from forum.audit.queries import broken_links
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.transactions import transaction
from tests.accounts.pages import enter, new_address, register, stored
from tests.factories import PASSWORD, make_user


def banned(kind, pattern, **more):
    with transaction():
        return ban(kind, pattern, None, **more).id


@pytest.mark.parametrize(
    ("kind", "pattern", "value"),
    [
        ("name", "casino*", "casino_online"),
        ("name", "*casino*", "El.CASINÓ.bueno"),
        ("name", "*casino*", "c.a.s.1.n.0"),
        ("name", "*casino*", "mi_c4sin0_2024"),
        ("name", "*2024*", "casino_2024"),
        ("name", "pesado", "Pesado"),
        ("mail", "spam.example", "ana@spam.example"),
        ("mail", "*.spam.example", "ana@correo.spam.example"),
        ("mail", "*@spam.example", "ana@spam.example"),
        ("mail", "pesado@*", "pesado@correo.example"),
        ("network", "192.0.2.0/24", "192.0.2.77"),
        ("network", "192.0.2.7", "192.0.2.7"),
        ("network", "192.0.2.0/24", "::ffff:192.0.2.77"),
        ("network", "2001:db8::/32", "2001:db8:1::5"),
    ],
)
def test_what_matches(kind, pattern, value):
    assert matches(kind, tidied(kind, pattern), value)


@pytest.mark.parametrize(
    ("kind", "pattern", "value"),
    [
        ("name", "casino", "casinos"),
        ("name", "casino*", "micasino"),
        ("name", "*4n4*", "mariana"),
        ("mail", "spam.example", "ana@spam.example.org"),
        ("mail", "spam.example", "ana@nospam.example"),
        ("network", "192.0.2.0/24", "192.0.3.1"),
        ("network", "192.0.2.0/24", "2001:db8::1"),
        ("network", "192.0.2.0/24", "unix:"),
    ],
)
def test_what_does_not(kind, pattern, value):
    assert not matches(kind, tidied(kind, pattern), value)


@pytest.mark.parametrize(
    ("kind", "pattern"),
    [
        ("name", "*"),
        ("name", "a*"),
        ("name", "**"),
        ("name", "..."),
        ("mail", "*"),
        ("mail", "*@*"),
        ("mail", "*@*.com"),
        ("mail", "*.es"),
        ("mail", "@"),
        ("network", "0.0.0.0/0"),
        ("network", "::/0"),
        ("network", "10.0.0.0/7"),
        ("network", "casa"),
        ("network", "192.0.2.*"),
    ],
)
def test_what_says_nothing_or_matches_everybody_is_refused(kind, pattern):
    with pytest.raises(BadPattern):
        tidied(kind, pattern)


@given(st.text("ab*", max_size=8), st.text("ab", max_size=12))
def test_wildcards_are_those_of_a_plain_definition(pattern, text):
    def says(p, t):
        if not p:
            return not t
        if p[0] == "*":
            return any(says(p[1:], t[cut:]) for cut in range(len(t) + 1))
        return bool(t) and p[0] == t[0] and says(p[1:], t[1:])

    assert globbed(pattern, text) is says(pattern, text)


@pytest.mark.parametrize(
    ("kind", "pattern", "field", "message"),
    [
        ("name", "nueva*", "username", "Este nombre no se admite aquí"),
        ("mail", "ayuntamiento.example", "email", "no se admiten cuentas con esta dirección"),
        ("network", "127.0.0.0/8", "username", "Desde esta conexión no se admiten cuentas nuevas"),
    ],
)
def test_registering_says_so_beside_the_field(client, kind, pattern, field, message):
    banned(kind, pattern)
    answer = register(client, "nueva_persona", "nadie@ayuntamiento.example")
    assert answer.status_code == 422
    beside = answer.text.partition(f'id="e-{field}"')[2].partition("</p>")[0]
    assert message in beside
    assert db.session.query(User).count() == 0


def test_a_known_address_gets_the_same_answer(client):
    make_user("ana", email="ana@spam.example")
    banned("mail", "spam.example")
    answers = [register(client, "otra_persona", f"{name}@spam.example") for name in ("ana", "nadie")]
    assert [answer.status_code for answer in answers] == [422, 422]


def test_whoever_has_an_account_signs_in_as_before(client):
    make_user("pesado", email="pesado@spam.example", password=PASSWORD)
    banned("name", "pesado")
    banned("mail", "spam.example")
    banned("network", "127.0.0.1")
    assert enter(client, "pesado").status_code == 303


def test_what_has_ended_matches_nobody(client):
    banned("name", "nueva*", until=utcnow() - timedelta(minutes=1))
    assert register(client, "nueva_persona", new_address()).status_code == 303


def test_another_address_is_refused_too(client):
    make_user("iria", password=PASSWORD)
    enter(client, "iria")
    banned("mail", "spam.example")
    sent = {"email": "iria@spam.example", "email_password": PASSWORD}
    answer = client.post("/me/settings/email", data=sent)
    assert answer.status_code == 422
    assert "no se admiten cuentas con esta dirección" in answer.text


@pytest.mark.parametrize(
    ("kind", "pattern"), [("name", "nur*"), ("mail", "ayuntamiento.example"), ("network", "127.0.0.0/8")]
)
def test_the_team_is_not_shut_out(client, kind, pattern):
    make_user("nuria", role="moderator")
    with pytest.raises(OwnPattern), transaction():
        ban(kind, pattern, None, address="127.0.0.1")


def test_once_each_and_undone_by_another(client):
    first = banned("name", "casino*", reason="Publicidad.")
    with pytest.raises(BannedAlready), transaction():
        ban("name", "CASINÓ*", None)
    with transaction():
        was = unban(first, None)
        ban(was.kind, was.pattern, None, reason=was.reason, until=was.until)
    [row] = db.session.query(Ban).all()
    assert (row.pattern, row.reason) == ("casino*", "Publicidad.")
    assert broken_links() == []


def test_the_administrators_page(client):
    make_user("jefa", role="admin", password=PASSWORD, email="jefa@sede.example")
    enter(client, "jefa")
    sent = {"kind": "mail", "pattern": "spam.example", "reason": "Altas en masa.", "days": "30"}
    assert client.post("/moderation/bans", data=sent).status_code == 303
    page = client.get("/moderation/bans").text
    assert "*@spam.example" in page
    assert "Altas en masa." in page
    again = client.post("/moderation/bans", data=sent)
    assert again.status_code == 422
    assert "ya está en la lista" in again.text
    own = client.post("/moderation/bans", data=sent | {"pattern": "jefa@*"})
    assert "Coincide contigo" in own.text
    [row] = db.session.query(Ban).all()
    remove = f"/moderation/bans/{row.id}/remove"
    assert [client.post(remove).status_code for _ in range(2)] == [303, 303]
    assert db.session.query(Ban).count() == 0
    assert stored("jefa") is not None
