"""Closing, pinning, moving, removing a whole thread, and undoing that."""

import pytest
from sqlalchemy import select

from forum.debates.models import Post, Thread
from forum.extensions import db
from forum.lib.transactions import transaction
from forum.moderation.actions import decide_thread
from forum.moderation.models import Case
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, opening_of, sign_in
from tests.moderation.cases import all_indexed, audited, behind, count, decisions, make_case


def decide(client, thread: Thread, act: str, reason: str = "", **more: object):
    return client.post(f"/moderation/threads/{thread.id}", data={"act": act, "reason": reason, **more})


def page_status(client, thread: Thread) -> int:
    return client.get(f"/{thread.section}/{thread.key}").status_code


@pytest.mark.parametrize(("act", "undo", "fact"), [("close", "open", "closed"), ("pin", "unpin", "pinned")])
def test_closing_and_pinning_and_back(room, act, undo, fact):
    thread = make_thread()
    response = decide(room, thread, act)
    assert response.status_code == 303
    assert response.location == f"/debates/{thread.key}"
    assert getattr(fresh(thread), fact) is True
    assert decide(room, thread, undo, "ya está").status_code == 303
    assert getattr(fresh(thread), fact) is False
    assert audited("thread") == [f"thread.{act}", f"thread.{undo}"]
    assert decisions() == [(act, ""), (undo, "ya está")]


def test_a_closed_thread_takes_no_replies_until_it_is_open_again(room):
    thread, ana = make_thread(), make_user()
    decide(room, thread, "close")
    sign_in(room, ana)
    assert room.post(f"/debates/{thread.key}/replies", data={"body": "Tarde"}).status_code == 409
    with transaction():
        decide_thread(fresh(thread), None, "open")
    assert room.post(f"/debates/{thread.key}/replies", data={"body": "A tiempo"}).status_code == 303


def test_a_pinned_thread_comes_first_in_its_lists(room):
    thread = make_thread("El fijado")
    make_thread("El más reciente")
    decide(room, thread, "pin")
    page = room.get("/debates/").text
    assert page.index("El fijado") < page.index("El más reciente")


def test_moving_takes_it_to_the_other_group_with_its_address(room):
    here, there = make_group("Aquí"), make_group("Allí")
    thread = make_thread(group=here)
    post = make_reply(thread)
    all_indexed()
    response = decide(room, thread, "move", group=there.slug)
    assert response.status_code == 303
    assert response.location == f"/debates/{thread.key}"
    assert fresh(thread).group_id == there.id
    assert (fresh(here).thread_count, fresh(there).thread_count) == (0, 1)
    assert behind() == {post.id, opening_of(thread).id}
    assert f'data-thread-id="{thread.id}"' in room.get(f"/groups/{there.slug}").text
    assert f'data-thread-id="{thread.id}"' not in room.get(f"/groups/{here.slug}").text


def test_an_entry_of_no_group_can_be_moved_into_one(room):
    group, entry = make_group(), make_thread(kind="entry")
    assert decide(room, entry, "move", group=str(group.id)).status_code == 303
    assert fresh(entry).group_id == group.id


def test_moving_into_a_private_group_hides_it_and_its_tags_from_others(room):
    private = make_group(visibility="private")
    thread = make_thread(tags=["permutas"])
    assert room.get("/tags/permutas").status_code == 200
    decide(room, thread, "move", group=private.slug)
    sign_in(room, make_user())
    assert page_status(room, thread) == 404
    assert room.get("/tags/permutas").status_code == 404


@pytest.mark.parametrize("group", ["", "no-existe", None])
def test_moving_needs_a_group(room, group):
    thread = make_thread()
    response = decide(room, thread, "move", "mejor allí", group=group)
    assert response.status_code == 422
    assert "Elige el grupo al que se mueve." in response.text
    assert "mejor allí" in response.text


def test_a_thread_is_not_moved_to_where_it_is(room):
    group = make_group("Permutas")
    thread = make_thread(group=group)
    make_group("Otro")
    assert f'value="{group.slug}"' not in room.get(f"/moderation/threads/{thread.id}").text
    assert decide(room, thread, "move", group=group.slug).status_code == 422


def test_a_removed_thread_is_gone_for_others_and_shown_to_moderators(room, moderator):
    thread = make_thread(tags=["permutas"])
    post = make_reply(thread)
    all_indexed()
    assert decide(room, thread, "remove", "publicidad").status_code == 303
    assert page_status(room, thread) == 200
    assert behind() == {post.id, opening_of(thread).id}
    now = fresh(thread)
    assert (now.state, now.gone_reason) == ("removed", "publicidad")
    for reader in (make_user(), None):
        with room.session_transaction() as session:
            session.clear()
        if reader:
            sign_in(room, reader)
        assert page_status(room, thread) == 410
        assert room.get(f"/posts/{post.id}").status_code == 410
        assert room.get("/tags/permutas").status_code == 404
        assert f'data-thread-id="{thread.id}"' not in room.get("/debates/").text


