"""The command `import wordpress`, from file to pages."""

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from forum.accounts.models import User
from forum.audit.models import AuditRow
from forum.debates import actions
from forum.debates.actions import writing
from forum.debates.models import Draft, Post, PostRevision, Tag, Thread, ThreadTag
from forum.extensions import db
from forum.importers.wordpress import notes
from forum.lib.markdown import render, render_html
from forum.lib.transactions import transaction
from tests.factories import make_user
from tests.importers.exports import OLD, TOWN_HALL, comment, export_of, item

SITE = "wordpress:bitacora.ayuntamiento.example"
TABLES = (User, Thread, Post, PostRevision, Tag, Draft, AuditRow)


@pytest.fixture(autouse=True)
def context(app):
    with app.app_context():
        yield


def run(app, *words):
    """Run the command: exit code, standard output, standard error."""
    db.session.rollback()
    result = app.test_cli_runner().invoke(args=["import", "wordpress", *map(str, words)])
    db.session.rollback()
    return result


def imported(app, *words):
    """What the command's JSON says after it went well."""
    result = run(app, *words, "--json")
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return json.loads(result.stdout)


def bring(app, tmp_path, *items, name="export.xml"):
    """Import an export with these items."""
    path = tmp_path / name
    path.write_bytes(export_of(*items))
    return imported(app, path)


def made(report):
    return {name: number for name, number in report.items() if name != "skipped"}


def skipped(report, why):
    """What was left for that reason."""
    return [row["item"] for row in report["skipped"] if row["why"] == str(why)]


def thread_from(number):
    return db.session.scalars(select(Thread).where(Thread.origin == f"{SITE}:{number}")).one()


def posts_of(thread):
    """The posts of a thread by number; those that have none come last."""
    query = select(Post).where(Post.thread_id == thread.id)
    return db.session.scalars(query.order_by(Post.number.is_(None), Post.number)).all()


def tags_of(thread):
    query = select(Tag.name).join(ThreadTag, ThreadTag.tag_id == Tag.id)
    return db.session.scalars(query.where(ThreadTag.thread_id == thread.id).order_by(ThreadTag.place)).all()


def post_from(number):
    return db.session.scalars(select(Post).where(Post.origin == f"{SITE}:{number}")).one()


def everything():
    """Every row there is, to compare before and after."""
    return {table.__tablename__: db.session.execute(select(table.__table__)).all() for table in TABLES}


NOTHING = {"threads": 0, "posts": 0, "people": 0, "tags": 0, "files": 0}


def test_the_figures_are_what_the_file_holds(app):
    report = imported(app, TOWN_HALL)
    assert list(report) == ["threads", "posts", "people", "tags", "files", "skipped"]
    assert made(report) == {"threads": 5, "posts": 11, "people": 2, "tags": 4, "files": 0}
    for table, number in ((Thread, 5), (Post, 11), (User, 2), (Tag, 4), (Draft, 5)):
        assert db.session.scalar(select(func.count()).select_from(table)) == number


def test_everything_that_is_left_is_told_with_its_reason(app):
    report = imported(app, TOWN_HALL)
    assert skipped(report, notes.SPAM) == ["comment 106"]
    assert skipped(report, notes.TRASH) == ["comment 107", "entry 34 «A la basura»"]
    assert skipped(report, notes.PING) == ["comment 108", "comment 109"]
    assert skipped(report, notes.COMMENT_UNPUBLISHED) == ["comment 120"]
    assert len(skipped(report, notes.ATTACHMENT)) == 3
    assert skipped(report, notes.MENU) == ["nav_menu_item 32 «Inicio»"]
    assert skipped(report, notes.OTHER_TYPE) == ["evento 33 «Pleno de junio»"]
    assert len(skipped(report, notes.UNPUBLISHED)) == 5
    redes = "entry 11 «Redes sociales & ventanilla: lo que contestamos»"
    assert skipped(report, notes.UNKNOWN_SHORTCODE) == [f"«[encuesta]» in {redes}"]
    assert skipped(report, notes.OTHER_TERMS) == [f"«Norte» in {redes}"]
    assert skipped(report, notes.EXCERPT) == [redes]
    assert skipped(report, notes.MADE_WHEN_SHOWN) == ["«latest-posts» in entry 12 «Teletrabajo: los datos»"]
    assert len(skipped(report, notes.LONG_TITLE)) == 1


