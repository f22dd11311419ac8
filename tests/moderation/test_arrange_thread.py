"""What moderators set: title, tags, times, pins and slow mode; picks, and posts that all edit."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from forum.debates import actions
from forum.debates.jobs import keep_thread_times
from forum.debates.models import Post, PostRevision, Thread
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.transactions import transaction
from tests.factories import (
    committed,
    fresh,
    make_group,
    make_reply,
    make_thread,
    make_user,
    page_revision,
    sign_in,
)
from tests.moderation.cases import all_indexed, behind
from tests.transfers import problems, split, take_back


def arrange(client, thread, **fields):
    given = {
        "title": thread.title,
        "tags": "",
        "slow_minutes": "0",
        "pinned": "",
        "reason": "Se enfría.",
    } | fields
    return client.post(f"/moderation/threads/{thread.id}/arrange", data=given)


def test_a_new_title_and_new_tags_are_found_and_the_old_address_leads_there(room):
    thread = make_thread("Mal titulado", tags=["uno"])
    post = make_reply(thread)
    all_indexed()
    done = arrange(room, thread, title="Bien titulado", tags="dos, tres")
    assert (done.status_code, done.location) == (303, f"/debates/{thread.id}-bien-titulado")
    assert room.get(f"/debates/{thread.key}").status_code == 301
    assert post.id in behind()
    page = room.get(done.location).text
    assert "/tags/dos" in page
    assert "/tags/uno" not in page
    assert problems() == []


def test_it_is_put_back_unless_somebody_changed_it_since(app):
    thread = make_thread("Uno", tags=["a"])
    done = committed_arrange(thread, title="Dos", tags=["b"], slow_minutes=5)
    with transaction():
        actions.arrange_back(fresh(thread), done, None)
    now = fresh(thread)
    assert (now.title, now.slug, now.slow_minutes) == ("Uno", "uno", 0)
    done = committed_arrange(thread, title="Dos")
    committed_arrange(thread, title="Tres")
    with pytest.raises(actions.arranging.ArrangedSince), transaction():
        actions.arrange_back(fresh(thread), done, None)
    with pytest.raises(actions.refusals.AlreadySo):
        committed_arrange(thread, title="Tres")
    assert problems() == []


def committed_arrange(thread, **values):
    with transaction():
        return actions.arrange_thread(fresh(thread), None, **values)


def test_a_thread_closes_opens_and_is_pinned_no_more_when_its_time_comes(room):
    thread = make_thread()
    arrange(room, thread, closes_at="2030-01-01T10:00", pinned="everywhere", pinned_until="2030-02-01 09:30")
    now = fresh(thread)
    assert now.closes_at.isoformat() == "2030-01-01T09:00:00+00:00"  # as Madrid's clocks say it
    page = room.get(f"/debates/{thread.key}").text
    assert "Se cierra:" in page
    assert "2030-01-01T09:00:00Z" in page
    assert 'value="2030-01-01T10:00"' in room.get(f"/moderation/threads/{thread.id}/arrange").text
    revision = page_revision(thread)
    keep_thread_times.look()
    assert page_revision(thread) == revision
    past = utcnow() - timedelta(minutes=1)
    for name, fact, value in [
        ("closes_at", "closed", True),
        ("pinned_until", "pinned", False),
        ("opens_at", "closed", False),
    ]:
        with transaction():
            db.session.execute(update(Thread).where(Thread.id == thread.id).values({name: past}))
        db.session.expire_all()
        keep_thread_times.look()
        now = fresh(thread)
        assert (getattr(now, name), getattr(now, fact)) == (None, value)
        assert page_revision(thread) > revision
        revision = page_revision(thread)
    keep_thread_times.look()
    assert page_revision(thread) == revision


def test_pinned_in_its_group_is_on_top_there_alone(room):
    group = make_group()
    thread = make_thread("El del grupo", group=group)
    make_thread("El más nuevo", group=group)
    arrange(room, thread, pinned="group")
    for address, first in [(f"/groups/{group.slug}", True), ("/debates/", False)]:
        page = room.get(address).text
        assert (page.index("El del grupo") < page.index("El más nuevo")) is first
        assert page.count(f'data-thread-id="{thread.id}"') == 1


def test_a_moderator_of_a_group_pins_in_it(client):
    nuria = make_user()
    thread = make_thread(group=make_group(moderators=(nuria,)))
    sign_in(client, nuria)
    assert 'value="everywhere"' not in client.get(f"/moderation/threads/{thread.id}/arrange").text
    assert arrange(client, thread, pinned="everywhere").status_code == 422
    assert arrange(client, thread, pinned="group").status_code == 303


def test_what_is_wrong_is_said_beside_its_field(room):
    thread = make_thread()
    wrong = {"title": "", "closes_at": "mañana", "slow_minutes": "muchos", "tags": "1,2,3,4,5,6"}
    answer = arrange(room, thread, **wrong)
    assert answer.status_code == 422
    for name in wrong:
        assert f'id="e-{name}"' in answer.text
    assert arrange(room, thread).status_code == 409


def test_in_slow_mode_one_replies_once_in_so_many_minutes_and_the_form_says_when(client):
    thread, ana = make_thread(), make_user()
    committed_arrange(thread, slow_minutes=10)
    sign_in(client, ana)
    assert (
        "Modo lento: una respuesta por persona cada 10 minutos" in client.get(f"/debates/{thread.key}").text
    )
    sent = lambda body: client.post(f"/debates/{thread.key}/replies", data={"body": body})  # noqa: E731
    assert sent("La primera").status_code == 303
    assert "podrás responder otra vez a partir de" in client.get(f"/debates/{thread.key}").text
    refused = sent("La segunda, larga y pensada")
    assert refused.status_code == 429
    assert 500 < int(refused.headers["Retry-After"]) <= 600
    assert "La segunda, larga y pensada" in refused.text
    with transaction():
        db.session.execute(update(Post).values(created=utcnow() - timedelta(minutes=11)))
    assert sent("La segunda, larga y pensada").status_code == 303
    sign_in(client, make_user(role="moderator"))
    assert [sent("Una").status_code, sent("Otra").status_code] == [303, 303]


def test_picked_posts_are_linked_above_the_thread_and_move_with_it(room):
    thread = make_thread()
    post, other = make_reply(thread, "Muy buena"), make_reply(thread, "Otra")
    mark = lambda **fields: room.post(f"/moderation/posts/{post.id}/marks", data=fields)  # noqa: E731
    assert "Destacados" not in room.get(f"/debates/{thread.key}").text
    assert mark(picked="y").status_code == 303
    page = room.get(f"/debates/{thread.key}").text
    assert page.index("Destacados") < page.index("Muy buena") < page.index('id="post-2"')
    assert mark(picked="y").status_code == 409
    done = split(thread, "2-3")
    assert "Destacados" not in room.get(f"/debates/{thread.key}").text
    assert db.session.get_one(Thread, done.target_id).pick_count == 1
    take_back(done)
    assert problems() == []
    assert mark(reason="").status_code == 303
    assert fresh(thread).pick_count == 0
    assert other.picked is False


def test_a_post_that_all_edit_keeps_every_version_with_who_wrote_it(client):
    thread, ana, luis = make_thread(tags=["uno"]), make_user(), make_user()
    opening = committed(lambda: db.session.scalars(select(Post).where(Post.thread_id == thread.id)).one())
    sign_in(client, luis)
    assert client.get(f"/posts/{opening.id}/edit").status_code == 403
    with transaction():
        actions.mark_post(fresh(opening), None, picked=False, wiki=True)
    page = client.get(f"/posts/{opening.id}/edit").text
    assert 'name="title"' not in page
    assert "Lo editan todos" in client.get(f"/debates/{thread.key}").text
    for person, body in [(luis, "De Luis"), (ana, "De Ana")]:
        sign_in(client, person)
        sent = {"body": body, "revision": fresh(opening).revision, "title": "No es suyo"}
        assert client.post(f"/posts/{opening.id}/edit", data=sent).status_code == 303
    rows = select(PostRevision.editor_id, PostRevision.body).order_by(PostRevision.revision)
    told = [tuple(row) for row in db.session.execute(rows)]
    assert told[1:] == [(luis.id, "De Luis"), (ana.id, "De Ana")]
    assert fresh(thread).title == thread.title
    assert client.post(f"/posts/{opening.id}/withdraw", data={"reason": ""}).status_code == 403
    committed_arrange(thread, closed=True)
    assert client.get(f"/posts/{opening.id}/edit").status_code == 403
    assert problems() == []


def test_a_moment_that_has_passed_and_a_restriction_without_a_reason_are_refused(room):
    thread = make_thread()
    now = {"title": thread.title, "pinned": "", "slow_minutes": "0", "reason": "Se enfría."}
    for wrong, words in (
        ({"closes_at": "2020-03-01T09:00"}, "Ese momento ya ha pasado."),
        ({"opens_at": "2020-03-01T09:00"}, "Ese momento ya ha pasado."),
        ({"slow_minutes": "30", "reason": ""}, "cambia quién puede responder"),
        ({"closes_at": "2099-03-01T09:00", "reason": ""}, "cambia quién puede responder"),
    ):
        answer = room.post(f"/moderation/threads/{thread.id}/arrange", data=now | wrong)
        assert (answer.status_code, words in answer.text) == (422, True)
    titled = now | {"title": "Otro título", "reason": ""}
    assert room.post(f"/moderation/threads/{thread.id}/arrange", data=titled).status_code == 303
