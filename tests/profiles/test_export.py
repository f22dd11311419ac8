"""The copy of one's own data: whole, nobody else's, in little memory, for the suspended too."""

import json
import tracemalloc
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import insert

from forum.accounts.models import User
from forum.debates.actions import edit_post, writing
from forum.debates.models import Draft, Post
from forum.extensions import Base, db
from forum.lib.markdown import render
from forum.lib.transactions import transaction
from forum.moderation.actions import Grounds, appeal, decide_post
from forum.moderation.actions.editing import edit_by_team
from forum.moderation.models import Decision
from forum.profiles.exporting import PARTS, export_of
from forum.profiles.exporting.archive import BATCH
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, sign_in
from tests.moderation.cases import make_case, time_passes
from tests.moderation.people import sanction
from tests.pictures import drawn, make_file

LEFT_OUT = {  # tables that name a person, and why their rows are in no copy
    "audit_rows": "the chain holds no text; the acts of the team",
    "bans": "the administrators' list",
    "cases": "the team's",
    "case_notes": "the team's",
    "contributions": "counts of their posts",
    "duty_versions": "the texts of the site",
    "mentions": "others' posts",
    "old_addresses": "where imported posts stood",
    "person_notes": "the team's",
    "post_files": "follows from their posts",
    "sign_in_failures": "keyed digests",
    "submissions": "digests of forms",
    "watched_patterns": "the administrators' list",
    "weekly_summaries": "which weeks the team was told of",
}


def copied(client):
    """The archive that a person gets, and the files of JSON in it."""
    with client.post("/me/export") as answer:
        assert answer.mimetype == "application/zip"
        assert "no-store" in answer.headers["Cache-Control"]
        archive = ZipFile(BytesIO(answer.data))
    assert archive.testzip() is None
    return archive, {
        name.removesuffix(".json"): json.loads(archive.read(name))
        for name in archive.namelist()
        if name.endswith(".json")
    }


@pytest.fixture
def eva(client):
    person = make_user("eva", position="Técnica")
    sign_in(client, person)
    return person


def test_all_that_is_kept_of_a_person_is_in_it(client, app, eva):
    nuria = make_user("nuria", role="moderator")
    make_group("Urbanismo", members=(eva,))
    thread = make_thread("Permuta de Lugo a Vigo", "Busco plaza.", author=eva)
    post = make_reply(thread, "Y añado ñandú.", author=eva)
    picture = make_file(eva, drawn())
    make_case(make_reply(thread, "Ajeno."), eva, reason="spam", note="Es publicidad.")
    with transaction():
        decided = decide_post(fresh(post), fresh(nuria), "hide", "norma 3").id
        writing.save_draft(fresh(eva), "debate", {"title": "A medias", "body": "Texto a medias"})
    time_passes()
    with transaction():
        appeal(db.session.get_one(Decision, decided), fresh(eva), "No es así.")
    archive, told = copied(client)
    assert told.keys() == PARTS.keys()
    assert told["profile"][0]["position"] == "Técnica"
    assert told["profile"][0]["created"].endswith("Z")
    assert [row["body"] for row in told["posts"]] == ["Busco plaza.", "Y añado ñandú."]
    assert told["posts"][0]["thread_title"] == "Permuta de Lugo a Vigo"
    assert told["posts"][1]["state"] == "hidden"
    assert [row["title"] for row in told["drafts"]] == ["A medias"]
    assert [row["name"] for row in told["groups"]] == ["Urbanismo"]
    assert [(row["act"], row["reason"]) for row in told["decisions"]] == [("hide", "norma 3")]
    assert [row["note"] for row in told["flags"]] == ["Es publicidad."]
    assert [row["text"] for row in told["appeals"]] == ["No es así."]
    assert len(told["communications"]) == 1
    assert "norma 3" in told["communications"][0]["body"]
    assert told["following"]
    assert [row["name"] for row in told["files"]] == [picture.name]
    assert archive.read(f"files/{picture.name}")
    readme = archive.read("LEEME.txt").decode()
    assert all(f"{name}.json" in readme for name in PARTS)


def test_nobody_elses_and_no_secret_is_in_it(client, app, eva):
    nuria = make_user("nuria", role="moderator")
    other = make_user("otra", password="una frase secreta")
    post = make_reply(make_thread(author=other), "Ajeno del todo.", author=other)
    make_case(make_reply(make_thread(), "Mío.", author=eva), other, note="La denuncio yo.")
    sanction(eva, nuria, "warn", reason="Todavía no comunicado.")
    archive, _ = copied(client)
    whole = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "Mío." in whole
    for secret in (post.body, "La denuncio yo.", "Todavía no comunicado.", "otra", fresh(eva).session_token):
        assert secret not in whole


