"""Every form of moderation and administration, and every command that administers, leaves its audit row.

In the transaction that changes anything: none that writes commits without one. A form or a command that is
in no table here fails the first tests.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

import lxml.html
import pytest
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from config import ROOT
from forum.audit.models import AuditRow
from forum.audit.queries import broken_links
from forum.commands import create_whole_app
from forum.debates.models import Thread, Transfer
from forum.extensions import db
from forum.lib.transactions import transaction
from forum.moderation.actions import appeal, decide_post
from forum.moderation.checks import CHECKS, uncovered
from forum.moderation.models import Decision
from tests.databases import settings_for
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, sign_in
from tests.moderation.cases import make_case, time_passes
from tests.operations.test_backup import TOOLS
from tests.operations.test_every_command import EVERY

WRITES = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)
BESIDE = {"turns", "sessions", "read_positions", "mails"}  # what a request or a mail notes for itself
EXPORT = ROOT / "tests/data/wordpress/ayuntamiento.xml"


class Scene:
    """What can be moderated and administered, with an administrator who does it all."""

    def __init__(self, client) -> None:
        self.client, self.admin = client, make_user("alba", role="admin")
        self.committed: list[set[str]] = []
        self.author = make_user("autora")
        self.group = make_group("Archivos", members=(make_user("lectora"),))
        self.thread = make_thread(group=make_group("Biblioteca"), tags=["permutas"])
        self.post = make_reply(self.thread, author=self.author)
        sign_in(client, self.admin)

    def case(self) -> int:
        return make_case(self.post).id

    def send(self, address: str, /, **data: object):
        """Send the page's form with these changes, from which nothing that it holds is missing."""
        page = self.client.get(address)
        held: dict[str, object] = {}
        if page.status_code == 200:
            for form in lxml.html.fromstring(page.data).forms:
                if form.get("action", "").partition("?")[0] == address:
                    held |= dict(form.form_values())
        return self.deliver(address, **held | data)

    def deliver(self, address: str, /, **data: object):
        """Send a form, and note what the transactions wrote."""
        with transactions() as self.committed:
            return self.client.post(address, data=data)

    def decided(self) -> int:
        """A decision of somebody else."""
        moderator = make_user(role="admin")
        with transaction():
            return decide_post(fresh(self.post), fresh(moderator), "hide", "norma 3").id

    def appealed(self) -> int:
        number = self.decided()
        time_passes()
        with transaction():
            return appeal(db.session.get_one(Decision, number), fresh(self.author), "No es así.").id

    def transferred(self) -> int:
        self.send(
            f"/moderation/threads/{self.thread.id}/split", numbers="2", title="Aparte", action="do", **REASON
        )
        return db.session.scalars(select(Transfer.id)).one()

    def told(self) -> int:
        """A decision about the administrator's own post, which they were told of."""
        self.post = make_reply(self.thread, author=self.admin)
        number = self.decided()
        time_passes()
        return number

    def at_once(self) -> dict[str, object]:
        """Something decided in many cases at once, to be undone by a form that says nothing."""
        self.deliver(f"{M}/", case=self.case(), act="remove", **REASON)
        return {}

    def dismissed(self) -> int:
        """A case that the administrator flagged, and somebody dismissed."""
        case_id = make_case(self.post, self.admin).id
        other = make_user(role="moderator")
        sign_in(self.client, other)
        self.client.post(f"/moderation/cases/{case_id}", data={"act": "dismiss", "reason": "x"})
        time_passes()
        sign_in(self.client, self.admin)
        return case_id

    def made(self, address: str, thing: str, /, **data: object) -> int:
        """Something that a form makes; gives its number, from the row of the audit log that it left."""
        assert self.send(address, **data).status_code == 303
        rows = select(AuditRow.thing_id).where(AuditRow.thing == thing).order_by(AuditRow.id.desc())
        return db.session.scalars(rows).first()

    def word(self) -> int:
        return self.made("/moderation/screening/words", "pattern", **WORD)

    def ban(self) -> int:
        return self.made("/moderation/bans", "ban", **BAN)

    def saved(self) -> int:
        return self.made("/moderation/replies", "saved_reply", **SAVED)


