"""While a measure holds, whoever is of the team is not: they read as a member does, and are told why."""

import pytest

from forum.groups.queries import viewer_of
from forum.lib.dates import moment
from forum.moderation.queries import colleagues, find_case
from forum.permissions import Viewer
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, sign_in
from tests.moderation.cases import make_case
from tests.moderation.people import REASON, sanction

EVERYONE = Viewer(1, frozenset({"member", "moderator", "admin"}))
RESTING = "Mientras dure tampoco moderas ni administras."


@pytest.fixture
def private(app):
    return make_group("Gabinete", visibility="private")


@pytest.fixture(params=["moderator", "admin", "of the group"])
def one_of_us(request, private):
    """Somebody of the team, of each kind."""
    if request.param != "of the group":
        return make_user("eva", role=request.param)
    person = make_user("eva")
    make_group("Urbanismo", moderators=(person,))
    return person


@pytest.fixture
def chief(app):
    return make_user("jefa", role="admin")


@pytest.mark.parametrize("act", ["silence", "suspend"])
def test_no_door_of_the_team_is_open_and_the_answer_says_why(client, one_of_us, chief, act):
    case = make_case(make_reply(make_thread()))
    sign_in(client, one_of_us)
    assert client.get("/moderation/").status_code == 200
    sanction(one_of_us, chief, act)
    decided = {"act": "dismiss", "reason": "nada"}
    for answer in (
        client.get("/moderation/"),
        client.get("/admin/groups"),
        client.get(f"/moderation/cases/{case.id}"),
        client.post(f"/moderation/cases/{case.id}", data=decided),
    ):
        assert answer.status_code == 403
        assert REASON in answer.text
        assert RESTING in answer.text
        ends = fresh(one_of_us).silenced_until or fresh(one_of_us).suspended_until
        assert moment(ends) in answer.text
    assert fresh(case).state == "new"
    assert "/moderation/" not in client.get("/").text.partition("<main")[0]


@pytest.mark.parametrize("act", ["silence", "suspend"])
def test_they_act_on_no_post_and_no_thread(client, one_of_us, chief, act):
    group = make_group(moderators=(one_of_us,))
    thread = make_thread(group=group)
    post = make_reply(thread)
    sanction(one_of_us, chief, act)
    sign_in(client, one_of_us)
    forms = {
        f"/moderation/posts/{post.id}": {"act": "hide", "reason": "norma 3"},
        f"/moderation/posts/{post.id}/edit": {"body": "Otro texto.", "reason": "norma 3", "revision": "1"},
        f"/moderation/posts/{post.id}/marks": {"picked": "y"},
        f"/moderation/threads/{thread.id}": {"act": "close"},
        f"/moderation/threads/{thread.id}/arrange": {"title": "Otro", "slow_minutes": "0"},
    }
    for address, fields in forms.items():
        assert client.post(address, data=fields).status_code == 403, address
    assert (fresh(post).state, fresh(post).picked, fresh(post).revision) == ("visible", False, 1)
    assert (fresh(thread).closed, fresh(thread).title) == (False, thread.title)


def test_a_silenced_moderator_of_the_site_reads_as_a_member_does(client, chief, private):
    eva = make_user("eva", role="moderator")
    hidden = make_thread(group=private)
    sign_in(client, eva)
    assert client.get(f"/debates/{hidden.key}").status_code == 200
    sanction(eva, chief, "silence")
    assert client.get(f"/debates/{hidden.key}").status_code == 404
    assert client.get(f"/debates/{make_thread().key}").status_code == 200


def test_the_viewer_has_its_roles_again_when_it_ends(client, one_of_us, chief):
    before = viewer_of(fresh(one_of_us))
    sanction(one_of_us, chief, "silence")
    during = viewer_of(fresh(one_of_us))
    assert (during.roles, during.moderated, during.resting) == ({"member"}, set(), True)
    sanction(one_of_us, chief, "lift")
    assert viewer_of(fresh(one_of_us)) == before


def test_nobody_hands_them_a_case(app, one_of_us, chief):
    thread = make_thread(group=make_group(moderators=(one_of_us,)))
    case = make_case(make_reply(thread))

    def names():
        return {person.username for person in colleagues(find_case(case.id, EVERYONE))}

    assert "eva" in names()
    sanction(one_of_us, chief, "silence")
    assert "eva" not in names()


@pytest.mark.parametrize("act", ["silence", "suspend"])
def test_a_profile_is_a_text_that_others_read_too(client, chief, act):
    person = make_user("iria", display_name="Iria")
    sanction(person, chief, act)
    sign_in(client, person)
    assert "/me/profile" not in client.get("/people/iria").text.partition("<main")[2]
    for answer in (
        client.get("/me/profile"),
        client.post("/me/profile", data={"display_name": "Otra", "bio": "Lo que no publicaré."}),
    ):
        assert answer.status_code == 403
        assert REASON in answer.text
    assert "Lo que no publicaré." in answer.text
    assert fresh(person).name == "Iria"