def test_an_entry_keeps_title_text_tags_author_and_date(app):
    imported(app, TOWN_HALL)
    thread = thread_from(11)
    assert (thread.kind, thread.state, thread.group_id) == ("entry", "visible", None)
    assert thread.title == "Redes sociales & ventanilla: lo que contestamos"
    assert thread.created == datetime(2012, 6, 15, 8, 30, tzinfo=UTC)
    assert db.session.get_one(User, thread.author_id).name == "Begoña Ibarra"
    assert tags_of(thread) == ["Administración electrónica", "empleados públicos", "dudas & preguntas"]
    html = posts_of(thread)[0].body_html
    assert "<p>Llevamos un año contestando en las redes.<br>Esto es lo que hemos visto.</p>" in html
    assert (
        "Preguntas recibidas <em>por mes</em> Fuente: registro de la oficina de atención.</figcaption>"
        in html
    )
    assert 'href="https://bitacora.ayuntamiento.example/2012/07/segunda-parte/"' in html
    assert "Andamios ante el balcón" in html
    assert "La fachada, en obras. Fuente: archivo municipal.</figcaption>" in html
    assert "[encuesta id" in html
    assert 'href="https://videos.example/jornada?v=1&amp;t=2"' in html


def test_blocks_tables_galleries_and_footnotes_come_along(app):
    imported(app, TOWN_HALL)
    thread = thread_from(12)
    assert thread.created == datetime(2013, 3, 1, 0, 30, tzinfo=UTC), "read in the site's zone"
    text = posts_of(thread)[0].body_text
    for words in (
        "Un párrafo con salto",
        "Padrón 2",
        "Días por semana. Fuente: personal.",
        "La sala de lectura La sala, de mañana",
        "https://videos.example/charla La charla entera",
        "Este aviso se repite en varias entradas.",
        "Según la relación de puestos de trabajo.",
    ):
        assert words in text


def test_what_has_no_title_or_date_gets_one(app):
    imported(app, TOWN_HALL)
    thread = thread_from(13)
    assert thread.title == "Nota sin título ni fecha."
    assert thread.created == datetime(2013, 11, 4, 9, 5, tzinfo=UTC), "the file's own date"


def test_a_title_that_does_not_fit_is_whole_in_the_text(app):
    imported(app, TOWN_HALL)
    thread = thread_from(14)
    assert len(thread.title) <= 200
    assert thread.title.endswith("…")
    assert posts_of(thread)[0].body_text.endswith("en su día Las bases están en el tablón.")


def test_comments_stand_in_order_each_after_what_it_answers(app):
    imported(app, TOWN_HALL)
    thread = thread_from(11)
    shown = [post for post in posts_of(thread) if post.number]
    rows = [(post.number, post.origin.rpartition(":")[2], post.reply_to, post.author_name) for post in shown]
    assert rows == [
        (1, "11", None, ""),
        (2, "101", None, "Rosa & Compañía"),
        (3, "102", 2, "Rosa & Compañía"),
        (4, "103", 3, "Íñigo"),
        (5, "104", None, ""),
        (6, "110", None, "Nuria"),
    ]
    assert thread.reply_count == 5
    assert thread.last_activity == datetime(2012, 6, 21, 10, 0, tzinfo=UTC)
    assert shown[1].created == datetime(2012, 6, 16, 10, 0, tzinfo=UTC)


def test_commenters_are_names_and_only_a_signed_in_author_is_a_person(app):
    imported(app, TOWN_HALL)
    people = {user.id: user.name for user in db.session.scalars(select(User))}
    assert sorted(people.values()) == ["Begoña Ibarra", "sistemas"]
    answer = post_from("comment:104")
    assert people[answer.author_id] == "Begoña Ibarra"
    assert db.session.scalar(select(func.count(Post.id)).where(Post.author_id.is_(None))) == 5


def test_a_comment_that_awaits_approval_goes_on_waiting(app, client):
    imported(app, TOWN_HALL)
    post = post_from("comment:105")
    assert (post.state, post.number, post.author_name) == ("pending", None, "Anónimo")
    assert "aún no lo ha leído nadie" not in client.get(f"/blog/{thread_from(11).key}").text


