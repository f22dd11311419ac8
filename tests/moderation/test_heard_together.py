"""Appeals against one decision end alike, whoever asks, and those who had been told of it hear of it."""

from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.debates.models import Thread
from forum.extensions import db
from forum.lib.transactions import transaction
from forum.moderation.actions import appeal, decide_post, dismiss_case, hear
from forum.moderation.actions.refusals import AppealedAlready, AppealHeard, NoLongerInForce, ReviewedAlready
from forum.moderation.models import Appeal, Decision, Notice
from forum.notifications.models import Communication
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, sign_in
from tests.mailbox import mails_to
from tests.moderation.cases import make_case, time_passes
from tests.moderation.test_notices import send
from tests.statements import statements

ASKS = ("ana", "luis", "outside")


class Scene:
    """A post that two people flagged and a neighbour told of, and that was left as it is."""

    def __init__(self, client, moderator):
        self.client, self.moderator, self.other = client, moderator, make_user(role="moderator")
        self.author = make_user()
        self.people = {name: make_user() for name in ("ana", "luis")}
        self.post = make_reply(make_thread("Permuta"), author=self.author)
        self.case = make_case(self.post, *self.people.values())
        self.mail = f"fuera.{self.author.username}@correo.example"
        self.token = urlsplit(send(client, f"/posts/{self.post.id}", email=self.mail).location).path
        with transaction():
            self.dismissal = dismiss_case(fresh(self.case), fresh(moderator), "no incumple").id
        time_passes()

    def ask(self, name):
        """Have somebody ask for a review."""
        with transaction():
            by = self.notice() if name == "outside" else fresh(self.people[name])
            return appeal(self.decision(), by, "No es así.").id

    def notice(self):
        return db.session.query(Notice).filter_by(case_id=self.case.id).one()

    def waiting(self):
        """The appeals in the case that wait, the first first."""
        here = db.session.query(Appeal).join(Appeal.decision).filter(Decision.case_id == self.case.id)
        return here.filter(Appeal.outcome.is_(None)).order_by(Appeal.id)

    def decision(self):
        return db.session.get_one(Decision, self.dismissal)

    def hear(self, outcome):
        """Have the first that waits heard."""
        first = self.waiting().first()
        with transaction():
            hear(db.session.get_one(Appeal, first.id), fresh(self.other), outcome, "Por esto.")

    def told(self, name):
        """The subjects of what a person was written after the decision."""
        query = db.session.query(Communication).filter_by(user_id=self.people[name].id)
        return [one.subject for one in query.order_by(Communication.id)][1:]


@pytest.fixture
def scene(client, moderator):
    return Scene(client, moderator)


def test_one_hearing_decides_all_that_wait_with_the_same_reasons(scene):
    asked = [scene.ask(name) for name in ASKS]
    sign_in(scene.client, scene.other)
    page = scene.client.get("/moderation/appeals").text
    assert page.count('class="case"') == 1
    page = scene.client.get(f"/moderation/appeals/{asked[1]}").text
    assert "La piden 3 personas" in page
    said = {"outcome": "upheld", "reasons": "No incumple ninguna norma."}
    assert scene.client.post(f"/moderation/appeals/{asked[1]}", data=said).status_code == 303
    db.session.rollback()
    found = [db.session.get_one(Appeal, one) for one in asked]
    assert {(one.outcome, one.reasons, one.heard_by_id) for one in found} == {
        ("upheld", "No incumple ninguna norma.", scene.other.id)
    }
    assert fresh(scene.case).state == "closed"
    for name in ("ana", "luis"):
        assert scene.told(name) == ["Revisión de «Desestimar» en «Permuta»"]
    assert "la mantiene" in mails_to(scene.mail)[-1].get_content()
    with pytest.raises(AppealHeard), transaction():
        hear(db.session.get_one(Appeal, asked[2]), fresh(scene.other), "reversed", "No.")


def test_a_later_one_is_told_that_it_was_reviewed_and_reads_why(scene):
    scene.ask("ana")
    scene.hear("upheld")
    sign_in(scene.client, scene.people["luis"])
    address = f"/me/flags/{scene.case.id}"
    page = scene.client.get(address).text
    assert "Se mantiene la decisión" in page
    assert "Por esto." in page
    assert 'name="text"' not in page
    late = scene.client.post(address, data={"text": "Yo tampoco lo veo así."})
    assert late.status_code == 409
    assert "ya ha revisado esta decisión" in late.text
    with pytest.raises(ReviewedAlready):
        scene.ask("luis")
    with pytest.raises(ReviewedAlready):
        scene.ask("outside")
    page = scene.client.get(scene.token).text
    assert "Se mantiene la decisión" in page
    assert 'name="text"' not in page.partition("<main")[2]


