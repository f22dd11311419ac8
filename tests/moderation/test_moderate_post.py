"""Hiding, removing and restoring a post, and publishing one that awaits approval."""

import re

import pytest

from forum.debates.actions import PostGone, withdraw_post
from forum.debates.models import Post
from forum.lib.transactions import transaction
from forum.moderation.models import Case
from tests.factories import (
    fresh,
    make_group,
    make_reply,
    make_thread,
    make_user,
    opening_of,
    page_revision,
    sign_in,
)
from tests.moderation.cases import all_indexed, audited, behind, count, decisions, make_case


def decide(client, post: Post, act: str, reason: str = ""):
    return client.post(f"/moderation/posts/{post.id}", data={"act": act, "reason": reason})


def guest_page(client, thread) -> str:
    """What a guest reads of the thread."""
    with client.session_transaction() as session:
        session.clear()
    return client.get(f"/{thread.section}/{thread.key}").text


@pytest.mark.parametrize(
    ("act", "state", "note"),
    [("remove", "removed", "retirado por moderación"), ("hide", "hidden", "oculto mientras se revisa")],
)
def test_a_note_with_the_reason_and_without_the_text_takes_its_place(room, act, state, note):
    thread = make_thread()
    post = make_reply(thread, "Llamad todos al 555", author=make_user("ana"))
    response = decide(room, post, act, "Da un teléfono ajeno.")
    assert response.status_code == 303
    assert response.location == f"/posts/{post.id}"
    assert room.get(response.location).location.endswith(f"/debates/{thread.key}#post-2")
    page = guest_page(room, thread)
    assert note in page
    assert "Da un teléfono ajeno." in page
    assert f'id="post-2" data-post-id="{post.id}"' in page
    assert "Llamad todos" not in page
    assert 'data-author="ana"' not in page
    now = fresh(post)
    assert (now.state, now.gone_by, now.gone_reason) == (state, "moderation", "Da un teléfono ajeno.")
    assert decisions() == [(act, "Da un teléfono ajeno.")]
    assert audited("post") == [f"post.{act}"]
    assert fresh(thread).reply_count == 0


@pytest.mark.parametrize("act", ["hide", "remove"])
@pytest.mark.parametrize("reason", ["", "   \n"])
def test_taking_a_post_from_sight_needs_a_reason(room, act, reason):
    post = make_reply(make_thread())
    response = decide(room, post, act, reason)
    assert response.status_code == 422
    assert "Escribe el motivo" in response.text
    assert 'aria-describedby="h-reason e-reason"' in response.text
    assert re.search(f'<input checked [^>]*value="{act}"', response.text)
    assert fresh(post).state == "visible"
    assert decisions() == []


@pytest.mark.parametrize("act", ["", "burn", "dismiss", "move"])
def test_an_act_that_is_none_is_refused_beside_the_field(room, act):
    post = make_reply(make_thread())
    response = decide(room, post, act, "porque sí")
    assert response.status_code == 422
    assert "Elige qué se hace." in response.text
    assert "porque sí" in response.text
    assert fresh(post).state == "visible"


def test_restoring_shows_the_same_text_in_the_same_place(room):
    thread = make_thread()
    post = make_reply(thread, "Con sus palabras")
    make_reply(thread)
    decide(room, post, "remove", "por error")
    assert decide(room, post, "restore").status_code == 303
    page = guest_page(room, thread)
    assert "Con sus palabras" in page
    assert "por error" not in page
    now = fresh(post)
    assert (now.number, now.state, now.gone_reason, now.gone_at) == (2, "visible", "", None)
    assert fresh(thread).reply_count == 2
    assert [act for act, _ in decisions()] == ["remove", "restore"]


def test_a_removed_opening_post_leaves_the_thread(room):
    thread = make_thread(body="Texto de apertura")
    make_reply(thread, "Respuesta que se queda")
    assert decide(room, opening_of(thread), "remove", "norma 3").status_code == 303
    page = guest_page(room, thread)
    assert "Texto de apertura" not in page
    assert "norma 3" in page
    assert "Respuesta que se queda" in page
    assert fresh(thread).summary == ""
    sign_in(room, make_user(role="moderator"))
    decide(room, opening_of(thread), "restore")
    assert fresh(thread).summary == "Texto de apertura"


@pytest.mark.parametrize("act", ["hide", "remove"])
def test_search_looks_again_at_what_was_decided(room, act):
    post, other = make_reply(make_thread()), make_reply(make_thread())
    all_indexed()
    decide(room, post, act, "norma 3")
    assert behind() == {post.id}
    all_indexed()
    decide(room, post, "restore")
    assert behind() == {post.id}
    assert other.id not in behind()


def test_the_page_of_the_thread_changes_too(room):
    thread = make_thread()
    post = make_reply(thread)
    before = page_revision(thread)
    decide(room, post, "hide", "norma 3")
    assert page_revision(thread) > before


def test_what_was_done_meanwhile_is_a_conflict_that_keeps_the_reason(room):
    post = make_reply(make_thread())
    decide(room, post, "hide", "primero")
    response = decide(room, post, "hide", "llego segundo")
    assert response.status_code == 409
    assert "Ha cambiado mientras tanto" in response.text
    assert "llego segundo" in response.text
    assert 'value="restore"' in response.text
    assert 'value="hide"' not in response.text
    assert decisions() == [("hide", "primero")]
    assert fresh(post).gone_reason == "primero"