REASON = {"reason": "norma 3", "rule": "Norma 1: respeto"}
BAN = {"kind": "name", "pattern": "spam*", "days": "30"}
WORD = {"pattern": "casino*", "act": "block", "action": "save", "tested": "casino*"}
SAVED = {"name": "Una", "text": "Gracias por avisar."}
M = "/moderation"
FORMS = {  # endpoint → the act that it leaves, and what sends it
    "moderation.queue": ("case.decided", lambda s: s.deliver(f"{M}/", case=s.case(), act="remove", **REASON)),
    "moderation.mine": ("case.assign", lambda s: s.deliver(f"{M}/mine", case=s.case(), act="take")),
    "moderation.case": ("post.hide", lambda s: s.send(f"{M}/cases/{s.case()}", act="hide", **REASON)),
    "moderation.assign": ("case.assign", lambda s: s.send(f"{M}/cases/{s.case()}/assignee", to=s.admin.id)),
    "moderation.take": ("case.assign", lambda s: s.send(f"{M}/cases/{s.case()}/take")),
    "moderation.add_note": ("case.note", lambda s: s.send(f"{M}/cases/{s.case()}/notes", text="Lo miro.")),
    "moderation.undo": ("decision.undo", lambda s: s.send(f"{M}/decisions/{s.decided()}/undo")),
    "moderation.undo_many": ("decision.undo", lambda s: s.deliver(f"{M}/undo", **s.at_once())),
    "moderation.appeal": (
        "appeal.hear",
        lambda s: s.send(f"{M}/appeals/{s.appealed()}", outcome="reversed", reasons="No."),
    ),
    "moderation.moderate_post": (
        "post.remove",
        lambda s: s.send(f"{M}/posts/{s.post.id}", act="remove", **REASON),
    ),
    "moderation.moderate_thread": (
        "thread.close",
        lambda s: s.send(f"{M}/threads/{s.thread.id}", act="close", **REASON),
    ),
    "moderation.edit_by_moderator": (
        "post.edit",
        lambda s: s.send(f"{M}/posts/{s.post.id}/edit", body="Otra cosa.", **REASON),
    ),
    "moderation.mark_post": (
        "post.mark",
        lambda s: s.send(f"{M}/posts/{s.post.id}/marks", picked="y", **REASON),
    ),
    "moderation.split_thread": (
        "thread.split",
        lambda s: s.send(
            f"{M}/threads/{s.thread.id}/split", numbers="2", title="Aparte", action="do", **REASON
        ),
    ),
    "moderation.merge_thread": (
        "thread.merge",
        lambda s: s.send(f"{M}/threads/{s.thread.id}/merge", target=make_thread().id, action="do", **REASON),
    ),
    "moderation.move_posts": (
        "posts.move",
        lambda s: s.send(
            f"{M}/threads/{s.thread.id}/move-posts",
            numbers="2",
            target=make_thread().id,
            action="do",
            **REASON,
        ),
    ),
    "moderation.undo_transfer": ("decision.undo", lambda s: s.send(f"{M}/transfers/{s.transferred()}/undo")),
    "moderation.arrange_thread": (
        "thread.arrange",
        lambda s: s.send(
            f"{M}/threads/{s.thread.id}/arrange", title="Otro título", pinned="", slow_minutes="5", **REASON
        ),
    ),
    "moderation.moderate_person": (
        "person.warn",
        lambda s: s.send(f"{M}/people/autora", act="warn", **REASON),
    ),
    "moderation.note_person": (
        "person.note",
        lambda s: s.send(f"{M}/people/autora/notes", text="Hablamos por teléfono."),
    ),
    "moderation.screening": ("screening.site", lambda s: s.send(f"{M}/screening/", approval="new")),
    "moderation.screening_group": (
        "screening.group",
        lambda s: s.send(f"{M}/screening/groups/archivos", approval="all"),
    ),
    "moderation.watched_words": ("screening.watch", lambda s: s.send(f"{M}/screening/words", **WORD)),
    "moderation.remove_watched": (
        "screening.unwatch",
        lambda s: s.send(f"{M}/screening/words/{s.word()}/remove"),
    ),
    "moderation.bans": ("ban.add", lambda s: s.send(f"{M}/bans", **BAN)),
    "moderation.remove_ban": ("ban.remove", lambda s: s.send(f"{M}/bans/{s.ban()}/remove")),
    "moderation.replies": ("saved_reply.save", lambda s: s.send(f"{M}/replies", **SAVED)),
    "moderation.reply": ("saved_reply.save", lambda s: s.send(f"{M}/replies/{s.saved()}", text="Otra.")),
    "moderation.forget_reply": ("saved_reply.forget", lambda s: s.send(f"{M}/replies/{s.saved()}/delete")),
    "moderation.flag_post": ("post.flag", lambda s: s.send(f"/posts/{s.post.id}/flags", reason="spam")),
    "moderation.flag_person": ("person.flag", lambda s: s.send("/people/autora/flags", reason="spam")),
    "moderation.my_decision": (
        "decision.appeal",
        lambda s: s.send(f"/me/decisions/{s.told()}", text="No es así."),
    ),
    "moderation.my_flag": (
        "decision.appeal",
        lambda s: s.send(f"/me/flags/{s.dismissed()}", text="No es así."),
    ),
    "admin.team": ("user.role", lambda s: s.send("/admin/team", username="autora", role="moderator")),
    "groups.people": (
        "group.member",
        lambda s: s.send(f"/groups/{s.group.slug}/people", username="autora", role="moderator"),
    ),
    "groups.person": (
        "group.member",
        lambda s: s.send(f"/groups/{s.group.slug}/people/{s.author.id}", act="member"),
    ),
    "admin.groups": ("group.create", lambda s: s.send("/admin/groups", name="Personal")),
    "home.operator": ("blanks.fill", lambda s: s.send("/admin/operator", email="foro@pueblo.example")),
    "home.edit_page": (
        "page.edit",
        lambda s: s.send("/admin/pages/cookies/es", body="Otra.", action="publish"),
    ),
    "home.reset_page": (
        "page.reset",
        lambda s: s.send("/admin/pages/rules/es/reset", reason="Vuelta", tell_all="y"),
    ),
}
ELSEWHERE = {  # forms that are nobody's act of moderation or administration
    "moderation.notice",  # of whoever sent a notice
    "moderation.summary",  # whether one gets mail
    "moderation.stop_summary",
}
PUT_BACK_IN_TIME = {"moderation.appeal", "moderation.my_decision", "moderation.my_flag"}  # past the product
COMMANDS = {
    "users create": ("user.create", ["ana", "--email", "ana@pueblo.example", "--role", "moderator"]),
    "users reset": ("user.reset", ["autora"]),
    "users role": ("user.role", ["autora", "moderator"]),
    "groups add": ("group.member", ["archivos", "autora"]),
    "groups remove": ("group.leave", ["archivos", "lectora"]),
    "users token": ("token.create", ["autora", "--scope", "read"]),
    "maintenance on": ("maintenance.on", []),
    "maintenance off": ("maintenance.off", []),
    "import wordpress": ("import.wordpress", [str(EXPORT)]),
    "check": ("check.repair", ["--repair"]),
    "search reconcile": ("search.reconcile", []),
    "search rebuild": ("search.rebuild", []),
}
SIZE = ["--users", "2", "--threads", "2", "--posts", "4", "--longest", "2"]
ALONE = {  # commands that want a forum of their own: as it is before, their act, what else they are given
    "db upgrade": ("bare", "db.upgrade", []),
    "demo load": ("empty", "demo.load", []),
    "seed": ("empty", "seed.load", SIZE),
    "backup": ("empty", "backup.make", ["{copy}"]),
    "restore": ("empty", "backup.restore", ["{copy}"]),
}
NO_ACT = {  # commands that change nothing of the forum: they serve, show, or write a copy for whoever asks
    *("db copy", "serve", "worker", "settings", "search status", "mail test", "groups members"),
    *("audit head", "audit export", "audit verify"),
}