@pytest.mark.parametrize(("role", "sees"), [("member", False), ("moderator", True)])
def test_a_title_that_one_may_no_longer_see_is_not_in_it(client, role, sees):
    eva = make_user(role=role)
    thread, other = make_thread("Secreto desde hoy"), make_thread("Retirado por insultos")
    make_reply(thread, "Lo mío.", author=eva)
    make_reply(other, "Lo otro.", author=eva)
    private = make_group(visibility="private")
    with transaction():
        fresh(thread).group_id = private.id
        fresh(other).state = "removed"
    sign_in(client, eva)
    _, told = copied(client)
    assert [row["body"] for row in told["posts"]] == ["Lo mío.", "Lo otro."]
    seen = "Secreto desde hoy" if sees else None
    assert [row["thread_title"] for row in told["posts"]] == [seen, None]
    assert {row["thread_title"] for row in told["following"]} == {seen, None}


def test_of_versions_one_gets_only_ones_own_texts(client):
    nuria = make_user(role="moderator")
    theirs = make_reply(make_thread(), "Palabras de otra persona.")
    mine = make_reply(make_thread(), "Lo mío.", author=nuria)
    kept, changed = render("Palabras de otra."), render("Lo mío, mejor.")
    with transaction():
        edit_by_team(fresh(theirs), fresh(nuria), kept, Grounds("norma 2"))
        edit_post(fresh(mine), fresh(nuria), changed)
    sign_in(client, nuria)
    archive, told = copied(client)
    whole = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "Palabras" not in whole
    assert [row["body"] for row in told["versions"]] == [None, "Lo mío.", "Lo mío, mejor."]
    assert told["versions"][0]["reason"] == "norma 2"


def test_every_table_that_names_a_person_is_in_it_or_said_to_be_left_out(app):
    inside = {part.owner.class_.__table__.name for part in PARTS.values()}
    named = {
        table.name
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "users"
    }
    others = {"threads"}  # whose opening posts are in it
    assert named - inside - others <= LEFT_OUT.keys()


def test_what_comes_in_several_batches_comes_once(client, app, eva):
    with transaction():
        db.session.execute(
            insert(Draft.__table__),
            [
                {"user_id": eva.id, "kind": "debate", "title": f"n. {n}", "body": "", "fields": {}}
                for n in range(2 * BATCH + 1)
            ],
        )
    _, told = copied(client)
    assert [row["title"] for row in told["drafts"]] == [f"n. {n}" for n in range(2 * BATCH + 1)]


def test_it_is_not_held_in_memory(app):
    eva, thread = make_user(), make_thread()
    rows = {"thread_id": thread.id, "author_id": eva.id, "body_html": "", "body_text": "", "revision": 1}
    for start in range(100, 2100, 100):
        with transaction():
            given = [rows | {"number": n, "body": f"{n} " * 5000} for n in range(start, start + 100)]
            db.session.execute(insert(Post.__table__), given)
    written = db.session.query(Post).filter_by(author_id=eva.id).count() * 20_000
    db.session.rollback()
    tracemalloc.start()
    size, pieces = export_of(eva.id)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    whole = b"".join(pieces)
    assert len(whole) == size
    assert len(json.loads(ZipFile(BytesIO(whole)).read("posts.json"))) == 2000
    assert written >= 40_000_000
    assert peak < written / 3


def test_the_suspended_get_theirs_and_the_page_leads_to_it(client, app, eva):
    sanction(eva, make_user(role="moderator"), "suspend")
    assert "/me/export" in client.get("/me/settings").text
    assert client.get("/me/export").status_code == 200
    _, told = copied(client)
    assert told["profile"][0]["suspended_until"]


def test_guests_are_asked_to_sign_in(client, app):
    assert client.post("/me/export").status_code == 303
    assert client.get("/me/export").status_code == 303
    assert db.session.query(User).count() == 0


def test_a_few_an_hour(make_app):
    app = make_app(FORUM_RATE_LIMITS="on")
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    with app.app_context():
        sign_in(client, make_user())
    answers = []
    for _ in range(6):
        with client.post("/me/export") as answer:
            answers.append(answer.status_code)
    assert answers == [200] * 5 + [429]