def test_a_hidden_post_can_be_removed(room):
    thread = make_thread()
    post = make_reply(thread)
    decide(room, post, "hide", "se mira")
    assert decide(room, post, "remove", "norma 3").status_code == 303
    assert (fresh(post).state, fresh(post).gone_reason) == ("removed", "norma 3")
    assert fresh(thread).reply_count == 0


def test_what_its_author_took_back_stays_away(room):
    ana = make_user()
    post = make_reply(make_thread(), author=ana)
    with transaction():
        withdraw_post(fresh(post), fresh(ana))
    page = room.get(f"/moderation/posts/{post.id}")
    assert "no hay nada que decidir" in page.text
    assert '<button class="btn btn--primary">' not in page.text
    assert decide(room, post, "restore").status_code == 409
    assert fresh(post).state == "removed"


def test_what_was_hidden_meanwhile_is_not_taken_back(room):
    ana = make_user()
    post = make_reply(make_thread(), author=ana)
    decide(room, post, "hide", "se mira")
    with pytest.raises(PostGone), transaction():
        withdraw_post(fresh(post), fresh(ana))
    assert decide(room, post, "remove", "norma 3").status_code == 303


def test_deciding_on_a_post_decides_its_open_case(room):
    post = make_reply(make_thread())
    case = make_case(post)
    decide(room, post, "remove", "norma 3")
    assert fresh(case).state == "decided"
    assert fresh(case).decided is not None
    assert audited("case") == ["post.flag", "case.decided"]
    assert count(Case, Case.state == "new") == 0


def test_nobody_decides_on_their_own_post(room, moderator):
    post = make_reply(make_thread(), author=moderator)
    page = room.get(f"/moderation/posts/{post.id}")
    assert page.status_code == 200
    assert "decide otra persona del equipo" in page.text
    response = decide(room, post, "hide", "me arrepiento")
    assert response.status_code == 403
    assert "decide otra persona del equipo" in response.text
    assert fresh(post).state == "visible"


def test_an_admin_does_not_either(client):
    admin = make_user(role="admin")
    post = make_reply(make_thread(), author=admin)
    sign_in(client, admin)
    assert decide(client, post, "remove", "me arrepiento").status_code == 403


def test_members_are_refused_and_guests_led_to_sign_in(client):
    post = make_reply(make_thread())
    assert client.get(f"/moderation/posts/{post.id}").status_code == 303
    assert "/login" in decide(client, post, "restore").location
    assert "Tu sesión ha caducado" in decide(client, post, "remove", "norma 3").text
    sign_in(client, make_user())
    assert client.get(f"/moderation/posts/{post.id}").status_code == 403
    assert decide(client, post, "remove", "norma 3").status_code == 403
    assert fresh(post).state == "visible"


def test_the_author_of_a_post_does_not_moderate_it(client):
    ana = make_user()
    post = make_reply(make_thread(), author=ana)
    sign_in(client, ana)
    assert decide(client, post, "restore").status_code == 403


def test_what_is_not_there_is_not_found(room):
    assert room.get("/moderation/posts/987654").status_code == 404


def test_approving_gives_the_next_number_and_counts(room):
    thread = make_thread()
    pending = make_reply(thread, "Espero mi turno", state="pending")
    make_reply(thread)
    assert "Espero mi turno" not in guest_page(room, thread)
    sign_in(room, make_user(role="moderator"))
    response = decide(room, pending, "restore")
    assert response.status_code == 303
    assert response.location == f"/posts/{pending.id}"
    now = fresh(pending)
    assert (now.number, now.state) == (3, "visible")
    assert (fresh(thread).reply_count, fresh(thread).last_number) == (2, 3)
    assert now.revision > now.indexed_revision
    assert audited("post") == ["post.publish"]
    assert decisions() == [("restore", "")]
    assert "Espero mi turno" in guest_page(room, thread)


def test_refusing_to_publish_leaves_no_trace_in_the_thread(room, moderator):
    thread = make_thread(author=make_user("ana"))
    pending = make_reply(thread, "Oferta única", state="pending")
    assert decide(room, pending, "remove").status_code == 422
    response = decide(room, pending, "remove", "publicidad")
    assert response.status_code == 303
    assert response.location == "/moderation/pending"
    assert (fresh(pending).state, fresh(pending).number) == ("removed", None)
    assert (fresh(thread).reply_count, fresh(thread).last_number) == (0, 1)
    page = guest_page(room, thread)
    assert "Oferta única" not in page
    assert "publicidad" not in page
    assert room.get(f"/posts/{pending.id}").status_code == 404
    sign_in(room, moderator)
    assert decide(room, pending, "restore").status_code == 303
    assert fresh(pending).number == 2


def test_what_awaits_approval_is_hidden_by_refusing_it_only(room):
    pending = make_reply(make_thread(), state="pending")
    assert decide(room, pending, "hide", "norma 3").status_code == 409
    assert fresh(pending).state == "pending"


def test_the_page_shows_the_text_and_what_was_decided_before(room, moderator):
    thread = make_thread(group=make_group("Permutas"))
    post = make_reply(thread, "Un texto")
    decide(room, post, "hide", "se mira")
    page = room.get(f"/moderation/posts/{post.id}").text
    assert "Un texto" in page
    assert "Decisiones anteriores" in page
    assert "se mira" in page
    assert moderator.name in page


def test_a_reason_is_shown_as_text_never_as_markup(room):
    thread = make_thread()
    post = make_reply(thread)
    decide(room, post, "remove", "<script>alert(1)</script>\x00 & «norma»")
    page = guest_page(room, thread)
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; «norma»" in page
