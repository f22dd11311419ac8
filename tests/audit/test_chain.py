"""The audit log's chain: a changed, removed or inserted row is found and named."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, func, insert, select, update

from forum.audit.actions import record
from forum.audit.models import AuditRow
from forum.audit.queries import broken_links
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.transactions import transaction

ROWS = 5


@pytest.fixture(autouse=True)
def log(app):
    """A log of five rows."""
    with transaction():
        for number in range(1, ROWS + 1):
            record("post.hide", "post", number, number, left=number, entered=None)


def tamper(*statements) -> list[int]:
    """What the check finds after someone wrote to the database."""
    with transaction():
        for statement in statements:
            db.session.execute(statement)
    db.session.expire_all()
    return broken_links()


def row(number: int):
    return AuditRow.id == number


def test_rows_are_numbered_from_one_without_a_gap():
    assert db.session.scalars(select(AuditRow.id).order_by(AuditRow.id)).all() == [1, 2, 3, 4, 5]


def test_an_untouched_log_holds():
    assert broken_links() == []


@pytest.mark.parametrize(
    "changed",
    [
        {"act": "post.restore"},
        {"thing": "thread"},
        {"thing_id": 77},
        {"thing_id": None},
        {"actor_id": 77},
        {"actor_id": None},
        {"details": {"left": 3, "entered": 9}},
        {"details": {}},
        {"at": datetime(2001, 1, 1, tzinfo=UTC)},
    ],
    ids=str,
)
def test_a_changed_row_is_named(changed):
    assert tamper(update(AuditRow).where(row(3)).values(**changed)) == [3]


def test_a_row_with_the_digest_of_another_is_named_and_so_is_the_next():
    other = select(AuditRow.digest).where(row(1)).scalar_subquery()
    assert tamper(update(AuditRow).where(row(3)).values(digest=other)) == [3, 4]


@pytest.mark.parametrize("number", [1, 3, 4])
def test_a_removed_row_is_named(number):
    assert tamper(delete(AuditRow).where(row(number))) == [number]


def test_of_a_run_of_removed_rows_the_first_is_named():
    assert tamper(delete(AuditRow).where(AuditRow.id.between(2, 4))) == [2]


def test_an_inserted_row_is_named():
    forged = {"id": ROWS + 1, "at": utcnow(), "actor_id": 1, "act": "post.remove", "thing": "post"}
    forged |= {"thing_id": 9, "details": {}, "digest": "0" * 64}
    assert tamper(insert(AuditRow).values(**forged)) == [ROWS + 1]


def test_a_row_put_in_the_place_of_a_removed_one_is_named():
    forged = {"id": 3, "at": utcnow(), "actor_id": 1, "act": "post.remove", "thing": "post"}
    forged |= {"thing_id": 9, "details": {}, "digest": "0" * 64}
    assert 3 in tamper(delete(AuditRow).where(row(3)), insert(AuditRow).values(**forged))


def test_two_rows_that_changed_places_are_named():
    def moved(number: int, to: int):
        return update(AuditRow).where(row(number)).values(id=to)

    assert {2, 3} <= set(tamper(moved(2, 99), moved(3, 2), moved(99, 3)))


def test_closing_a_gap_by_renumbering_does_not_hide_it():
    steps = [delete(AuditRow).where(row(3))]
    steps += [update(AuditRow).where(row(number)).values(id=number - 1) for number in (4, 5)]
    assert 3 in tamper(*steps)


def test_the_log_goes_on_after_a_break_and_the_break_stays_named():
    tamper(update(AuditRow).where(row(3)).values(act="post.restore"))
    with transaction():
        record("post.hide", "post", 6, None)
    assert broken_links() == [3]


def test_another_key_verifies_nothing(app, tmp_path, monkeypatch):
    monkeypatch.setitem(app.config, "DATA_DIR", tmp_path)
    assert broken_links() == [1, 2, 3, 4, 5]


def test_the_key_is_outside_the_database_and_only_for_the_server(app):
    key = app.config["DATA_DIR"] / "audit.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert len(key.read_text()) == 64


def test_a_row_that_is_rolled_back_leaves_no_gap():
    def fail():
        with transaction():
            record("post.hide", "post", 6, None)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with transaction():
        record("post.hide", "post", 7, None)
    assert db.session.scalar(select(func.max(AuditRow.id))) == ROWS + 1
    assert broken_links() == []
