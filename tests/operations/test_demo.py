"""The demo community: its files, and when it is not loaded."""

import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.accounts.models import User
from forum.debates.models import Post
from forum.extensions import db
from forum.operations.demo.cli import SIGN_INS, is_loopback
from forum.operations.demo.community import in_order, moment, read_community
from forum.operations.demo.filling import REFERENCE
from forum.operations.demo.load import NotEmpty, load_demo
from tests.factories import make_user

MADRID = ZoneInfo("Europe/Madrid")
NOON = datetime(2026, 3, 30, 12, 0, tzinfo=UTC)  # the day after the clocks went forward
COMMUNITY = read_community()
MESSAGES = [(talk, number, one) for talk in COMMUNITY.talks for number, one in enumerate(talk.messages, 1)]


@pytest.fixture
def run(app: Flask, monkeypatch: pytest.MonkeyPatch):
    """Runs a command on this machine alone; gives its result."""
    monkeypatch.delenv("HOST", raising=False)
    runner = app.test_cli_runner()
    return lambda *args: runner.invoke(args=list(args))


def people() -> int:
    """How many people there are."""
    return db.session.scalar(select(func.count()).select_from(User)) or 0


def words(text: str) -> str:
    """The words of a text, to find one text in another."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def test_words_for_a_moment_are_read_on_the_clock_of_the_zone():
    assert moment("hace 0 días a las 9:30", NOON, MADRID) == datetime(2026, 3, 30, 7, 30, tzinfo=UTC)
    assert moment("hace 2 días a las 9:30", NOON, MADRID) == datetime(2026, 3, 28, 8, 30, tzinfo=UTC)
    assert moment("hace 3 horas", NOON, MADRID) == datetime(2026, 3, 30, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", ["ayer", "hace 2 días", "hace 2 días a las 25", "hace -1 horas"])
def test_other_words_are_no_moment(text):
    with pytest.raises(ValueError, match="is not a moment"):
        moment(text, NOON, MADRID)


@pytest.mark.parametrize("talk", COMMUNITY.talks, ids=lambda talk: talk.key)
def test_posts_of_a_thread_follow_one_another_at_any_hour_of_loading(talk):
    for hour in (0, 12, 23):
        now = NOON.replace(hour=hour)
        moments = [moment(one.when, now, MADRID) for one in talk.messages]
        assert moments == sorted(moments)
        assert moments[-1] < now


@pytest.mark.parametrize(("talk", "number", "one"), MESSAGES, ids=lambda value: getattr(value, "key", None))
def test_people_write_after_they_joined_and_answer_what_came_before(talk, number, one):
    joined = {person.username: person.joined for person in COMMUNITY.people}
    assert moment(joined[one.author], NOON, MADRID) < moment(one.when, NOON, MADRID)
    assert one.reply_to is None or one.reply_to < number


def test_texts_refer_only_to_posts_that_were_there():
    there = set()
    for talk, number, _when in in_order(COMMUNITY, NOON, MADRID):
        referred = REFERENCE.findall(talk.messages[number - 1].body)
        assert set(referred) <= there, f"{talk.key}:{number}"
        there.add(f"{talk.key}:{number}")


@pytest.mark.parametrize("talk", COMMUNITY.talks, ids=lambda talk: talk.key)
def test_what_is_quoted_was_said(talk):
    for one in talk.messages:
        for number, quoted in re.findall(
            r"^> \[.*, n\.º (\d+)\]\(.*\)\n((?:>.*\n)+)", one.body, re.MULTILINE
        ):
            assert words(quoted)
            assert words(quoted) in words(talk.messages[int(number) - 1].body)


def test_links_stay_here_or_lead_to_example_org():
    addresses = [
        address for _talk, _number, one in MESSAGES for address in re.findall(r"\]\(([^)]+)\)", one.body)
    ]
    addresses += [link["url"] for person in COMMUNITY.people for link in person.links]
    assert len(addresses) > 10
    assert all(address.startswith(("/posts/", "/legal/", "https://example.org/")) for address in addresses)


def test_it_refuses_a_database_with_somebody_in_it(app):
    make_user("estaba_antes")
    with pytest.raises(NotEmpty):
        load_demo(COMMUNITY)
    assert people() == 1


def test_if_empty_leaves_alone_what_there_is(app, run):
    make_user("estaba_antes")
    result = run("demo", "load", "--if-empty")
    assert (result.exit_code, result.output) == (0, "")
    assert people() == 1
    assert not (Path(app.config["DATA_DIR"]) / SIGN_INS).exists()


def test_it_is_not_loaded_where_others_would_reach_it(run, monkeypatch):
    monkeypatch.setenv("HOST", "0.0.0.0")
    result = run("demo", "load", "--if-empty")
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert "HOST" in result.stderr
    assert "DEMO=0" in result.stderr
    assert people() == 0


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.9.1", "::1", "[::1]"])
def test_these_hosts_are_this_machine(host):
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "192.168.1.5", "foro.ayuntamiento.example", "localhost.example"]
)
def test_these_hosts_are_not(host):
    assert not is_loopback(host)


def test_under_a_path_every_link_of_its_texts_leads_somewhere(make_app):
    app = make_app(FORUM_BASE_URL="https://sede.example/foro")
    with app.app_context():
        load_demo(COMMUNITY)
        texts = db.session.scalars(select(Post.body_html)).all()
        addresses = {found for text in texts for found in re.findall(r'href="(/[^"]*)"', text)}
        answers = [app.test_client().get(address).status_code for address in addresses]
        db.session.remove()
    assert len(addresses) > 5
    assert all(address.startswith("/foro/") for address in addresses)
    assert set(answers) <= {200, 302}
