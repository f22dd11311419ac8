"""The store of files: whole or not at all, and what is young is not swept away."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from forum.lib.files import FileStore
from forum.lib.transactions import transaction

NAME = "ab12.png"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    return FileStore(tmp_path / "files")


def test_what_was_put_is_read_under_its_name(store):
    assert not store.exists(NAME)
    store.put(NAME, b"imagen")
    assert store.exists(NAME)
    assert store.read(NAME) == b"imagen"
    assert (store.folder / "ab" / NAME).is_file()
    assert list(store.names()) == [NAME]


def test_what_is_not_there_raises(store):
    with pytest.raises(FileNotFoundError):
        store.read(NAME)


def test_a_file_that_cannot_be_written_leaves_nothing(store):
    with pytest.raises(TypeError):
        store.put(NAME, "no son bytes")
    assert list(store.folder.rglob("*.*")) == []


def test_an_old_file_is_deleted_and_one_put_again_meanwhile_stays(store):
    store.put(NAME, b"imagen")
    old = LONG_AGO.timestamp()
    os.utime(store.path(NAME), (old, old))
    week_ago = datetime.now(UTC) - timedelta(days=7)
    store.put(NAME, b"imagen")
    assert not store.delete(NAME, week_ago)
    assert store.read(NAME) == b"imagen"
    os.utime(store.path(NAME), (old, old))
    assert store.delete(NAME, week_ago)
    assert not store.exists(NAME)
    assert store.delete(NAME, week_ago)


def test_what_was_put_in_vain_is_taken_back_and_nothing_that_others_put_before_or_since(store):
    store.take_back(NAME, store.put(NAME, b"imagen"))
    assert list(store.folder.rglob("*.*")) == []
    first = store.put(NAME, b"imagen")
    store.take_back(NAME, store.put(NAME, b"imagen"))
    assert store.exists(NAME)
    store.take_back(NAME, first)
    assert store.exists(NAME)


def test_nothing_is_written_to_the_store_inside_a_transaction(store, app):
    with pytest.raises(RuntimeError, match="slow"), transaction():
        store.put(NAME, b"imagen")