def test_authors_are_people_that_nobody_can_sign_in_as(app):
    make_user("administra")
    imported(app, TOWN_HALL)
    begona = db.session.scalars(select(User).where(User.display_name == "Begoña Ibarra")).one()
    assert (begona.username, begona.email) == ("begona-ibarra", "begona.ibarra@ayuntamiento.example")
    assert begona.password_hash is None
    assert begona.role == "member"
    assert begona.origin == f"{SITE}:author:begona-ibarra"
    other = db.session.scalars(select(User).where(User.display_name == "sistemas")).one()
    assert other.email is None
    assert other.username != "admin", "reserved"


def test_an_author_who_is_here_already_is_not_made_again(app):
    begona = make_user("bego", email="begona.ibarra@ayuntamiento.example")
    assert imported(app, TOWN_HALL)["people"] == 1
    assert thread_from(11).author_id == begona.id
    assert imported(app, TOWN_HALL)["people"] == 0


def test_authors_who_share_an_address_are_two_people(app, tmp_path):
    path = tmp_path / "export.xml"
    said = "<wp:author_login>{}</wp:author_login><wp:author_email>a@b.example</wp:author_email>"
    authors = [f"<wp:author>{said.format(login)}</wp:author>" for login in ("ana", "blas")]
    path.write_bytes(export_of(*authors))
    assert imported(app, path)["people"] == 2
    rows = db.session.execute(select(User.username, User.email).order_by(User.id)).all()
    assert rows == [("ana", "a@b.example"), ("blas", None)]
    assert imported(app, path)["people"] == 0


def test_what_was_not_published_is_a_draft_of_its_author_alone(app, client):
    imported(app, TOWN_HALL)
    drafts = {draft.title: draft for draft in db.session.scalars(select(Draft))}
    assert set(drafts) == {
        "Borrador sobre la carrera",
        "Acta reservada",
        "Con contraseña",
        "Para el año que viene",
        "Pendiente de revisión",
    }
    draft = drafts["Borrador sobre la carrera"]
    assert draft.kind == "entry"
    assert draft.fields["tags"] == "carrera"
    assert draft.body == (
        "# Por escribir\n\nCon **fuerza** y [la ley](https://boletin.example/ley).\n\n- Uno\n- Dos\n"
    )
    assert render(draft.body).text == "Por escribir Con fuerza y la ley . Uno Dos".replace("ley .", "ley.")
    assert db.session.scalar(select(func.count(Post.id)).where(Post.body.contains("reservado"))) == 0


def test_pages_show_what_was_imported(app, client):
    imported(app, TOWN_HALL)
    thread = thread_from(11)
    page = client.get(f"/blog/{thread.key}").text
    assert "Redes sociales &amp; ventanilla" in page
    assert "Rosa &amp; Compañía" in page
    assert "inigo@correo.example" not in page
    assert client.get("/tags/empleados-publicos").status_code == 200
    assert "Quiénes somos" in client.get("/blog/").text


def test_the_oldest_kind_of_export_comes_in(app):
    report = imported(app, OLD)
    assert made(report) == {"threads": 1, "posts": 2, "people": 1, "tags": 2, "files": 0}
    thread = db.session.scalars(select(Thread)).one()
    assert thread.origin == "wordpress:oficina.example/blog:1"
    assert db.session.get_one(User, thread.author_id).name == "María José"
    assert tags_of(thread) == ["Sin categoría", "mañana"]
    assert [post.created for post in posts_of(thread)] == [datetime(2008, 7, 1, 8, 0, tzinfo=UTC)] * 2


def test_doing_it_again_makes_nothing(app):
    first = imported(app, TOWN_HALL)
    before = everything()
    second = imported(app, TOWN_HALL)
    assert made(second) == NOTHING
    assert second["skipped"] == first["skipped"]
    assert everything() == before


def test_a_dry_run_says_the_same_and_changes_nothing(app):
    before = everything()
    tried = imported(app, TOWN_HALL, "--dry-run")
    assert everything() == before
    assert tried == imported(app, TOWN_HALL)


