"""The stores of files: whole or not at all, and what is young is not swept away."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from forum.lib.files import FolderStore, S3Store
from forum.lib.files.s3 import connect
from forum.lib.transactions import transaction
from tests.servers import until

NAME = "ab12.png"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path):
    return FolderStore(tmp_path / "files")


@pytest.fixture(params=["folder", "bucket"])
def store(request):
    """Each kind of store, empty."""
    given = request.getfixturevalue(request.param)
    return S3Store(given) if request.param == "bucket" else given


def later(**time):
    return datetime.now(UTC) + timedelta(**time)


def test_what_was_put_is_read_under_its_name(store):
    assert not store.exists(NAME)
    store.put(NAME, b"imagen")
    assert store.exists(NAME)
    assert store.read(NAME) == b"imagen"
    assert list(store.names()) == [NAME]
    assert abs(store.written(NAME) - later()) < timedelta(minutes=1)


def test_what_is_not_there_raises(store):
    with pytest.raises(FileNotFoundError):
        store.read(NAME)
    with pytest.raises(FileNotFoundError):
        store.written(NAME)


def test_an_old_file_is_deleted_and_a_young_one_stays(store):
    store.put(NAME, b"imagen")
    store.put(NAME, b"imagen")
    assert not store.delete(NAME, later(days=-7))
    assert store.read(NAME) == b"imagen"
    assert store.delete(NAME, later(hours=1))
    assert not store.exists(NAME)
    assert list(store.names()) == []
    assert store.delete(NAME, later(hours=1))


def test_what_was_put_in_vain_is_taken_back_and_nothing_that_others_put_before_or_since(store):
    store.take_back(NAME, store.put(NAME, b"imagen"))
    assert list(store.names()) == []
    first = store.put(NAME, b"imagen")
    store.take_back(NAME, store.put(NAME, b"imagen"))
    assert store.exists(NAME)
    store.put(NAME, b"imagen")
    store.take_back(NAME, first)
    assert store.exists(NAME)


def test_nothing_is_written_to_the_store_inside_a_transaction(store, app):
    with pytest.raises(RuntimeError, match="slow"), transaction():
        store.put(NAME, b"imagen")


def test_files_lie_in_folders_named_by_their_beginning_wherever_they_are(folder, bucket):
    """So that a program that copies folders to buckets moves them."""
    far = S3Store(bucket)
    for store in (folder, far):
        store.put(NAME, b"imagen")
    assert folder.path(NAME) == folder.folder / "ab" / NAME
    (kept,) = far.client.list_objects_v2(Bucket=far.bucket)["Contents"]
    assert kept["Key"] == f"ab/{NAME}"


def test_a_file_that_cannot_be_written_leaves_nothing(folder):
    with pytest.raises(TypeError):
        folder.put(NAME, "no son bytes")
    assert list(folder.folder.rglob("*.*")) == []


def test_in_a_folder_a_file_put_again_since_stays(folder):
    folder.put(NAME, b"imagen")
    old = LONG_AGO.timestamp()
    os.utime(folder.path(NAME), (old, old))
    folder.put(NAME, b"imagen")
    assert not folder.delete(NAME, later(days=-7))
    os.utime(folder.path(NAME), (old, old))
    assert folder.delete(NAME, later(days=-7))


def test_what_comes_to_a_bucket_while_the_same_is_deleted_stays(bucket):
    store, other = S3Store(bucket), S3Store(bucket)
    store.put(NAME, b"imagen")
    limit = store.written(NAME) + timedelta(seconds=1)
    until(lambda: later() > limit, "a second of the store's clock is over")
    came = []

    def comes(**_):
        came or came.append(other.put(NAME, b"imagen"))

    store.client.meta.events.register("before-send.s3.DeleteObject", comes)
    assert not store.delete(NAME, limit)
    assert came
    assert store.read(NAME) == b"imagen"


def test_a_bucket_may_keep_no_versions_and_then_what_was_put_in_vain_waits_for_check(s3):
    store = S3Store(s3.make_bucket("sin-versiones", versions=False))
    store.take_back(NAME, store.put(NAME, b"imagen"))
    assert store.exists(NAME)
    assert store.delete(NAME, later(hours=1))
    assert not store.exists(NAME)


def test_a_list_of_any_length_is_whole(bucket, monkeypatch):
    store = S3Store(bucket)
    ask = store.client.list_objects_v2
    monkeypatch.setattr(store.client, "list_objects_v2", lambda **given: ask(**given, MaxKeys=2))
    names = [f"{number:02}ab.png" for number in range(5)]
    for name in names:
        store.put(name, b"imagen")
    store.client.put_object(Bucket=store.bucket, Key="otra/cosa.txt", Body=b"")
    assert list(store.names()) == names


@pytest.mark.parametrize(
    ("url", "endpoint", "key"),
    [
        ("s3://cubo", "https://s3.amazonaws.com", "AKDELENTORNO"),
        ("s3://cubo?region=eu-south-2", "https://s3.eu-south-2.amazonaws.com", "AKDELENTORNO"),
        ("s3://cubo?endpoint=s3.example:9000&region=eu-south-2", "https://s3.example:9000", "AKDELENTORNO"),
        ("s3://lla%2Fve:secreto@cubo?endpoint=http://127.0.0.1:9000", "http://127.0.0.1:9000", "lla%2Fve"),
    ],
)
def test_a_bucket_is_asked_at_its_endpoint_with_its_key_or_the_one_of_the_environment(
    url, endpoint, key, monkeypatch
):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKDELENTORNO")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secreto-del-entorno")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "https://otro.example")
    signed = connect(url).generate_presigned_url("get_object", {"Bucket": "cubo", "Key": "ab/ab12.png"})
    assert signed.startswith(f"{endpoint}/cubo/ab/ab12.png?")
    assert f"X-Amz-Credential={key}%2F" in signed
