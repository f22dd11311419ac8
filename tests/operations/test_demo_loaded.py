"""What the command that loads the demo community leaves: it runs once, and the tests here look around."""

import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.accounts.models import User
from forum.debates.models import Post, Thread
from forum.extensions import db
from forum.groups.models import Group
from forum.moderation.models import Case, Decision, Flag
from forum.notifications.models import Mail
from forum.operations.demo.cli import SIGN_INS
from forum.operations.demo.filling import REFERENCE
from tests.conftest import rolled_back
from tests.databases import Database

pytestmark = pytest.mark.usefixtures("printed")


@pytest.fixture(scope="module")
def app(database: Database, lasting: Callable[[Database], Flask]) -> Iterator[Flask]:
    """The application, on a database that these tests share; their work is undone after the last."""
    app = lasting(database)
    with app.app_context(), rolled_back():
        yield app


@pytest.fixture(scope="module")
def printed(app: Flask) -> Iterator[str]:
    """What the command printed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("HOST", raising=False)
        yield app.test_cli_runner().invoke(args=["demo", "load"]).stdout
    sign_ins_of(app).unlink(missing_ok=True)


def sign_ins_of(app: Flask) -> Path:
    return Path(app.config["DATA_DIR"]) / SIGN_INS


def loaded(title: str) -> Thread:
    """The thread whose title begins so."""
    return db.session.scalars(select(Thread).where(Thread.title.startswith(title))).one()


def post(thread: Thread, number: int) -> Post:
    return db.session.scalars(select(Post).where(Post.thread_id == thread.id, Post.number == number)).one()


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def page_of(client, thread: Thread) -> str:
    section = "blog" if thread.kind == "entry" else "debates"
    return client.get(f"/{section}/{thread.id}-{thread.slug}").text


def test_the_whole_community_is_loaded():
    assert (count(User), count(Group), count(Thread)) == (13, 7, 14)
    assert count(Post) == 60
    roles = db.session.execute(select(User.username, User.role).where(User.role != "member")).all()
    assert {tuple(row) for row in roles} == {("hortensia", "admin"), ("bruno.pradas", "moderator")}


def test_posts_are_stored_in_the_order_in_which_they_were_written():
    moments = db.session.scalars(select(Post.created).order_by(Post.id)).all()
    assert moments == sorted(moments)
    thread = loaded("¿Cuánto puede tardar")
    assert thread.last_activity == post(thread, 8).created
    assert (thread.last_number, thread.reply_count) == (8, 7)


def test_nobody_gets_a_mail_from_an_invented_community():
    assert count(Mail) == 0


def test_a_quote_names_its_author_and_links_to_the_post():
    thread = loaded("¿Cuánto puede tardar")
    quoted, quoting = post(thread, 3), post(thread, 4)
    assert quoting.body.startswith(f"> [Dámaso Trillo, n.º 3](/posts/{quoted.id})\n")
    assert f'<p class="quote__by"><a href="/posts/{quoted.id}">' in quoting.body_html
    assert not [
        one.id for one in db.session.scalars(select(Post)) if REFERENCE.search(one.body + one.body_html)
    ]


def test_the_entry_and_its_debate_lead_to_each_other(client):
    entry, debate = loaded("A la mayor brevedad"), loaded("¿Cuánto puede tardar")
    assert (entry.linked_id, debate.linked_id) == (debate.id, entry.id)
    assert f"/debates/{debate.id}-" in page_of(client, entry)
    assert f"/blog/{entry.id}-" in page_of(client, debate)


def test_the_survey_is_a_table_with_its_source(client):
    page = page_of(client, loaded("A quién preguntamos"))
    assert re.search(r"<figure.*<table.*171.*<figcaption>Fuente: cuestionario", page, re.DOTALL)


def test_tombstones_say_who_took_the_post_away_and_why(client):
    removed, withdrawn = post(loaded("PDF escaneados"), 4), post(loaded("Lo que publicamos"), 3)
    assert (removed.state, removed.gone_by) == ("removed", "moderation")
    assert (withdrawn.state, withdrawn.gone_by) == ("removed", "author")
    page = page_of(client, loaded("PDF escaneados"))
    assert "Norma 4: datos personales" in page
    assert "farmacéutica" not in page
    decision = db.session.scalars(select(Decision).where(Decision.post_id == removed.id)).one()
    assert (decision.act, f"{decision.rule}. {decision.reason}") == ("remove", removed.gone_reason)


def test_one_thread_is_pinned_and_another_closed():
    titles = {
        name: db.session.scalars(select(Thread.title).where(getattr(Thread, name))).all()
        for name in ("pinned", "closed")
    }
    assert titles == {
        "pinned": ["Preséntate: qué puerta abres por la mañana"],
        "closed": ["¿Por qué seguimos pidiendo fotocopia del DNI?"],
    }


def test_one_case_waits_for_the_moderators():
    case = db.session.scalars(select(Case)).one()
    flag = db.session.scalars(select(Flag)).one()
    assert (case.state, case.post_id) == ("new", post(loaded("En mi ayuntamiento"), 4).id)
    assert (flag.reason, bool(flag.note)) == ("harassment", True)


def test_the_private_group_is_not_shown_to_guests(client):
    thread = loaded("Cómo redactamos los motivos")
    assert client.get(f"/debates/{thread.id}-{thread.slug}").status_code == 404
    assert client.get("/groups/equipo-de-moderacion").status_code == 404
    assert "Equipo de moderación" not in client.get("/groups/").text


def test_the_passwords_that_were_printed_let_people_in(printed, client):
    rows = [line.split()[:2] for line in printed.splitlines()[1:]]
    assert [name for name, _password in rows[:2]] == ["hortensia", "bruno.pradas"]
    assert len({password for _name, password in rows}) == len(rows) == 13
    response = client.post("/login", data={"email": "hortensia", "password": rows[0][1]})
    assert response.status_code == 303
    assert client.get("/moderation/").status_code == 200


def test_the_sign_ins_are_kept_where_only_the_server_reads_them(app, printed):
    path = sign_ins_of(app)
    assert path.read_text("utf-8") == printed
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_second_load_says_why_not_in_one_line(app, printed):
    result = app.test_cli_runner().invoke(args=["demo", "load"])
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert "takes an empty one" in result.stderr
    assert sign_ins_of(app).read_text("utf-8") == printed


def test_what_restricts_somebody_names_its_rule_and_its_reason():
    made = db.session.scalars(select(Decision).where(Decision.restricts)).all()
    assert {(one.act, one.rule) for one in made} == {
        ("close", "Norma 7: cada cosa en su sitio"),
        ("remove", "Norma 4: datos personales"),
    }
    assert all(one.reason and "Norma" not in one.reason for one in made)