@pytest.fixture
def scene(client, app) -> Scene:
    return Scene(client)


@contextmanager
def transactions() -> Iterator[list[set[str]]]:
    """The tables that each transaction wrote which commits meanwhile; none that wrote only beside an act."""
    done: list[set[str]] = []
    now: set[str] = set()

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if (found := WRITES.match(statement)) and not statement.startswith("UPDATE users SET last_seen"):
            now.add(found[1])

    def end(session: Session) -> None:
        if session.in_nested_transaction():
            return
        if now - BESIDE:
            done.append(set(now))
        now.clear()

    def forget(session: Session) -> None:
        now.clear()

    engine = db.engine.engine
    event.listen(engine, "before_cursor_execute", note)
    event.listen(db.session, "after_commit", end)
    event.listen(db.session, "after_rollback", forget)
    try:
        yield done
    finally:
        event.remove(engine, "before_cursor_execute", note)
        event.remove(db.session, "after_commit", end)
        event.remove(db.session, "after_rollback", forget)


def rows() -> list[tuple[str, int | None]]:
    db.session.rollback()
    found = db.session.execute(select(AuditRow.act, AuditRow.actor_id).order_by(AuditRow.id))
    return [tuple(row) for row in found]


def test_every_form_of_moderation_and_administration_is_in_the_table(app):
    forms = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "POST" in rule.methods
        and (rule.endpoint.startswith(("moderation.", "admin.", "groups.")) or rule.rule.startswith("/admin"))
    }
    assert forms == FORMS.keys() | ELSEWHERE


