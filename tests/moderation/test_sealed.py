"""What decisions, appeals and notices say is sealed in the audit log: what was changed past it is named."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Boolean, DateTime, Integer, delete, insert, select, update
from sqlalchemy.types import JSON

from forum.accounts.models import User
from forum.audit.models import AuditRow
from forum.audit.queries import broken_links
from forum.audit.seals import begin_seals, digest_of
from forum.debates.models import Thread, Transfer
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.markdown import render
from forum.lib.numbers import Ranges
from forum.lib.tables import table_of
from forum.lib.transactions import transaction
from forum.moderation import checks
from forum.moderation.actions import (
    Grounds,
    Said,
    appeal,
    decide_person,
    decide_post,
    decide_thread,
    dismiss_case,
    forget_notifier,
    hear,
    receive_notice,
    telling,
    undo_decision,
)
from forum.moderation.actions.arranging import arrange_thread, mark_post
from forum.moderation.actions.editing import edit_by_team
from forum.moderation.actions.threadwork import Work, merge_threads, split_thread, undo_transfer
from forum.moderation.models import Appeal, Decision, Notice
from forum.moderation.queries.places import Place
from tests.factories import fresh, make_group, make_reply, make_thread, make_user
from tests.moderation.cases import audited, make_case
from tests.statements import statements

WHY = Grounds("norma 3", rule="Norma 3: spam")
SEALED = (Decision, Appeal, Notice)


def problems() -> list[str]:
    """What `check` says of moderation."""
    db.session.rollback()
    db.session.expire_all()
    return [str(problem) for check in checks.CHECKS for problem in check.find()]


def past_the_product(*statements) -> None:
    """Do to the database what no act did."""
    with transaction():
        for statement in statements:
            db.session.execute(statement, execution_options={"synchronize_session": False})


class World:
    """A post, who wrote it, and a team that decides on both in every way."""

    def __init__(self) -> None:
        self.author, self.group = make_user("autora"), make_group("Archivos")
        self.ana, self.luis = make_user("ana", role="moderator"), make_user("luis", role="admin")
        self.thread = make_thread(group=make_group("Biblioteca"), author=self.author, tags=["permutas"])
        self.post = make_reply(self.thread, author=self.author)

    def do(self, act):
        """Do something in a transaction of its own; gives the number of what comes of it."""
        with transaction():
            done = act(self)
            db.session.flush()
            return getattr(done, "id", None)

    def hide(self) -> int:
        return self.do(lambda w: decide_post(fresh(w.post), fresh(w.ana), "hide", WHY))

    def silence(self, days: int = 3) -> int:
        until = utcnow() + timedelta(days=days)
        return self.do(lambda w: decide_person(fresh(w.author), fresh(w.ana), "silence", WHY, until=until))

    def undo(self, number: int) -> None:
        self.do(lambda w: undo_decision(db.session.get_one(Decision, number), fresh(w.ana)))

    def tell(self, monkeypatch) -> None:
        """What was decided can no longer be undone, and whom it concerns is told."""
        monkeypatch.setattr(telling, "UNDO", timedelta(0))
        telling.tell_decisions()

    def appealed(self, number: int) -> int:
        return self.do(lambda w: appeal(db.session.get_one(Decision, number), fresh(w.author), "No es así."))

    def heard(self, number: int, outcome: str) -> None:
        self.do(lambda w: hear(db.session.get_one(Appeal, number), fresh(w.luis), outcome, "Porque sí."))

    def notice(self) -> int:
        where = Place(f"/posts/{self.post.id}", post_id=self.post.id)
        said = Said("other", "Es ilegal.", "Eva", "eva@pueblo.example", "es")
        with transaction():
            return receive_notice(where, said, None)[0].id


@pytest.fixture
def world(app) -> World:
    return World()


@pytest.fixture
def full(world, monkeypatch) -> World:
    """A world in which decisions, an appeal and a notice were made, told and heard."""
    world.notice()
    numbers = [world.hide(), world.silence()]
    world.tell(monkeypatch)
    world.heard(world.appealed(numbers[1]), "upheld")
    world.silence(9)
    assert problems() == []
    return world


def test_whatever_the_product_does_is_as_it_was_sealed(world, monkeypatch):
    notice = world.notice()
    world.undo(world.hide())
    text = render("Otra cosa.")
    world.do(lambda w: edit_by_team(fresh(w.post), fresh(w.ana), text, WHY))
    world.do(lambda w: mark_post(fresh(w.post), fresh(w.ana), WHY, picked=True, wiki=True))
    soon = datetime(2031, 5, 1, 12, 30, 1, 250, tzinfo=UTC)
    world.do(lambda w: arrange_thread(
        db.session.get_one(Thread, w.thread.id), fresh(w.ana), WHY, title="Niño 😀", closes_at=soon
    ))  # fmt: skip
    for act in ("close", "open", "pin", "unpin", "move", "remove", "restore"):
        group = {"group": fresh(world.group)} if act == "move" else {}
        world.do(lambda w, act=act, group=group: decide_thread(
            db.session.get_one(Thread, w.thread.id), fresh(w.luis), act, WHY, **group
        ))  # fmt: skip
    moved = world.do(lambda w: split_thread(
        db.session.get_one(Thread, w.thread.id), Ranges.of((2, 2)), "Aparte", Work(fresh(w.ana), WHY)
    ))  # fmt: skip
    world.do(lambda w: undo_transfer(db.session.get_one(Transfer, moved), fresh(w.ana)))
    target = make_thread()
    world.do(lambda w: merge_threads(*threads(w.thread, target), Work(fresh(w.ana), WHY)))
    for days in (3, 9):
        number = world.silence(days)
    world.undo(number)
    case = make_case()
    world.do(lambda w: dismiss_case(fresh(case), fresh(w.ana), WHY))
    hidden = world.hide()
    world.tell(monkeypatch)
    world.heard(world.appealed(hidden), "reversed")
    world.heard(world.appealed(number - 1), "upheld")
    world.do(lambda w: decide_person(fresh(w.author), fresh(w.ana), "lift", WHY))
    world.do(lambda _: forget_notifier(db.session.get_one(Notice, notice)))
    assert problems() == []
    assert broken_links() == []
    assert checks.uncovered() == []


def threads(*these: Thread) -> list[Thread]:
    """These threads, as they are now."""
    return [db.session.get_one(Thread, thread.id) for thread in these]


def other(column, value):
    """Another value for a column."""
    if isinstance(column.type, Boolean):
        return not value
    if isinstance(column.type, JSON):
        return {"otra": 1}
    if isinstance(column.type, Integer):
        return 1 if value != 1 else 2
    if isinstance(column.type, DateTime) or "DateTime" in type(column.type).__name__:
        return datetime(2001, 1, 1, tzinfo=UTC)
    return {"rules": "law", "upheld": "reversed"}.get(value, "otra")


@pytest.mark.parametrize("model", SEALED)
def test_any_column_that_is_changed_is_named(full, model):
    number = db.session.scalar(select(model.id).order_by(model.id))
    was = dict(
        db.session.execute(select(table_of(model)).where(table_of(model).c.id == number)).mappings().one()
    )
    expected = f"{model.__name__.lower()} {number}: it is changed, should be as the audit log has it sealed"
    for column in table_of(model).columns:
        if column.name == "id" or column.name in model.UNSEALED:
            continue
        past_the_product(changed(model, number, column, was[column.name]))
        assert expected in problems(), column
        past_the_product(update(model).where(model.id == number).values(was))
    assert problems() == []


def changed(model, number, column, value):
    """A statement that changes one column of a row, as its conditions let it."""
    new = None if value is not None and column.nullable else other(column, value)
    if column.foreign_keys and new is not None:
        new = db.session.scalar(select(next(iter(column.foreign_keys)).column).order_by("id").limit(1))
    with_it = {"appellant_id": None} if column.name == "notice_id" else {}
    return update(model).where(model.id == number).values({column.name: new, **with_it})


@pytest.mark.parametrize("model", SEALED)
def test_what_was_removed_is_named(full, model):
    if model is Decision:
        number = max(db.session.scalars(select(Decision.id)))
    else:
        number = db.session.scalar(select(model.id))
    past_the_product(delete(model).where(model.id == number))
    assert f"{model.__name__.lower()} {number}: it is removed, should be there" in problems()


@pytest.mark.parametrize("seal", [None, "0" * 32])
def test_what_was_put_in_is_named(full, seal):
    values = {"act": "remove", "reason": "x", "post_id": full.post.id, "thread_id": full.thread.id,
              "before": {}, "automated": False, "created": utcnow(), "seal": seal}  # fmt: skip
    past_the_product(insert(Decision).values(**values))
    number = max(db.session.scalars(select(Decision.id)))
    assert problems() == [f"decision {number}: it is inserted, should be made by an act of the audit log"]


def test_a_seal_that_was_made_anew_does_not_help(full):
    """The digest in the log can be written too, but then the chain shows it."""
    one = db.session.scalars(select(Decision).order_by(Decision.id)).first()
    last = select(AuditRow).where(AuditRow.thing == "decision", AuditRow.thing_id == one.id)
    row = db.session.scalars(last.order_by(AuditRow.id.desc())).first()
    one.reason = "otra"
    said = digest_of(one)
    number, details = row.id, {**row.details, "says": said}
    past_the_product(
        update(Decision).where(Decision.id == one.id).values(reason="otra"),
        update(AuditRow).where(AuditRow.id == number).values(details=details),
    )
    assert problems() == []
    assert broken_links() == [number]


def test_what_is_from_before_is_not_covered_and_no_error(app, world):
    old = {"act": "close", "thread_id": world.thread.id, "before": {}, "automated": False}
    past_the_product(insert(Decision).values(**old, reason="", created=utcnow()))
    assert problems() == []
    assert checks.uncovered() == [
        "1 decisions from before they were sealed: the audit log does not cover what they say"
    ]
    world.hide()
    assert problems() == []
    told = app.test_cli_runner().invoke(args=["check", "--json"])
    assert any("from before they were sealed" in one for one in json.loads(told.stdout)["warnings"])


def test_what_is_put_in_since_seals_began_is_named_though_nothing_was_sealed_yet(world):
    values = {"act": "close", "thread_id": world.thread.id, "before": {}, "automated": False, "reason": ""}
    past_the_product(insert(Decision).values(**values, created=utcnow()))
    for _ in range(2):
        with transaction():
            begin_seals(SEALED)
    assert problems() == []
    assert audited("site") == ["seals.begin"]
    past_the_product(insert(Decision).values(**values, created=utcnow()))
    number = max(db.session.scalars(select(Decision.id)))
    assert problems() == [f"decision {number}: it is inserted, should be made by an act of the audit log"]


def test_what_is_from_before_is_covered_from_its_next_act_on(world):
    number = world.hide()
    with transaction():
        db.session.execute(delete(AuditRow))
        db.session.execute(update(Decision).values(seal=None))
    assert problems() == []
    world.undo(number)
    assert problems() == []
    past_the_product(update(Decision).where(Decision.id == number).values(reason="otra"))
    assert len(problems()) == 1


@pytest.mark.parametrize("column", ["silenced_until", "suspended_until"])
def test_who_is_restricted_otherwise_than_decided_is_named(full, column):
    far = datetime(2031, 1, 1, tzinfo=UTC)
    past_the_product(update(User).where(User.id == full.author.id).values({column: far}))
    found = problems()
    assert len(found) == 1
    assert found[0].startswith(f"user {full.author.id} (autora): {column} is 2031-01-01")


def test_it_costs_as_many_statements_whatever_there_is(full):
    def asked() -> int:
        with statements() as made:
            assert problems() == []
        return len(made)

    few = asked()
    for _ in range(5):
        full.post = make_reply(full.thread, author=full.author)
        full.hide()
    assert asked() == few


def test_no_text_is_in_the_log(full):
    dumped = str(db.session.connection().exec_driver_sql("SELECT * FROM audit_rows").all())
    for text in ("norma 3", "Norma 3", "No es así", "Porque sí", "Es ilegal", "eva@"):
        assert text not in dumped