def test_a_restored_thread_is_as_it_was(room):
    group = make_group()
    thread = make_thread(group=group, tags=["permutas"])
    make_reply(thread)
    decide(room, thread, "remove", "por error")
    assert fresh(group).thread_count == 0
    assert decide(room, thread, "restore").status_code == 303
    now = fresh(thread)
    assert (now.state, now.gone_reason, now.gone_at, now.reply_count) == ("visible", "", None, 1)
    assert fresh(group).thread_count == 1
    with room.session_transaction() as session:
        session.clear()
    assert page_status(room, thread) == 200
    assert room.get("/tags/permutas").status_code == 200


def test_removing_needs_a_reason(room):
    thread = make_thread()
    response = decide(room, thread, "remove", "  ")
    assert response.status_code == 422
    assert "Escribe el motivo" in response.text
    assert 'aria-describedby="h-reason e-reason"' in response.text
    assert fresh(thread).state == "visible"


def test_only_what_can_be_done_now_is_offered(room):
    thread = make_thread(closed=True, pinned=True)
    make_group()
    page = room.get(f"/moderation/threads/{thread.id}").text
    offered = {act for act in ("close", "open", "pin", "unpin", "move", "remove", "restore")
               if f'type="radio" value="{act}"' in page}  # fmt: skip
    assert offered == {"open", "unpin", "move", "remove"}


@pytest.mark.parametrize("act", ["close", "pin"])
def test_what_somebody_did_meanwhile_is_a_conflict_that_keeps_the_reason(room, act):
    thread = make_thread()
    decide(room, thread, act, "primero")
    response = decide(room, thread, act, "llego segundo")
    assert response.status_code == 409
    assert "Ha cambiado mientras tanto" in response.text
    assert "llego segundo" in response.text
    assert decisions() == [(act, "primero")]


def test_nothing_but_restoring_is_done_to_a_removed_thread(room):
    thread = make_thread(state="removed")
    for act in ("close", "pin", "remove", "unpin", "open"):
        assert decide(room, thread, act, "norma").status_code == 409
    assert not fresh(thread).closed


def test_an_unknown_act_is_refused_beside_the_field(room):
    response = decide(room, make_thread(), "hide", "norma")
    assert response.status_code == 422
    assert "Elige qué se hace." in response.text


def test_removing_decides_the_case_about_the_opening_post_alone(room):
    thread = make_thread()
    reply = make_reply(thread)
    opening_case, other_case = make_case(opening_of(thread)), make_case(reply)
    decide(room, thread, "remove", "publicidad")
    assert fresh(opening_case).state == "decided"
    assert fresh(other_case).state == "new"
    page = room.get(f"/moderation/cases/{opening_case.id}").text
    assert "(el hilo entero)" in page
    assert "publicidad" in page


def test_removing_ones_own_thread_leaves_the_case_to_others(room, moderator):
    thread = make_thread(author=moderator)
    make_case(opening_of(thread))
    assert decide(room, thread, "remove", "me equivoqué").status_code == 303
    assert count(Case, Case.state == "new") == 1
    assert decide(room, thread, "restore").status_code == 303


def test_nobody_restores_their_own_thread_that_another_removed(room, moderator):
    thread, other = make_thread(author=moderator), make_user(role="moderator")
    with transaction():
        decide_thread(fresh(thread), fresh(other), "remove", "norma 3")
    response = decide(room, thread, "restore")
    assert response.status_code == 403
    assert "esto lo decidió otra persona del equipo" in response.text
    assert fresh(thread).state == "removed"
    sign_in(room, other)
    assert decide(room, thread, "restore").status_code == 303


def test_members_are_refused_and_guests_led_to_sign_in(client):
    author = make_user()
    thread = make_thread(author=author)
    assert client.get(f"/moderation/threads/{thread.id}").status_code == 303
    assert "/login" in decide(client, thread, "close").location
    for person in (author, make_user()):
        sign_in(client, person)
        assert client.get(f"/moderation/threads/{thread.id}").status_code == 403
        assert decide(client, thread, "close").status_code == 403
    assert not fresh(thread).closed


def test_what_is_not_there_is_not_found(room):
    assert room.get("/moderation/threads/987654").status_code == 404


def test_a_removed_thread_loses_no_post(room):
    thread = make_thread()
    make_reply(thread)
    decide(room, thread, "remove", "publicidad")
    states = db.session.scalars(select(Post.state).where(Post.thread_id == thread.id)).all()
    assert states == ["visible", "visible"]


def test_a_moderator_does_not_remove_what_an_administrator_opened(room):
    thread = make_thread(author=make_user(role="admin"))
    sent = {"act": "remove", "reason": "norma 1"}
    assert room.post(f"/moderation/threads/{thread.id}", data=sent).status_code == 403
    assert fresh(thread).state == "visible"
    sign_in(room, make_user(role="admin"))
    assert room.post(f"/moderation/threads/{thread.id}", data=sent).status_code == 303
