"""What whoever flagged is told of a case: the same in the list, on the page, by mail, and to outsiders."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from forum.extensions import db
from forum.groups.actions import remove_member
from forum.lib.clock import utcnow
from forum.lib.transactions import transaction
from forum.moderation.actions import (
    appeal,
    decide_person,
    decide_post,
    dismiss_case,
    flag_post,
    hear,
)
from forum.moderation.models import Appeal, Case, Decision
from forum.notifications.models import Communication
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, sign_in
from tests.mailbox import mails_to
from tests.moderation.cases import make_case, time_passes
from tests.moderation.test_notices import send

LEFT, REMOVED, PERSON, WAITS = "dejarlo como está", "se ha retirado", "sobre la persona", "mirando"


class Scene:
    """A post that ana flagged and that a neighbour without an account told of."""

    def __init__(self, client, moderator):
        self.client, self.moderator, self.other = client, moderator, make_user(role="moderator")
        self.ana, self.author = make_user(), make_user()
        self.outside = f"fuera.{self.ana.username}@correo.example"
        self.post = make_reply(make_thread("Permuta"), author=self.author)
        self.case = make_case(self.post, self.ana)
        self.notice = urlsplit(send(client, f"/posts/{self.post.id}", email=self.outside).location).path

    def decide(self, *acts):
        """Decide in the case: on the post, on its author, or both at once."""
        with transaction():
            case, beside = fresh(self.case), None
            for act in acts:
                if act == "dismiss":
                    dismiss_case(case, fresh(self.moderator), "no incumple")
                elif act == "warn":
                    where = {"beside": beside} if beside else {"case": case}
                    decide_person(fresh(self.author), fresh(self.moderator), act, "norma 2", **where)
                else:
                    beside = decide_post(fresh(self.post), fresh(self.moderator), act, "norma 2", case)
        time_passes()

    def reverse(self, who):
        """Somebody has the last decision reversed."""
        last = db.session.query(Decision).order_by(Decision.id.desc()).first().id
        db.session.rollback()
        with transaction():
            asked = appeal(db.session.get_one(Decision, last), fresh(who), "No es así.").id
        with transaction():
            hear(db.session.get_one(Appeal, asked), fresh(self.other), "reversed", "No lo era.")

    def told(self):
        """What the list, the page and the outsider's page say."""
        sign_in(self.client, self.ana)
        pages = [self.client.get(f"/me/flags{more}").text for more in ("", f"/{self.case.id}")]
        pages.append(self.client.get(self.notice).text)
        return [page.partition("<main")[2].partition("</main>")[0] for page in pages]


@pytest.fixture
def scene(client, moderator):
    return Scene(client, moderator)


@pytest.mark.parametrize(
    ("acts", "says", "never"),
    [
        (["dismiss"], ["como está"], [PERSON]),
        (["remove"], [REMOVED], [PERSON]),
        (["warn"], [PERSON], ["Advertir", "norma 2"]),
        (["remove", "warn"], [REMOVED], [PERSON, "Advertir"]),
    ],
)
def test_list_page_mail_and_the_outsiders_page_agree(scene, acts, says, never):
    scene.decide(*acts)
    for page in scene.told():
        assert all(word in page for word in says)
        assert not any(word in page for word in never)
        assert WAITS not in page
    [mine], [theirs] = mails_to(scene.ana.email), mails_to(scene.outside)[1:]
    stays = [LEFT in mail.get_content() for mail in (mine, theirs)]
    assert stays == [acts == ["dismiss"]] * 2
    assert f"/me/flags/{scene.case.id}" in mine.get_content()


def test_a_decision_that_was_reversed_is_told_as_such_by_all(scene):
    scene.decide("remove")
    scene.reverse(scene.author)
    for page in scene.told():
        assert REMOVED in page
        assert "anuló" in page


def test_a_dismissal_that_was_reversed_is_looked_at_again_and_what_is_decided_then_is_told(scene):
    scene.decide("dismiss")
    scene.reverse(scene.ana)
    for page in scene.told():
        assert WAITS in page
    scene.moderator = scene.other
    scene.decide("remove")
    for page in scene.told():
        assert REMOVED in page
    assert len([mail for mail in mails_to(scene.ana.email) if "denuncia" in mail["Subject"]]) == 2


def test_the_addresses_that_were_given_lead_to_the_case_where_the_flags_went(scene):
    """The same thing was flagged anew before a dismissal was reversed: one case goes on."""
    scene.decide("dismiss")
    luis = make_user()
    with transaction():
        anew = flag_post(fresh(scene.post), fresh(luis), "spam").case_id
    scene.reverse(scene.ana)
    old, scene.case = scene.case, db.session.get_one(Case, anew)
    assert fresh(old).state == "closed"
    for page in scene.told():
        assert WAITS in page
    scene.moderator = scene.other
    scene.decide("remove")
    scene.case = old
    *mine, _theirs = scene.told()
    for page in mine:
        assert REMOVED in page
    assert re.findall(r"/me/flags/\d+", mine[0]) == [f"/me/flags/{anew}"]


def test_an_appeal_is_sent_at_the_old_address_too(scene):
    scene.decide("dismiss")
    luis = make_user()
    with transaction():
        flag_post(fresh(scene.post), fresh(luis), "spam")
    scene.reverse(scene.ana)
    old, scene.case = scene.case.id, fresh(db.session.query(Case).order_by(Case.id.desc()).first())
    scene.moderator = scene.other
    scene.decide("dismiss")
    sign_in(scene.client, scene.ana)
    sent = scene.client.post(f"/me/flags/{old}", data={"text": "Tampoco."})
    assert (sent.status_code, sent.location) == (303, f"/me/flags/{scene.case.id}")


@pytest.mark.parametrize("address", ["/me/flags/{}", "/me/flags/999999"])
def test_nobody_elses(scene, address):
    sign_in(scene.client, make_user())
    assert scene.client.get(address.format(scene.case.id)).status_code == 404


def subject_to(person):
    """The subject of the last thing that a person was told."""
    query = select(Communication.subject).where(Communication.user_id == person.id)
    return db.session.scalar(query.order_by(Communication.id.desc()).limit(1))


def test_bell_and_mail_name_the_act_and_the_debate_but_no_measure_on_somebody_else(client, moderator):
    ana, luis = make_user(), make_user()
    post = make_reply(make_thread("La plaza"), author=luis)
    case = make_case(post, ana)
    with transaction():
        decide_person(
            fresh(luis),
            fresh(moderator),
            "suspend",
            "norma 2",
            until=utcnow() + timedelta(1),
            case=fresh(case),
        )
    time_passes()
    assert subject_to(luis) == "Decisión de moderación: «Suspender»"
    assert subject_to(ana) == "Tu denuncia: «decisión sobre la persona»"
    group = make_group(visibility="private", members=(ana, luis))
    hidden = make_reply(make_thread("Lo interno", group=group), author=luis)
    case = make_case(hidden, ana)
    with transaction():
        remove_member(fresh(group), fresh(ana))
        decide_post(fresh(hidden), fresh(moderator), "remove", "norma 2", fresh(case))
    time_passes()
    assert subject_to(luis) == "Decisión de moderación: «Retirar» en «Lo interno»"
    assert subject_to(ana) == "Tu denuncia: «Retirar»"
    assert mails_to(ana.email)[-1]["Subject"] == "Tu denuncia: «Retirar» · Tertulia"
