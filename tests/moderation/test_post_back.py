"""What whoever wrote a post is told when it was hidden and then left as it was."""

import pytest
from sqlalchemy import select

from forum.extensions import db
from forum.lib.transactions import transaction
from forum.moderation.actions import Grounds, decide_post, decide_thread, dismiss_case, undo_decision
from forum.moderation.actions.arranging import arrange_thread
from forum.moderation.actions.telling import tell_decisions
from forum.moderation.models import Case, Decision
from forum.moderation.models.decisions import UNDO
from forum.notifications.models import Communication
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, sign_in
from tests.mailbox import mails_to, text_of
from tests.moderation.cases import make_case, time_passes


@pytest.fixture
def author(app):
    return make_user()


def hide(post, moderator):
    make_case(post)
    with transaction():
        return decide_post(fresh(post), fresh(moderator), "hide", "se mira").id


def dismiss(moderator):
    with transaction():
        return dismiss_case(db.session.scalars(select(Case)).one(), fresh(moderator), "no incumple").id


def told(author):
    db.session.rollback()
    return [(mail["subject"].partition(" · ")[0], text_of(mail)) for mail in mails_to(author.email)]


def test_hidden_and_left_as_it_was_within_minutes_is_told_once_with_why(client, author, moderator):
    post = make_reply(make_thread("Permuta"), author=author)
    hidden = hide(post, moderator)
    dismiss(moderator)
    time_passes()
    (found,) = told(author)
    assert found[0] == "Tu mensaje se queda como estaba"
    assert "se ocultó de" in found[1]
    assert f"/me/decisions/{hidden}" in found[1]
    sign_in(client, author)
    page = client.get(f"/me/decisions/{hidden}").text
    assert "se mira" in page
    assert "Pedir revisión" in page
    time_passes()
    assert len(told(author)) == 1


def test_it_waits_while_the_dismissal_can_be_undone_and_then_says_what_is_so(author, moderator):
    post = make_reply(make_thread(), author=author)
    hidden = hide(post, moderator)
    with transaction():
        db.session.get_one(Decision, hidden).created -= UNDO
    dismissed = dismiss(moderator)
    tell_decisions()
    assert told(author) == []
    with transaction():
        undo_decision(db.session.get_one(Decision, dismissed), fresh(moderator))
    tell_decisions()
    assert ["se ha ocultado mientras se revisa" in text for _, text in told(author)] == [True]


def test_what_was_told_of_the_hiding_is_followed_by_the_return(author, moderator):
    post = make_reply(make_thread(), author=author)
    hide(post, moderator)
    time_passes()
    dismiss(moderator)
    time_passes()
    assert [subject for subject, _ in told(author)][1:] == ["Tu mensaje vuelve a verse"]


@pytest.mark.parametrize("at_once", [True, False])
def test_no_title_is_told_of_where_they_may_not_look(client, author, moderator, at_once):
    thread = make_thread("Permuta")
    post = make_reply(thread, author=author)
    hide(post, moderator)
    if not at_once:
        time_passes()
    dismiss(moderator)
    private = make_group("Privado", visibility="private")
    with transaction():
        decide_thread(fresh(thread), fresh(moderator), "move", "x", fresh(private))
    with transaction():
        arrange_thread(fresh(thread), fresh(moderator), Grounds("x"), title="SECRETO")
    time_passes()
    back = [text for subject, text in told(author) if subject.startswith("Tu mensaje")]
    assert len(back) == 1
    assert "SECRETO" not in back[0]
    assert f"/posts/{post.id}" not in back[0]
    sign_in(client, author)
    for one in db.session.scalars(select(Communication.id).where(Communication.user_id == author.id)).all():
        page = client.get(f"/notifications/communications/{one}", follow_redirects=True)
        assert "SECRETO" not in page.text
