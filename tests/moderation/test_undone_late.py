"""What falls after it was told: its case waits again, appeals end, and each is told once, and what stands."""

import pytest
from sqlalchemy import select

from forum.accounts.models import User
from forum.debates.models import Transfer
from forum.extensions import db
from forum.lib.transactions import transaction
from forum.moderation.actions import appeal, decide_post, dismiss_case, hear
from forum.moderation.models import Appeal, Case, Decision
from tests.factories import fresh, make_reply, make_thread, make_user, sign_in
from tests.mailbox import mails_to, text_of
from tests.moderation.cases import make_case, time_passes
from tests.moderation.test_notices import send
from tests.transfers import two_talks


def last(model=Decision):
    db.session.rollback()
    return db.session.scalars(select(model).order_by(model.id.desc())).first()


def said_to(person):
    """What a person was written, the first first."""
    return [" ".join(text_of(mail).split()) for mail in mails_to(person.email)]


def move(client, flagger=None):
    """Move a post of a debate elsewhere, in the case of whoever flagged it; gives that and who opened it."""
    first, posts, second, _ = two_talks()
    found = flagger and make_case(posts[1], flagger)
    place = f"/moderation/threads/{first.id}/move-posts" + (f"?case={found.id}" if found else "")
    sent = {"action": "do", "reason": "x", "numbers": str(posts[1].number), "target": str(second.id)}
    assert client.post(place, data=sent).status_code == 303
    time_passes()
    return found, db.session.get_one(User, last().person_id)


def take_back(client):
    return client.post(f"/moderation/transfers/{last(Transfer).id}/undo")


def test_the_case_that_a_transfer_settled_waits_again_and_those_told_are_told(room):
    pepa = make_user("pepa")
    case, _opened = move(room, pepa)
    assert fresh(case).state == "decided"
    take_back(room)
    assert fresh(case).state == "in_hand"
    assert "Se mirará otra vez" in said_to(pepa)[-1]
    sign_in(room, pepa)
    assert "la está mirando" in room.get(f"/me/flags/{case.id}").text


def test_an_appeal_that_waits_ends_when_what_it_is_about_is_undone(room):
    _, opened = move(room)
    with transaction():
        asked = appeal(last(), fresh(opened), "No me parece.").id
    before = len(said_to(opened))
    take_back(room)
    ended = db.session.get_one(Appeal, asked, populate_existing=True)
    assert (ended.outcome, ended.reasons, ended.heard_by_id) == ("reversed", "", None)
    assert last(Case).state == "closed"
    assert ["antes de que se revisara" in one for one in said_to(opened)[before:]] == [True]
    sign_in(room, make_user(role="moderator"))
    assert f"/moderation/appeals/{asked}" not in room.get("/moderation/appeals").text
    page = room.get(f"/moderation/appeals/{asked}")
    assert "Se anuló antes de revisarse" in page.text
    late = {"outcome": "upheld", "reasons": "Se mantiene."}
    assert room.post(f"/moderation/appeals/{asked}", data=late).status_code == 409
    assert room.get(f"/moderation/cases/{last(Case).id}").status_code == 200
    sign_in(room, opened)
    assert "Se anuló antes de revisarse" in room.get(f"/me/decisions/{last().id}").text


@pytest.mark.parametrize(
    ("later", "stays"), [("remove", "sigue retirado"), ("restore", "ya estaba a la vista")]
)
def test_what_a_later_decision_did_is_said_to_stand(room, moderator, later, stays):
    author = make_user()
    post = make_reply(make_thread(), author=author)
    with transaction():
        hidden = decide_post(fresh(post), fresh(moderator), "hide", "se mira").id
    time_passes()
    with transaction():
        asked = appeal(db.session.get_one(Decision, hidden), fresh(author), "No es así.").id
        decide_post(fresh(post), fresh(moderator), later, "norma 3")
    time_passes()
    other = make_user(role="moderator")
    with transaction():
        hear(db.session.get_one(Appeal, asked), fresh(other), "reversed", "No lo era.")
    told = said_to(author)[-1]
    assert stays in told
    assert "como antes" not in told
    assert "No lo era." in told


@pytest.mark.parametrize("own", [True, False])
def test_who_sent_a_notice_reads_the_reasons_of_their_own_review_alone(client, moderator, own):
    author, other = make_user(), make_user(role="moderator")
    post = make_reply(make_thread(), author=author)
    place = send(client, f"/posts/{post.id}").location
    with transaction():
        if own:
            dismiss_case(last(Case), fresh(moderator), "No incumple.")
        else:
            decide_post(fresh(post), fresh(moderator), "remove", "norma 3")
    time_passes()
    if own:
        client.post(place, data={"text": "Sí es ilegal."})
    else:
        with transaction():
            appeal(last(), fresh(author), "Soy yo.")
    with transaction():
        hear(last(Appeal), fresh(other), "upheld", "Razones para quien lo pidió.")
    page = client.get(place).text
    assert "Se mantiene la decisión" in page
    assert ("Razones para quien lo pidió." in page) is own