def test_a_later_export_adds_what_is_new(app, tmp_path):
    bring(app, tmp_path, item(1, "Uno", comment(7)))
    report = bring(app, tmp_path, item(1, "Uno", comment(7), comment(9), comment(8, parent="7")), item(2))
    assert made(report) == {**NOTHING, "threads": 1, "posts": 3}
    thread = db.session.scalars(select(Thread).where(Thread.origin == "wordpress:prueba.example:1")).one()
    assert [(post.number, post.reply_to) for post in posts_of(thread)] == [
        (1, None),
        (2, None),
        (3, 2),
        (4, None),
    ]


def test_a_text_that_changed_there_changes_here(app, tmp_path):
    bring(app, tmp_path, item(1, "Con herrata"))
    for text in ("Con errata", "Sin errata"):
        assert made(bring(app, tmp_path, item(1, text, title="Otro título"))) == NOTHING
        post = db.session.scalars(select(Post)).one()
        assert post.body_text == text
    assert db.session.scalars(select(Thread.title)).all() == ["Otro título"]
    (tmp_path / "export.xml").write_bytes(export_of(item(1, "Otra vez")))
    assert "1  posts of before" in run(app, tmp_path / "export.xml").stdout
    assert db.session.scalar(select(func.count(PostRevision.id))) == 4


@pytest.mark.parametrize("text", ["El primero", "Otro de allí"])
def test_what_was_edited_here_stays(app, tmp_path, text):
    bring(app, tmp_path, item(1, "El primero"))
    post = db.session.scalars(select(Post)).one()
    edited = render_html("<p>Cambiado aquí</p>")
    with transaction():
        actions.edit_post(post, db.session.get_one(User, post.author_id), edited)
    report = bring(app, tmp_path, item(1, text))
    assert made(report) == NOTHING
    assert skipped(report, notes.EDITED_HERE) == ["entry 1 «Entrada 1»"]
    assert db.session.scalars(select(Post.body_text)).all() == ["Cambiado aquí"]


def test_what_was_taken_down_here_stays_down(app, tmp_path):
    export = item(1, "Uno", comment(7), comment(8)), item(2, "Dos", comment(9))
    bring(app, tmp_path, *export)
    posts = {post.origin.rpartition(":")[2]: post for post in db.session.scalars(select(Post))}
    moderator = make_user("mod", role="moderator")
    with transaction():
        actions.hide_post(db.session.get_one(Post, posts["7"].id), moderator, "Fuera de tema")
        actions.remove_thread(db.session.get_one(Thread, posts["2"].thread_id), moderator, "Repetido")
    report = bring(app, tmp_path, *export)
    assert made(report) == NOTHING
    assert skipped(report, notes.EDITED_HERE) == ["comment 7", "entry 2 «Entrada 2»"]
    assert db.session.get_one(Post, posts["7"].id).state == "hidden"


def test_a_draft_that_was_published_there_is_an_entry_here(app, tmp_path):
    bring(app, tmp_path, item(1, "Casi", wp_status="draft"))
    assert db.session.scalars(select(Draft.title)).all() == ["Entrada 1"]
    assert made(bring(app, tmp_path, item(1, "Casi"))) == {**NOTHING, "threads": 1, "posts": 1}
    assert db.session.scalars(select(Draft)).all() == []


def test_a_draft_that_its_author_goes_on_with_stays(app, tmp_path):
    bring(app, tmp_path, item(1, "Casi", wp_status="draft"))
    draft = db.session.scalars(select(Draft)).one()
    with transaction():
        author = db.session.get_one(User, draft.user_id)
        draft = db.session.get_one(Draft, draft.id)
        writing.save_draft(author, "entry", {"title": "Mejor", "body": "Mucho mejor"}, draft=draft)
    assert made(bring(app, tmp_path, item(1, "Casi", wp_status="draft"))) == NOTHING
    bring(app, tmp_path, item(1, "Casi"))
    assert db.session.scalars(select(Draft.body)).all() == ["Mucho mejor"]


def test_what_is_unpublished_there_later_stays_here(app, tmp_path):
    bring(app, tmp_path, item(1))
    report = bring(app, tmp_path, item(1, wp_status="draft"))
    assert skipped(report, notes.NO_LONGER_PUBLISHED) == ["entry 1 «Entrada 1»"]
    assert db.session.scalar(select(func.count(Draft.id))) == 0


