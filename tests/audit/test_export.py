"""The log as a file for an auditor: what was done to the file or the log before is found and named."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from forum.audit.actions import audit_key, record
from forum.audit.export import Verdict, exported_rows, verify
from forum.audit.models import AuditRow
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.transactions import transaction

ROWS = 6


@pytest.fixture(autouse=True)
def log(app):
    with transaction():
        for number in range(1, ROWS + 1):
            record("post.hide", "post", number, None, place="Cáceres", left=[number], entered=None)


def problems(lines, key=None):
    """What verifying finds, and the verdict."""
    verdict = Verdict()
    found = list(verify(lines, key or audit_key(), verdict))
    assert verdict.problems == len(found)
    return found, verdict


def test_every_row_is_a_line_with_its_digest_and_the_one_before():
    lines = [json.loads(line) for line in exported_rows()]
    assert [line["id"] for line in lines] == [1, 2, 3, 4, 5, 6]
    assert [line["before"] for line in lines] == ["", *(line["digest"] for line in lines[:-1])]
    assert lines[2]["details"] == {"place": "Cáceres", "left": [3], "entered": None, "via": "command"}
    assert lines[2].keys() == {
        "id", "at", "actor_id", "act", "thing", "thing_id", "details", "before", "digest",
    }  # fmt: skip


def test_what_was_exported_verifies():
    found, verdict = problems(exported_rows())
    assert found == []
    assert (verdict.rows, verdict.first, verdict.last) == (ROWS, 1, ROWS)
    assert verdict.digest == db.session.get(AuditRow, ROWS).digest


def test_a_part_verifies_too():
    lines = list(exported_rows())[2:5]
    found, verdict = problems(lines)
    assert (found, verdict.first, verdict.last) == ([], 3, 5)


@pytest.mark.parametrize(
    ("name", "value"),
    [("act", "post.restore"), ("actor_id", 7), ("thing", "x"), ("thing_id", None), ("details", {}),
     ("at", "2001-01-01T00:00:00.000000+00:00"), ("digest", "0" * 64), ("before", "0" * 64)],
)  # fmt: skip
def test_a_changed_line_is_named(name, value):
    lines = list(exported_rows())
    lines[2] = json.dumps(json.loads(lines[2]) | {name: value})
    found, _ = problems(lines)
    assert "row 3: changed or inserted" in found
    assert all(one.startswith(("row 3:", "row 4:")) for one in found)


def test_a_line_that_was_taken_out_is_named():
    lines = list(exported_rows())
    assert problems(lines[:2] + lines[3:])[0] == ["row 3: removed"]


def test_a_line_that_was_put_in_is_named():
    lines = list(exported_rows())
    forged = json.dumps(json.loads(lines[2]) | {"thing_id": 99})
    assert "row 3: changed or inserted" in problems([*lines[:3], forged, *lines[3:]])[0]
    assert "row 3: out of its place" in problems([*lines[:3], forged, *lines[3:]])[0]


@pytest.mark.parametrize("line", ["", "nada", "[]", "{}", '{"id": 1}', "null", "\x00"])
def test_a_line_that_is_no_row_is_named(line):
    lines = list(exported_rows())
    assert "line 3: no row of the log" in problems([*lines[:2], line, *lines[2:]])[0]


def test_another_key_verifies_nothing():
    found, _ = problems(exported_rows(), b"0" * 64)
    assert found == [f"row {number}: changed or inserted" for number in range(1, ROWS + 1)]


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        (update(AuditRow).where(AuditRow.id == 3).values(thing_id=9), "row 3: changed or inserted"),
        (delete(AuditRow).where(AuditRow.id == 3), "row 3: removed"),
    ],
)
def test_what_was_done_to_the_log_shows_in_its_export(statement, named):
    with transaction():
        db.session.execute(statement)
    assert named in problems(exported_rows())[0]


def test_only_some_days(app):
    with transaction():
        db.session.execute(update(AuditRow).where(AuditRow.id <= 2).values(at=utcnow() - timedelta(days=3)))
    yesterday = utcnow() - timedelta(days=1)
    assert [json.loads(line)["id"] for line in exported_rows(yesterday)] == [3, 4, 5, 6]
    assert [json.loads(line)["id"] for line in exported_rows(None, yesterday)] == [1, 2]


def test_the_commands(app, tmp_path):
    run = app.test_cli_runner().invoke
    file, key = tmp_path / "log.jsonl", tmp_path / "key"
    done = run(args=["audit", "export", str(file), "--from", "2001-01-01"])
    assert (done.exit_code, done.stdout) == (0, f"{file}: {ROWS} rows\n")
    key.write_bytes(audit_key() + b"\n")
    for more in ([], ["--key", str(key)]):
        done = run(args=["audit", "verify", str(file), *more])
        assert done.exit_code == 0
        assert "6 rows, 1 to 6, as they were written" in done.stdout
    file.write_text(file.read_text().replace("Cáceres", "Badajoz", 1))
    done = run(args=["audit", "verify", str(file)])
    assert done.exit_code == 1
    assert "row 1: changed or inserted" in done.stdout
    assert "1 problems in 6 rows" in done.stderr
    empty = run(args=["audit", "export", str(file), "--to", "2001-01-01"])
    assert empty.stdout == f"{file}: 0 rows\n"
    assert run(args=["audit", "verify", str(file)]).exit_code == 1
    assert run(args=["audit", "verify", str(tmp_path / "none")]).exit_code == 1