def test_when_it_is_reversed_those_who_did_not_ask_are_told_too_and_it_is_decided_anew(scene):
    scene.ask("ana")
    scene.hear("reversed")
    assert scene.told("ana") == ["Revisión de «Desestimar» en «Permuta»"]
    assert scene.told("luis") == ["Anulada: «Desestimar» en «Permuta»"]
    assert "la ha anulado" in mails_to(scene.mail)[-1].get_content()
    assert fresh(scene.case).state == "in_hand"
    with pytest.raises(NoLongerInForce):
        scene.ask("luis")
    with transaction():
        decide_post(fresh(scene.post), fresh(scene.other), "remove", "norma 2", fresh(scene.case))
    time_passes()
    assert scene.told("luis")[-1] == "Tu denuncia: «Retirar» en «Permuta»"


def test_whoever_flagged_is_told_that_a_removal_was_reversed(scene):
    """The author's review: who had been told that something was done hears that it was not right."""
    post = make_reply(make_thread("Otro"), author=scene.author)
    case = make_case(post, scene.people["ana"])
    with transaction():
        made = decide_post(fresh(post), fresh(scene.moderator), "remove", "norma 2").id
    time_passes()
    with transaction():
        asked = appeal(db.session.get_one(Decision, made), fresh(scene.author), "No es así.").id
    with transaction():
        hear(db.session.get_one(Appeal, asked), fresh(scene.other), "reversed", "No lo era.")
    last = db.session.query(Communication).filter_by(user_id=scene.people["ana"].id)
    last = last.order_by(Communication.id.desc()).first()
    assert last.subject == "Anulada: «Retirar» en «Otro»"
    assert last.link == f"/me/flags/{case.id}"
    mine = db.session.query(Communication).filter_by(user_id=scene.author.id)
    mine = mine.order_by(Communication.id.desc()).first()
    assert (mine.subject, mine.link) == ("Revisión de «Retirar» en «Otro»", f"/me/decisions/{made}")
    assert "No lo era." in mine.body


def test_no_title_is_told_to_whoever_may_no_longer_look_there(scene):
    scene.ask("ana")
    private = make_group(visibility="private")
    with transaction():
        db.session.get_one(Thread, scene.post.thread_id).group_id = private.id
    scene.hear("upheld")
    assert scene.told("ana") == ["Revisión de «Desestimar»"]


def test_hearing_costs_the_same_statements_to_look_at_however_many_ask(scene):
    first = scene.ask("ana")
    sign_in(scene.client, scene.other)
    scene.client.get(f"/moderation/appeals/{first}")
    with statements() as few:
        scene.client.get(f"/moderation/appeals/{first}")
    scene.ask("luis")
    scene.ask("outside")
    with statements() as many:
        scene.client.get(f"/moderation/appeals/{first}")
    assert len(many) == len(few)


STEPS = st.lists(st.sampled_from([*ASKS, "upheld", "reversed", "remove", "dismiss"]), max_size=8)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_in_whatever_order_no_decision_is_both_upheld_and_reversed(client, moderator, steps):
    scene = Scene(client, moderator)
    for step in steps:
        waits = scene.waiting().count()
        state = fresh(scene.case).state
        db.session.rollback()
        if step in ASKS:
            with suppress(AppealedAlready, ReviewedAlready, NoLongerInForce):
                scene.ask(step)
        elif step in ("upheld", "reversed") and waits:
            scene.hear(step)
        elif step in ("remove", "dismiss") and state in ("new", "in_hand"):
            with transaction():
                case, who = fresh(scene.case), fresh(scene.other)
                if step == "remove":
                    decide_post(fresh(scene.post), who, "remove", "norma 2", case)
                else:
                    scene.dismissal = dismiss_case(case, who, "no incumple").id
                    scene.moderator, scene.other = scene.other, scene.moderator
            time_passes()
    db.session.rollback()
    for decision in db.session.query(Decision).filter_by(case_id=scene.case.id):
        ends = {one.outcome for one in db.session.query(Appeal).filter_by(decision_id=decision.id)}
        assert len(ends) <= 1
        assert (ends == {"reversed"}) is (decision.undone is not None)
    assert (fresh(scene.case).state == "appealed") is (scene.waiting().count() > 0)