def test_a_comment_approved_there_is_left_to_the_moderators_here(app, tmp_path):
    bring(app, tmp_path, item(1, "Uno", comment(7, approved="0")))
    report = bring(app, tmp_path, item(1, "Uno", comment(7)))
    assert skipped(report, notes.STILL_PENDING) == ["comment 7"]


def test_parents_that_answer_each_other_or_nobody_lose_no_comment(app, tmp_path):
    comments = comment(1, parent="2"), comment(2, parent="1"), comment(3, parent="3"), comment(4, parent="99")
    assert bring(app, tmp_path, item(1, "Uno", *comments))["posts"] == 5


def test_the_same_number_twice_is_taken_once(app, tmp_path):
    report = bring(app, tmp_path, item(1, "Uno", comment(7)), item(1, "Otro"), item(2, "Dos", comment(7)))
    assert made(report) == {**NOTHING, "threads": 2, "posts": 3, "people": 1}
    assert skipped(report, notes.TWICE) == ["entry 1 «Entrada 1»", "comment 7"]


def test_a_text_that_cannot_be_taken_is_told_and_the_rest_comes_in(app, tmp_path):
    report = bring(
        app, tmp_path, item(1, "muy largo " * 60_000), item(2), item(3, "x", comment(7, "y" * 600_000))
    )
    assert (report["threads"], report["posts"]) == (2, 2)
    assert [row["item"] for row in report["skipped"]] == ["entry 1 «Entrada 1»", "comment 7"]


def test_a_failure_in_the_middle_changes_nothing(app, tmp_path):
    text = render("Un hilo que tomó el sitio de otro")
    with transaction():
        actions.open_thread("entry", "Antes", text, None).origin = "wordpress:prueba.example:2"
    before = everything()
    path = tmp_path / "export.xml"
    path.write_bytes(export_of(item(1), item(2)))
    result = run(app, path)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: The database did not take the import, and nothing has changed")
    assert result.stderr.count("\n") == 1
    assert everything() == before


@pytest.mark.parametrize(
    "data", [b"", b"<rss>", export_of(item(1))[:-9], b"<rss><channel></channel></rss>", None]
)
def test_what_cannot_be_read_is_one_line_and_changes_nothing(app, tmp_path, data):
    path = tmp_path / "roto.xml"
    if data is not None:
        path.write_bytes(data)
    before = everything()
    result = run(app, path, "--json")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1
    assert everything() == before


def test_people_read_a_summary(app):
    said = run(app, TOWN_HALL).stdout
    assert "5  entries" in said
    assert "3  Without the folder of files" in said
    assert (
        "entry 17 «Acta reservada», entry 18 «Con contraseña», entry 20 «Pendiente de revisión», … (+2)"
        in said
    )
    assert said.endswith("--json lists each one.\n")
    assert run(app, TOWN_HALL, "--dry-run").stdout.startswith("It would make:")


def test_the_log_keeps_that_it_happened(app):
    imported(app, TOWN_HALL)
    imported(app, TOWN_HALL)
    row = db.session.scalars(select(AuditRow).where(AuditRow.act == "import.wordpress")).one()
    made = {"threads": 5, "posts": 11, "people": 2, "tags": 4, "files": 0, "changed": 0}
    assert row.details == {**made, "via": "command"}


def test_what_was_sticky_is_pinned_and_stands_above_the_blog(app, client, tmp_path):
    sticky = "<wp:is_sticky>1</wp:is_sticky>"
    bring(app, tmp_path, item(1, "Uno", sticky, title="La vieja"), item(2, "Dos"))
    assert db.session.scalars(select(Thread.title).where(Thread.pinned)).all() == ["La vieja"]
    page = client.get("/blog/").text
    assert page.count("La vieja") > page.count("Entrada 2") > 0
    with transaction():
        actions.unpin_thread(db.session.scalars(select(Thread).where(Thread.pinned)).one(), None)
    bring(app, tmp_path, item(1, "Uno", sticky, title="La vieja"))
    assert db.session.scalars(select(Thread.id).where(Thread.pinned)).all() == []