@pytest.mark.parametrize("endpoint", FORMS)
def test_every_form_leaves_its_row_in_its_transaction(scene, endpoint):
    act, send = FORMS[endpoint]
    answer = send(scene)
    assert answer.status_code == 303
    assert scene.committed
    assert [tables for tables in scene.committed if "audit_rows" not in tables] == []
    assert (act, scene.admin.id) in rows()
    assert broken_links() == []
    assert uncovered() == []
    if endpoint not in PUT_BACK_IN_TIME:
        assert [problem for check in CHECKS for problem in check.find()] == []


@pytest.mark.parametrize(
    ("place", "acts"),
    [
        ("/moderation/posts/{post}", "post.hide post.restore post.remove"),
        ("/moderation/threads/{thread}", "thread.close thread.open thread.pin thread.unpin thread.move"),
        ("/moderation/threads/{thread}", "thread.remove thread.restore"),
        ("/moderation/people/autora", "person.warn person.silence person.suspend person.lift"),
    ],
)
def test_every_act_of_a_form_leaves_a_row_of_its_own(scene, place, acts):
    address = place.format(post=scene.post.id, thread=scene.thread.id)
    for act in acts.split():
        given = {"act": act.partition(".")[2], "group": scene.group.id, "days": "7"} | REASON
        assert scene.deliver(address, **given).status_code == 303, act
        assert [tables for tables in scene.committed if "audit_rows" not in tables] == []
    expected = [(act, scene.admin.id) for act in acts.split()]
    assert [row for row in rows() if row in expected] == expected


def test_every_command_is_in_a_table():
    assert EVERY.keys() == COMMANDS.keys() | ALONE.keys() | NO_ACT


def is_of_the_index(tables: set[str]) -> bool:
    """Whether a transaction wrote only what the worker writes too: the index, and which posts it holds."""
    return all(table == "posts" or table.startswith("search_") for table in tables)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_that_administers_leaves_its_row_in_its_transaction(app, index, scene, name):
    act, options = COMMANDS[name]
    with transaction():  # for `check`
        db.session.execute(update(Thread).where(Thread.id == scene.thread.id).values(reply_count=9))
    run = app.test_cli_runner().invoke
    if name == "maintenance off":
        run(args=["maintenance", "on"])
    with transactions() as committed:
        done = run(args=[*name.split(), *options])
    assert done.exit_code == 0, done.output
    assert committed
    of_the_index = [tables for tables in committed if name.startswith("search ") and is_of_the_index(tables)]
    assert [one for one in committed if "audit_rows" not in one and one not in of_the_index] == []
    assert (act, None) in rows()
    said = select(AuditRow.details).where(AuditRow.act == act).order_by(AuditRow.id.desc())
    assert db.session.scalars(said).first()["via"] == "command"
    assert broken_links() == []


@pytest.fixture
def place(database, tmp_path):
    """Gives applications on databases of their own, each with a data folder of its own."""
    made = []

    def give(state: str):
        url = database.empty() if state == "bare" else database.fresh()
        app = create_whole_app(settings_for(tmp_path / state, FORUM_DATABASE_URL=url), testing=True)
        made.append((app, url))
        return app

    yield give
    for app, url in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        database.drop(url)


@pytest.mark.parametrize("name", ALONE)
def test_every_command_about_the_whole_forum_leaves_its_row(place, tmp_path, monkeypatch, name):
    monkeypatch.setenv("PATH", f"{TOOLS}:{os.environ['PATH']}")
    state, act, options = ALONE[name]
    app, copy = place(state), tmp_path / "copy.tar"
    if name == "restore":
        assert app.test_cli_runner().invoke(args=["backup", str(copy)]).exit_code == 0
    done = app.test_cli_runner().invoke(args=[*name.split(), *(one.format(copy=copy) for one in options)])
    assert done.exit_code == 0, done.output
    with app.app_context():
        assert (act, None) in rows()
        assert broken_links() == []
        db.session.remove()
