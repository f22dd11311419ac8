"""A thread's page: its numbers, its addresses, its cost."""

import re

import pytest
from sqlalchemy import update

from forum.debates.models import Post
from forum.extensions import db
from forum.lib.transactions import transaction
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, sign_in
from tests.moderation.cases import head_count
from tests.statements import statements


def numbers_on(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'id="post-(\d+)"', page)]


def test_twenty_numbers_a_page_for_good(client):
    thread = make_thread()
    for _ in range(24):
        post = make_reply(thread)
    assert numbers_on(client.get(f"/debates/{thread.key}").text) == list(range(1, 21))
    assert numbers_on(client.get(f"/debates/{thread.key}?page=2").text) == list(range(21, 26))
    with transaction():
        db.session.execute(update(Post).where(Post.number == 3).values(state="removed", gone_by="moderation"))
    assert numbers_on(client.get(f"/debates/{thread.key}").text) == list(range(1, 21))
    there = client.get(f"/posts/{post.id}")
    assert there.status_code == 302
    assert there.location.endswith(f"/debates/{thread.key}?page=2#post-25")
    assert client.get(f"/debates/{thread.key}?page=3").status_code == 404
    assert client.get(f"/debates/{thread.key}?page=x").status_code == 404


@pytest.mark.parametrize(
    "address", ["/debates/{id}", "/debates/{id}-otro", "/blog/{id}-{slug}", "/debates/{id}-"]
)
def test_a_wrong_slug_or_section_redirects_for_good(client, address):
    thread = make_thread("Un título")
    response = client.get(address.format(id=thread.id, slug=thread.slug) + "?page=1")
    assert response.status_code == 301
    assert response.location == f"/debates/{thread.key}?page=1"


def test_a_post_ignores_the_slug(client):
    thread = make_thread()
    sign_in(client, make_user())
    assert client.post(f"/debates/{thread.id}/replies", data={"body": "Hola"}).status_code == 303
    assert client.post(f"/blog/{thread.id}-x/replies", data={"body": "Hola"}).status_code == 303


def test_what_is_not_there_is_not_found(client):
    assert client.get("/debates/999999999").status_code == 404
    assert client.get("/debates/99999999999999999999").status_code == 404
    assert client.get("/posts/999999999").status_code == 404


def test_a_private_thread_does_not_exist_for_others(client):
    member = make_user()
    thread = make_thread(
        "Secreto", group=make_group(visibility="private", members=(member,)), tags=["oculta"]
    )
    for address in (f"/debates/{thread.key}", f"/debates/{thread.key}/feed.atom", "/tags/oculta"):
        assert client.get(address).status_code == 404
    assert "Secreto" not in client.get("/debates/").text
    assert "oculta" not in client.get("/tags/").text
    sign_in(client, member)
    assert client.get(f"/debates/{thread.key}").status_code == 200
    assert "Secreto" in client.get("/debates/").text


def test_a_thread_page_runs_the_same_few_statements_however_long_it_is(client):
    short, long = make_thread(tags=["uno", "dos"]), make_thread(tags=["uno"])
    make_reply(short)
    for _ in range(30):
        make_reply(long)
    reader = make_user()
    sign_in(client, reader)
    for thread in (short, long):
        client.get(f"/debates/{thread.key}")  # notes the reading position
    counts = []
    for address in (f"/debates/{short.key}", f"/debates/{long.key}", f"/debates/{long.key}?page=2"):
        client.get(address)
        with statements() as seen:
            client.get(address)
        counts.append(len(seen))
    assert 0 < counts[0] == counts[1] == counts[2] <= 6


@pytest.mark.parametrize("moderated", ["group", "site"])
def test_a_moderators_page_runs_as_few(client, moderated):
    reader = make_user(role="moderator" if moderated == "site" else "member")
    thread = make_thread(group=make_group(moderators=(reader,)) if moderated == "group" else None)
    sign_in(client, reader)
    client.get(f"/debates/{thread.key}")  # notes the reading position
    with statements() as seen:
        page = client.get(f"/debates/{thread.key}").text
    assert head_count(page) == "Moderación"
    assert len(seen) <= 6


def test_what_was_read_and_what_is_new(client):
    thread = make_thread()
    make_reply(thread)
    sign_in(client, make_user())
    client.get(f"/debates/{thread.key}")
    assert "nueva" not in client.get("/debates/").text
    make_reply(thread)
    assert "1 nueva" in client.get("/debates/").text
    there = client.get(f"/unread/{thread.id}")
    assert there.location.endswith("#post-3")
    page = client.get(f"/debates/{thread.key}").text
    assert 'id="nuevo"' in page
    assert "1 nueva" not in client.get("/debates/?which=unread").text


def test_machines_learn_the_pages(client):
    thread = make_thread()
    for _ in range(45):
        make_reply(thread)
    page = client.get(f"/debates/{thread.key}?page=2").text
    assert f'rel="canonical" href="http://127.0.0.1:8000/debates/{thread.key}?page=2"' in page
    assert f'rel="prev" href="/debates/{thread.key}"' in page
    assert f'rel="next" href="/debates/{thread.key}?page=3"' in page
    assert 'type="application/atom+xml"' in page


def test_times_are_utc_for_machines(client):
    thread = make_thread()
    created = fresh(thread).created.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert f'<time datetime="{created}"' in client.get(f"/debates/{thread.key}").text
