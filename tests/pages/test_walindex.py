"""The index of SQLite's log tells of each commit, and to read it costs nobody a lock."""

import errno
import gc
import sqlite3
import struct
import subprocess
import sys

import pytest

from forum.lib.pages import holding
from forum.lib.pages.holding import SQLiteTruth
from forum.lib.pages.walindex import HEADER, VERSION, LogIndex


@pytest.fixture
def path(tmp_path) -> str:
    """A database with a log."""
    path = str(tmp_path / "forum.db")
    elsewhere(path, "PRAGMA journal_mode = WAL", "CREATE TABLE page_revisions (name TEXT, revision INT)")
    return path


def elsewhere(path: str, *statements: str) -> str:
    """What another process reads by the last of these statements."""
    code = f"""
import sqlite3
with sqlite3.connect({path!r}, isolation_level=None, timeout=0.1) as forum:
    for statement in {statements!r}:
        rows = forum.execute(statement).fetchall()
print(rows)
"""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


WRITE = "INSERT INTO page_revisions VALUES ('opened', 1)"


def test_it_is_another_after_each_commit_of_any_process(path):
    truth, own = SQLiteTruth(path), sqlite3.connect(path, isolation_level=None)
    seen = [truth.version()]
    for act in (lambda: elsewhere(path, WRITE), lambda: own.execute(WRITE)) * 3:
        act()
        assert truth.version() not in seen
        seen.append(truth.version())


def test_it_stays_where_nobody_commits(path):
    truth = SQLiteTruth(path)
    elsewhere(path, WRITE)
    before = truth.version()
    elsewhere(path, "SELECT * FROM page_revisions")
    elsewhere(path, "BEGIN IMMEDIATE", WRITE, "ROLLBACK")
    elsewhere(path, "PRAGMA wal_checkpoint(PASSIVE)")
    assert truth.version() == before
    assert before is not None


def test_it_is_another_once_the_log_begins_anew(path):
    truth = SQLiteTruth(path)
    elsewhere(path, WRITE)
    before = truth.version()
    elsewhere(path, "PRAGMA wal_checkpoint(TRUNCATE)", WRITE)
    assert truth.version() != before


def test_who_looks_at_it_gives_up_no_lock(path):
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute(WRITE)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM page_revisions").fetchall()
    LogIndex(path).header()
    gc.collect()
    busy = "[(1,"
    assert elsewhere(path, WRITE, "PRAGMA wal_checkpoint(TRUNCATE)").startswith(busy)


def test_without_a_log_nothing_is_told(tmp_path):
    path = str(tmp_path / "forum.db")
    elsewhere(path, "CREATE TABLE page_revisions (name TEXT, revision INT)", WRITE)
    truth = SQLiteTruth(path)
    assert truth.version() is None
    assert truth.revisions(["opened"]) == {"opened": 1}


def test_of_a_database_that_is_a_link_it_is_the_log_beside_the_file(path, tmp_path):
    SQLiteTruth(path).version()
    (tmp_path / "elsewhere").mkdir()
    there, link = tmp_path / "elsewhere" / "forum.db", tmp_path / "link.db"
    elsewhere(
        str(there), "PRAGMA journal_mode = WAL", "CREATE TABLE page_revisions (name TEXT, revision INT)"
    )
    link.symlink_to(there)
    (tmp_path / "link.db-shm").write_bytes(struct.pack("=I", VERSION) + bytes(HEADER))  # as a move left it
    truth = SQLiteTruth(str(link))
    before = truth.version()
    elsewhere(str(there), WRITE)
    assert truth.version() != before


def test_an_index_that_is_not_understood_is_looked_at_once(path, monkeypatch):
    looked = []

    def unknown(name: str) -> None:
        looked.append(name)
        raise ValueError

    monkeypatch.setattr(holding, "LogIndex", unknown)
    truth = SQLiteTruth(path)
    assert [truth.version() for _ in range(3)] == [None] * 3
    assert looked == [path]


def test_an_index_that_cannot_be_read_for_now_is_asked_for_again(path, monkeypatch):
    def full(name: str) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    truth = SQLiteTruth(path)
    with monkeypatch.context() as now:
        now.setattr(holding, "LogIndex", full)
        assert truth.version() is None
    assert truth.version() is not None


@pytest.mark.parametrize("written", [b"", struct.pack("=I", VERSION + 1) + bytes(HEADER)])
def test_an_index_that_is_not_understood_is_not_used(tmp_path, written):
    (tmp_path / "forum.db-shm").write_bytes(written)
    with pytest.raises(ValueError, match=r"forum\.db-shm"):
        LogIndex(str(tmp_path / "forum.db"))
