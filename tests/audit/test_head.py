"""The head of the audit log is exported each day, and on demand."""

import pytest
from sqlalchemy import select

from forum.audit.actions import record
from forum.audit.heads import export_daily, exported_heads, heads_file
from forum.audit.models import AuditRow
from forum.extensions import db
from forum.lib.transactions import transaction

pytestmark = pytest.mark.usefixtures("app")


def act() -> AuditRow:
    """Something that the log holds."""
    with transaction():
        record("a.thing", "thing", 1, None)
    return db.session.scalars(select(AuditRow).order_by(AuditRow.id.desc()).limit(1)).one()


def test_an_empty_log_has_no_head(app):
    export_daily()
    assert list(exported_heads()) == []
    assert app.test_cli_runner().invoke(args=["audit", "head"]).exit_code == 1


def test_it_is_exported_once_a_day():
    last = act()
    export_daily()
    act()
    export_daily()
    assert [(head.row_id, head.digest) for head in exported_heads()] == [(last.id, last.digest)]


def test_the_next_day_it_is_exported_again():
    last = act()
    heads_file().write_text(f"2001-01-01T00:00:00+00:00 1 {last.digest}\n")
    export_daily()
    assert [head.at[:4] == "2001" for head in exported_heads()] == [True, False]


def test_on_demand_it_is_printed_too(app):
    last = act()
    result = app.test_cli_runner().invoke(args=["audit", "head"])
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1].endswith(f" {last.id} {last.digest}")
    assert str(next(exported_heads())) in result.stdout


def test_a_line_that_was_not_wholly_written_is_passed_over():
    last = act()
    export_daily()
    with heads_file().open("a") as file:
        file.write("2026-01-02T00:00:00+00:00 7")
    assert [head.row_id for head in exported_heads()] == [last.id]
