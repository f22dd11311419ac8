"""An edit of the team's that is taken back: the text is its author's again, and the version is annulled."""

import pytest

from forum.debates.actions import edit_post
from forum.extensions import db
from forum.lib.markdown import render
from forum.lib.transactions import transaction
from forum.moderation.actions import Grounds, appeal, hear, undo_decision
from forum.moderation.actions.editing import edit_by_team
from forum.moderation.models import Decision
from tests.factories import fresh, make_reply, make_thread, make_user, sign_in
from tests.moderation.cases import time_passes

REASON = "Llamas ladrón a un compañero."


@pytest.fixture
def other():
    return make_user("berta", role="moderator")


def edited(post, moderator, text="Sin insulto."):
    new = render(text)
    with transaction():
        return edit_by_team(fresh(post), fresh(moderator), new, Grounds(REASON)).id


def edited_by(author, post, text):
    """Have an author edit."""
    new = render(text)
    with transaction():
        edit_post(fresh(post), fresh(author), new)


def reverse(how, made, person, moderator, other):
    """Have a decision taken back within its ten minutes, or by a review."""
    if how == "undo":
        with transaction():
            undo_decision(db.session.get_one(Decision, made), fresh(moderator))
        return
    time_passes()
    with transaction():
        asked = appeal(db.session.get_one(Decision, made), fresh(person), "No lo es.")
        hear(asked, fresh(other), "reversed", "No lo era.")


def history(client, post, reader=None):
    """The sections of a post's history, as somebody or a guest reads them."""
    with client.session_transaction() as session:
        session.clear()
    if reader is not None:
        sign_in(client, reader)
    page = client.get(f"/posts/{post.id}/revisions")
    assert page.status_code == 200
    return page.text.partition("<main")[2].partition("</main>")[0].split("<section")[1:]


@pytest.mark.parametrize("how", ["undo", "appeal"])
def test_the_text_is_its_authors_again_and_the_version_annulled(client, moderator, other, how):
    ana = make_user("ana")
    thread = make_thread()
    post = make_reply(thread, "Eres un ladrón.", author=ana)
    made = edited(post, moderator)
    assert ">editado<" in client.get(f"/debates/{thread.key}").text
    reverse(how, made, ana, moderator, other)
    now = fresh(post)
    assert (now.body, now.edited) == ("Eres un ladrón.", None)
    assert ">editado<" not in client.get(f"/debates/{thread.key}").text
    annulled, current = history(client, post)
    assert "Versión actual" in current
    assert "/people/ana" in current
    assert "Eres un ladrón." in current
    assert "retirada por moderación" not in current
    assert "anulada" in annulled
    assert "Moderación" in annulled
    for word in (REASON, "Sin insulto.", "nuria", "berta"):
        assert word not in annulled
    annulled, _current = history(client, post, ana)
    assert "nuria" not in annulled
    assert REASON in annulled
    assert "Sin insulto." in annulled
    annulled, _current = history(client, post, other)
    assert "nuria" in annulled
    assert "berta" not in annulled


@pytest.mark.parametrize("how", ["undo", "appeal"])
def test_what_the_author_had_edited_before_stays_edited_and_goes_on(client, moderator, other, how):
    ana = make_user("ana")
    post = make_reply(make_thread(), "Primera.", author=ana)
    edited_by(ana, post, "Segunda.")
    when = fresh(post).edited
    for _turn in range(2):
        reverse(how, edited(post, moderator), ana, moderator, other)
        assert (fresh(post).body, fresh(post).edited) == ("Segunda.", when)
    edited_by(ana, post, "Tercera.")
    current, *annulled, second, first = history(client, post)
    assert "Tercera." in current
    assert "Versión actual" in current
    assert len(annulled) == 2
    assert all("anulada" in one for one in annulled)
    assert "Segunda." in second
    assert "Primera." in first


def test_after_it_was_taken_back_the_author_edits_for_the_first_time(app, moderator, other):
    ana = make_user("ana")
    post = make_reply(make_thread(), "Primera.", author=ana)
    reverse("undo", edited(post, moderator), ana, moderator, other)
    edited_by(ana, post, "Segunda.")
    assert (fresh(post).body, fresh(post).edited is None) == ("Segunda.", False)


def test_while_it_stands_the_history_names_the_team_and_not_who(client, moderator):
    post = make_reply(make_thread(), "Eres un ladrón.", author=make_user("ana"))
    edited(post, moderator)
    current, _first = history(client, post)
    assert "Moderación" in current
    assert "nuria" not in current
    assert "nuria" in history(client, post, moderator)[0]
