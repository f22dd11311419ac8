"""The forms with which moderators split, merge, move and undo."""

import itertools

from sqlalchemy import select

from forum.debates.models import Thread, Transfer
from forum.extensions import db
from tests.factories import fresh, make_group, make_thread, make_user, sign_in
from tests.transfers import lands, numbers_of, split, talk, two_talks, where


def send(client, thread, what, **fields):
    fields = {"action": "do", "reason": "Trata de otra cosa."} | fields
    return client.post(f"/moderation/threads/{thread.id}/{what}", data=fields)


def test_a_split_is_looked_at_before_it_is_done(room):
    thread, posts = talk(30)
    assert "Dividir" in room.get(f"/moderation/threads/{thread.id}/split?from=5").text
    assert 'value="5-31"' in room.get(f"/moderation/threads/{thread.id}/split?from=5").text
    seen = send(room, thread, "split", numbers="3-4", post="9", title="Aparte", action="preview")
    assert seen.status_code == 200
    assert "3 mensajes" in seen.text
    assert 'value="3-4, 9"' in seen.text
    assert posts[1].body in seen.text
    assert numbers_of(thread) == list(range(1, 32))
    done = send(room, thread, "split", numbers="3-4, 9", title="Aparte")
    new = db.session.scalars(select(Thread).where(Thread.title == "Aparte")).one()
    assert (done.status_code, done.location) == (303, f"/debates/{new.key}#post-1")
    assert where(posts[7])[:2] == (new.id, 3)
    assert all(lands(room, post) for post in posts)


def test_the_pages_of_the_list_keep_what_was_chosen(room):
    thread, _ = talk(30)
    page = send(room, thread, "split", numbers="3-4", post=["7", "8"], title="Aparte", page="2").text
    assert 'value="3-4, 7-8"' in page
    assert 'value="Aparte"' in page
    assert 'name="post" value="21"' in page
    assert 'name="post" value="7"' not in page


def test_what_is_refused_is_said_beside_its_field_with_all_that_was_typed(room):
    thread, _ = talk(3)
    wrong = [("1-2", "La apertura"), ("90", "ningún mensaje"), ("x", "tramos"), ("", "Elige qué")]
    for numbers, words in wrong:
        answer = send(room, thread, "split", numbers=numbers, title="Mi título", reason="Porque sí")
        assert answer.status_code == 422
        assert words in answer.text
        assert 'id="e-numbers"' in answer.text
        assert 'value="Mi título"' in answer.text
        assert "Porque sí" in answer.text


def test_merging_by_address_by_permalink_by_number_and_by_words(room):
    first, posts, second, _ = two_talks()
    for named in (f"http://127.0.0.1/debates/{first.key}?page=1", f"/posts/{posts[0].id}", str(first.id)):
        seen = send(room, second, "merge", target=named, action="preview")
        assert seen.status_code == 200
        assert "4 mensajes" in seen.text
    seen = send(room, second, "merge", target="lugo permuta")
    assert seen.status_code == 422
    assert f'name="found" value="{first.id}"' in seen.text
    seen = send(room, second, "merge", target="lugo permuta", found=str(first.id), action="preview")
    assert (seen.status_code, f'type="hidden" name="found" value="{first.id}"' in seen.text) == (200, True)
    done = send(room, second, "merge", target="lugo permuta", found=str(first.id))
    assert done.location == f"/debates/{first.key}#post-7"


def test_a_merge_that_cannot_be_says_why_beside_the_field(room):
    thread, entry = make_thread(), make_thread(kind="entry")
    closed = make_thread(group=make_group(visibility="private"))
    cases = [(entry, "entradas del blog"), (closed, "las mismas personas"), (thread, "este mismo hilo")]
    for (target, words), action in itertools.product(cases, ("do", "preview")):
        answer = send(room, thread, "merge", target=str(target.id), action=action)
        assert answer.status_code == 422
        assert words in answer.text
        assert 'id="e-target"' in answer.text
        assert f'value="{target.id}"' in answer.text
    for named in ("/debates/99999", "nada que se llame así", "/posts/0"):
        assert "puedas moderar" in send(room, thread, "merge", target=named).text


def test_moving_posts_and_undoing_it_from_the_page_of_the_thread(room):
    first, posts, second, _ = two_talks()
    done = send(room, first, "move-posts", numbers="3-4", target=f"/debates/{second.key}")
    assert done.location == f"/debates/{second.key}#post-5"
    for thread in (first, second):
        page = room.get(f"/moderation/threads/{thread.id}/work").text
        assert "Mover mensajes" in page
        assert "Deshacer" in page
    transfer = db.session.scalars(select(Transfer)).one()
    undone = room.post(f"/moderation/transfers/{transfer.id}/undo")
    assert (undone.status_code, undone.location) == (303, f"/debates/{first.key}")
    assert where(posts[1])[:2] == (first.id, 3)
    assert room.post(f"/moderation/transfers/{transfer.id}/undo").status_code == 409


def test_a_moderator_of_one_of_the_two_groups_does_not_merge_them(client):
    nuria = make_user()
    here, there = make_group(moderators=(nuria,)), make_group()
    mine, other = make_thread(group=here), make_thread(group=there)
    sign_in(client, nuria)
    assert send(client, other, "merge", target=str(mine.id)).status_code == 403
    answer = send(client, mine, "merge", target=str(other.id))
    assert answer.status_code == 422
    assert "puedas moderar" in answer.text
    assert fresh(mine).state == "visible"
    assert send(client, mine, "split", numbers="2", title="X", group=there.slug).status_code == 422
    sign_in(client, make_user())
    assert client.get(f"/moderation/threads/{mine.id}/work").status_code == 403


def test_what_only_looks_like_an_address_is_no_thread(room):
    thread, _posts = talk()
    for typed in ("http://[", "https://[abc/debates/1"):
        answer = send(room, thread, "merge", target=typed)
        assert answer.status_code == 422
        assert "puedas moderar" in answer.text


def test_what_was_moved_in_a_private_group_of_others_is_not_known_and_elsewhere_it_is_refused(client):
    local = make_user()
    make_group(moderators=(local,))
    sign_in(client, local)
    for visibility, status in (("private", 404), ("open", 403)):
        thread, _ = talk(3, group=make_group(visibility=visibility))
        done = split(thread, "3")
        assert client.post(f"/moderation/transfers/{done.id}/undo").status_code == status
        assert client.get(f"/moderation/threads/{thread.id}/work").status_code == status
        assert fresh(done).undone is None
    assert client.post("/moderation/transfers/99999/undo").status_code == 404


def test_moving_needs_a_reason_but_looking_at_it_does_not(room):
    thread, _posts = talk(5)
    answer = send(room, thread, "split", numbers="3", title="Aparte", reason="")
    assert (answer.status_code, "Escribe el motivo" in answer.text) == (422, True)
    seen = send(room, thread, "split", numbers="3", title="Aparte", reason="", action="preview")
    assert (seen.status_code, "1 mensaje" in seen.text) == (200, True)
    assert numbers_of(thread) == list(range(1, 7))
