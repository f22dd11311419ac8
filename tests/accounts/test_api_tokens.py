"""API tokens: made once, kept as a digest; a program reads with them as the person, and writes nothing."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from forum.accounts.actions.api_tokens import create_token
from forum.accounts.models import ApiToken, User
from forum.audit.models import AuditRow
from forum.debates.models import Post, ReadingPosition
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.transactions import transaction
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, sign_in


@pytest.fixture
def run(app: Flask):
    """Runs a command; gives its result."""
    return lambda *args: app.test_cli_runner().invoke(args=list(args))


@pytest.fixture
def member(app: Flask) -> User:
    return make_user("lectora")


@pytest.fixture
def private(member):
    """A private group of the member's, with a thread."""
    group = make_group("Comité", visibility="private", members=(member,))
    make_thread("Asunto reservado", group=group)
    return group


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def token_of(user: User, scope: str = "read", **given) -> str:
    with transaction():
        return create_token(fresh(user), scope, **given)


def test_it_is_printed_once_and_only_its_digest_is_kept(run, member):
    result = run("users", "token", "lectora", "--scope", "read", "--label", "Mi lector", "--days", "30")
    token = result.stdout.strip()
    assert (result.exit_code, token.startswith("tertulia_"), len(token)) == (0, True, 52)
    row = db.session.scalars(select(ApiToken)).one()
    assert (row.user_id, row.scope, row.label) == (member.id, "read", "Mi lector")
    assert token not in str(vars(row))
    assert timedelta(days=29) < row.expires - utcnow() <= timedelta(days=30)
    assert db.session.scalars(select(AuditRow.act)).all()[-1] == "token.create"


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("nadie", "--scope", "read"), 1),
        (("lectora",), 2),
        (("lectora", "--scope", "everything"), 2),
        (("lectora", "--scope", "read", "--days", "0"), 2),
        (("lectora", "--scope", "read", "--label", "x" * 81), 2),
    ],
)
def test_what_cannot_be_is_refused(run, member, args, code):
    result = run("users", "token", *args)
    assert (result.exit_code, result.stdout) == (code, "")


def test_a_private_feed_is_read_with_a_token_and_not_without(client, member, private):
    address = f"/groups/{private.slug}/feed.atom"
    assert client.get(address).status_code == 404
    feed = client.get(address, headers=bearer(token_of(member)))
    assert feed.status_code == 200
    assert "Asunto reservado" in feed.text
    assert "private" in feed.headers["Cache-Control"]
    assert "Authorization" in feed.headers["Vary"]


def test_a_persons_feed_shows_what_the_tokens_person_may_read(client, member, private):
    author = make_user("autora")
    make_thread("Solo para el comité", group=private, author=author)
    assert "Solo para el comité" not in client.get("/people/autora/feed.atom").text
    feed = client.get("/people/autora/feed.atom", headers=bearer(token_of(member)))
    assert "Solo para el comité" in feed.text
    assert "private" in feed.headers["Cache-Control"]


@pytest.mark.parametrize("address", ["/", "/me/profile", "/groups/comite/feed.atom", "/debates/new"])
def test_no_cookie_is_set(client, member, private, address):
    page = client.get(address, headers=bearer(token_of(member)))
    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers
    assert client.get("/me/settings").status_code == 303


def test_nothing_is_written_with_it(client, app, member):
    thread = make_thread()
    data = {"body": "Escrito por un programa", "action": "publish"}
    address = f"/debates/{thread.key}/replies"
    answer = client.post(address, data=data, headers=bearer(token_of(member, "write")))
    assert answer.status_code == 303
    assert "/login" in answer.headers["Location"]
    assert db.session.scalar(select(func.count()).select_from(Post)) == 1


@pytest.mark.parametrize("address", ["/me/settings", "/me/drafts", "/me/drafts/1", "/me/held"])
def test_settings_and_drafts_are_for_the_person_alone(client, member, address):
    for scope in ("read", "write", "moderate"):
        answer = client.get(address, headers=bearer(token_of(member, scope)))
        assert answer.status_code == 403
        assert "Set-Cookie" not in answer.headers


def test_what_a_program_fetches_is_not_read_yet(client, member):
    thread = make_thread()
    make_reply(thread)
    assert client.get(f"/debates/{thread.key}", headers=bearer(token_of(member))).status_code == 200
    assert db.session.scalars(select(ReadingPosition)).all() == []


@pytest.mark.parametrize("wrong", ["", "tertulia_nada", "ñ", "x" * 5000])
def test_a_wrong_token_is_401_and_says_how(client, app, wrong):
    answer = client.get("/", headers=bearer(wrong))
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


def test_a_wrong_token_is_no_way_to_go_on_with_ones_session(client, member):
    sign_in(client, member)
    assert client.get("/", headers=bearer("tertulia_nada")).status_code == 401


def test_one_that_expired_and_one_whose_person_is_gone_hold_no_more(client, member):
    old = token_of(member, expires=utcnow() - timedelta(seconds=1))
    assert client.get("/", headers=bearer(old)).status_code == 401
    lasting = token_of(member)
    with transaction():
        db.session.execute(update(User).where(User.id == member.id).values(state="erased"))
    assert client.get("/", headers=bearer(lasting)).status_code == 401


def test_another_scheme_is_nobodys_business(client, app):
    assert client.get("/", headers={"Authorization": "Basic YTpi"}).status_code == 200


@pytest.mark.parametrize(("scope", "status"), [("read", 403), ("write", 403), ("moderate", 200)])
def test_only_the_scope_for_it_moderates(client, app, scope, status):
    token = token_of(make_user(role="admin"), scope)
    assert client.get("/moderation/", headers=bearer(token)).status_code == status
    assert client.get("/admin/groups", headers=bearer(token)).status_code == 403


def test_a_moderator_of_a_group_moderates_it_with_the_scope_only(client, member):
    make_group("Suyo", moderators=(member,))
    assert client.get("/moderation/", headers=bearer(token_of(member))).status_code == 403
    assert client.get("/moderation/", headers=bearer(token_of(member, "moderate"))).status_code == 200


def test_its_use_is_noted_once_an_hour(client, member):
    token = token_of(member)
    client.get("/", headers=bearer(token))
    first = db.session.scalar(select(ApiToken.last_used))
    client.get("/", headers=bearer(token))
    db.session.rollback()
    assert first is not None
    assert db.session.scalar(select(ApiToken.last_used)) == first


def test_the_person_sees_their_tokens_and_ends_them(client, member):
    token = token_of(member, label="Lector <de> feeds")
    sign_in(client, member)
    page = client.get("/me/settings").text
    assert "Lector &lt;de&gt; feeds" in page
    assert token not in page
    token_id = db.session.scalar(select(ApiToken.id))
    assert client.post(f"/me/settings/tokens/{token_id}").status_code == 303
    assert client.get("/", headers=bearer(token)).status_code == 401
    assert client.post(f"/me/settings/tokens/{token_id}").status_code == 404


def test_nobody_ends_anothers(client, member):
    token = token_of(member)
    sign_in(client, make_user())
    token_id = db.session.scalar(select(ApiToken.id))
    assert client.post(f"/me/settings/tokens/{token_id}").status_code == 404
    assert client.get("/feed.atom", headers=bearer(token)).status_code == 200


def test_a_reset_by_the_operator_ends_them_all(run, client, member):
    token = token_of(member)
    assert run("users", "reset", "lectora").exit_code == 0
    assert client.get("/", headers=bearer(token)).status_code == 401
