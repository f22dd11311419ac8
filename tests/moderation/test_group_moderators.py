"""Moderators of a group decide there and nowhere else."""

import re

import pytest

from forum.lib.transactions import transaction
from forum.moderation.actions import decide_thread, dismiss_case
from tests.factories import committed, fresh, make_group, make_reply, make_thread, make_user, sign_in
from tests.moderation.cases import head_count, make_case


@pytest.fixture
def local():
    """Somebody who moderates one group."""
    return make_user("xoan")


@pytest.fixture
def own(local):
    """The group that they moderate."""
    return make_group("Urbanismo", moderators=(local,))


@pytest.fixture
def room(client, local, own):
    """Their browser."""
    sign_in(client, local)
    return client


def test_they_see_the_cases_of_their_group_alone(room, own):
    mine = make_case(make_reply(make_thread("En el mío", group=own)))
    other = make_case(make_reply(make_thread("En otro")))
    page = room.get("/moderation/").text
    assert "En el mío" in page
    assert "En otro" not in page
    assert "Moderación: 1 caso abierto" in page
    assert head_count(room.get("/").text) == "Moderación 1 por atender"
    assert room.get(f"/moderation/cases/{mine.id}").status_code == 200
    assert room.get(f"/moderation/cases/{other.id}").status_code == 404
    assert room.post(f"/moderation/cases/{other.id}", data={"act": "dismiss"}).status_code == 404
    assert fresh(other).state == "new"


def test_every_list_is_of_their_group_alone(room, own):
    site = make_user(role="moderator")
    for title, group in (("En el mío", own), ("En otro", make_group())):
        thread = make_thread(title, group=group)
        make_reply(thread, state="pending")
        case = make_case(make_reply(thread))
        with transaction():
            dismiss_case(fresh(case), fresh(site))
    for address in ("/moderation/pending", "/moderation/resolved", "/moderation/log"):
        page = room.get(address).text
        assert "En el mío" in page, address
        assert "En otro" not in page, address
    assert re.search(r'Pendientes de aprobar <span class="count">1</span>', page)


def test_they_decide_in_their_group(room, own):
    thread = make_thread(group=own)
    post = make_reply(thread)
    case = make_case(post)
    sent = room.post(f"/moderation/cases/{case.id}", data={"act": "hide", "reason": "se mira"})
    assert sent.status_code == 303
    sent = room.post(f"/moderation/posts/{post.id}", data={"act": "remove", "reason": "norma 3"})
    assert sent.status_code == 303
    assert room.post(f"/moderation/threads/{thread.id}", data={"act": "close"}).status_code == 303
    assert (fresh(post).state, fresh(thread).closed) == ("removed", True)


def test_they_decide_nothing_elsewhere(room):
    thread = make_thread()
    post = make_reply(thread)
    for address, act in (
        (f"/moderation/posts/{post.id}", "hide"),
        (f"/moderation/threads/{thread.id}", "close"),
    ):
        assert room.get(address).status_code == 403
        assert room.post(address, data={"act": act, "reason": "norma 3"}).status_code == 403
    assert (fresh(post).state, fresh(thread).closed) == ("visible", False)


def test_an_entry_of_no_group_is_the_site_moderators(room):
    entry = make_thread(kind="entry")
    assert room.get(f"/moderation/threads/{entry.id}").status_code == 403


def test_what_is_in_a_private_group_of_others_is_not_known_to_exist(room):
    thread = make_thread(group=make_group(visibility="private"))
    post = make_reply(thread)
    assert room.get(f"/moderation/posts/{post.id}").status_code == 404
    assert room.get(f"/moderation/threads/{thread.id}").status_code == 404


def test_they_move_threads_only_to_groups_that_they_moderate_too(room, local, own):
    other, too = make_group("Ajeno"), make_group("También", moderators=(local,))
    private = make_group("Secreto", visibility="private", members=(local,))
    thread = make_thread(group=own)
    page = room.get(f"/moderation/threads/{thread.id}").text
    assert "También" in page
    assert "Ajeno" not in page
    for group in (other, private):
        sent = room.post(f"/moderation/threads/{thread.id}", data={"act": "move", "group": group.slug})
        assert sent.status_code == 422
    assert fresh(thread).group_id == own.id
    sent = room.post(f"/moderation/threads/{thread.id}", data={"act": "move", "group": too.slug})
    assert sent.status_code == 303
    assert fresh(thread).group_id == too.id


def test_with_one_group_alone_moving_is_not_offered(room, own):
    thread = make_thread(group=own)
    assert 'value="move"' not in room.get(f"/moderation/threads/{thread.id}").text


def test_when_a_thread_leaves_their_group_so_does_its_case(room, own):
    thread, elsewhere = make_thread(group=own), make_group()
    case = make_case(make_reply(thread))
    with transaction():
        decide_thread(fresh(thread), None, "move", group=fresh(elsewhere))
    assert room.get(f"/moderation/cases/{case.id}").status_code == 404


def test_they_see_a_removed_thread_of_their_group_and_restore_it(room, own):
    thread = make_thread(group=own)
    removed = {"act": "remove", "reason": "publicidad"}
    assert room.post(f"/moderation/threads/{thread.id}", data=removed).status_code == 303
    assert room.get(f"/debates/{thread.key}").status_code == 200
    assert room.post(f"/moderation/threads/{thread.id}", data={"act": "restore"}).status_code == 303
    assert fresh(thread).state == "visible"


def test_a_suspended_one_moderates_nothing(room, local, own):
    case = make_case(make_reply(make_thread(group=own)))

    def suspend():
        there = fresh(local)
        there.state = "suspended"
        return there

    committed(suspend)
    assert room.get("/moderation/").status_code == 403
    assert room.get(f"/moderation/cases/{case.id}").status_code == 403
    assert room.post(f"/moderation/cases/{case.id}", data={"act": "dismiss"}).status_code == 403


def test_they_do_not_enter_the_administrators_pages(room):
    assert room.get("/admin/audit").status_code == 403


def test_they_pin_in_their_group_alone(room, own):
    thread = make_thread("En el mío", group=own)
    newer = make_thread("Más reciente", group=own)
    address = f"/moderation/threads/{thread.id}"
    assert room.post(address, data={"act": "pin"}).status_code == 303
    everywhere, there = (room.get(path).text for path in ("/debates/", f"/groups/{own.slug}"))
    assert everywhere.index(newer.title) < everywhere.index(thread.title)
    assert there.index(thread.title) < there.index(newer.title)
    room.post(address, data={"act": "unpin"})
    sign_in(room, make_user(role="moderator"))
    room.post(address, data={"act": "pin"})
    everywhere = room.get("/debates/").text
    assert everywhere.index(thread.title) < everywhere.index(newer.title)
