"""Pages travel zipped where the browser takes them so."""

import gzip

import pytest

from tests.factories import make_reply, make_thread

ZIP = {"Accept-Encoding": "gzip, br"}


@pytest.fixture
def address(app):
    """A thread's page, long enough to be worth zipping."""
    thread = make_thread()
    make_reply(thread)
    return f"/debates/{thread.key}"


def test_a_zipped_page_says_the_same(client, address):
    plain, packed = client.get(address), client.get(address, headers=ZIP)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.content_length == len(packed.data) < len(plain.data) / 2
    assert gzip.decompress(packed.data) == plain.data
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize("asked", ["", "br", "gzip;q=0", "identity"])
def test_who_takes_no_zip_gets_none(client, address, asked):
    assert "Content-Encoding" not in client.get(address, headers={"Accept-Encoding": asked}).headers


def test_what_is_small_stays_as_it_is(client):
    assert "Content-Encoding" not in client.get("/health", headers=ZIP).headers


def test_its_length_does_not_tell_what_is_in_it(client, address):
    lengths = {client.get(address, headers=ZIP).content_length for _ in range(40)}
    assert len(lengths) > 5


def test_a_zipped_feed_that_did_not_change_is_not_sent_again(client, address):
    feed = client.get(f"{address}/feed.atom", headers=ZIP)
    assert feed.headers["Content-Encoding"] == "gzip"
    again = client.get(f"{address}/feed.atom", headers={**ZIP, "If-None-Match": feed.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
