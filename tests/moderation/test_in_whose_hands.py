"""Cases are handed only to those who can decide them, and not lost in the hands of whoever no longer can."""

from datetime import timedelta

import pytest

from forum.debates.models import Thread
from forum.extensions import db
from forum.groups.queries import viewer_of
from forum.lib.clock import utcnow
from forum.lib.transactions import transaction
from forum.moderation.actions import decide_post, decide_thread, flag_person, take_case
from forum.moderation.actions.refusals import CaseTaken
from forum.moderation.models import Case
from forum.moderation.weekly.queries import odd_things
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, sign_in
from tests.moderation.cases import make_case

TAKE = "data-take"


@pytest.fixture
def held(app):
    """A case in the hands of somebody of the team."""
    case, luis = make_case(), make_user("luis", role="moderator", display_name="Luis Paz")
    with transaction():
        take_case(fresh(case), fresh(luis))
    return case, luis


def test_a_case_about_an_administrator_is_offered_to_administrators(app, client, moderator):
    boss, chief = make_user(role="admin"), make_user("jefa", role="admin", display_name="Jefa Gil")
    case = make_case(make_reply(make_thread(), author=boss))
    sign_in(client, moderator)
    page = client.get(f"/moderation/cases/{case.id}").text
    assert TAKE not in page
    assert f'<option value="{chief.id}"' in page
    assert f'<option value="{moderator.id}"' not in page
    assert client.post(f"/moderation/cases/{case.id}/take").status_code == 403
    client.post(f"/moderation/cases/{case.id}/assignee", data={"to": str(moderator.id)})
    assert fresh(case).assignee_id is None
    sign_in(client, chief)
    assert TAKE in client.get(f"/moderation/cases/{case.id}").text


def test_nor_is_one_handed_to_whoever_flagged(app, client, moderator):
    luis = make_user(role="moderator")
    case = make_case(None, luis)
    sign_in(client, moderator)
    assert f'<option value="{luis.id}"' not in client.get(f"/moderation/cases/{case.id}").text
    sign_in(client, luis)
    assert TAKE not in client.get(f"/moderation/cases/{case.id}").text


@pytest.mark.parametrize(
    "change",
    [
        {"silenced_until": timedelta(days=3)},
        {"suspended_until": timedelta(days=3)},
        {"role": "member"},
    ],
)
def test_a_case_of_whoever_cannot_decide_is_nobodys(app, client, moderator, held, change):
    case, luis = held
    sign_in(client, moderator)
    assert "Luis Paz" in client.get("/moderation/").text.partition('data-case="')[2]
    assert f'data-case="{case.id}"' not in client.get("/moderation/?assignee=-").text
    with pytest.raises(CaseTaken), transaction():
        take_case(fresh(case), fresh(moderator))
    with transaction():
        for name, value in change.items():
            setattr(fresh(luis), name, value if name == "role" else utcnow() + value)
    page = client.get("/moderation/?assignee=-").text
    assert "sin asignar" in page.partition(f'data-case="{case.id}"')[2]
    assert odd_things(viewer_of(fresh(moderator))).lapsed == 1
    assert client.post(f"/moderation/cases/{case.id}/take").status_code == 303
    assert fresh(case).assignee_id == moderator.id
    assert odd_things(viewer_of(fresh(moderator))).lapsed == 0


def test_a_groups_moderator_keeps_what_is_in_their_group(app, client, moderator):
    xoan = make_user("xoan")
    case = make_case(make_reply(make_thread(group=make_group(moderators=(xoan,)))))
    with transaction():
        take_case(fresh(case), fresh(xoan))
    assert odd_things(viewer_of(fresh(moderator))).lapsed == 0


def test_a_case_that_left_the_group_of_its_moderator_is_nobodys(app, client, moderator):
    xoan, other = make_user("xoan"), make_group()
    post = make_reply(make_thread(group=make_group(moderators=(xoan,))))
    with transaction():
        hidden = decide_post(fresh(post), fresh(xoan), "hide", "se mira")
        case_id = hidden.case_id
    with transaction():
        thread = db.session.get_one(Thread, post.thread_id)
        decide_thread(thread, fresh(moderator), "move", "x", fresh(other))
    sign_in(client, moderator)
    page = client.get("/moderation/?assignee=-").text
    assert "sin asignar" in page.partition(f'data-case="{case_id}"')[2].partition("</li>")[0]
    with transaction():
        take_case(db.session.get_one(Case, case_id), fresh(moderator))


def test_people_are_called_by_the_name_that_they_show(room):
    about = make_user("candela.ts", display_name="Candela Torres")
    pepa = make_user()
    with transaction():
        flag_person(fresh(about), fresh(pepa), "spam")
    assert "Perfil de Candela Torres" in room.get("/moderation/").text


def test_the_form_says_that_one_is_told_and_where_notices_are_sent(client, app):
    post = make_reply(make_thread())
    sign_in(client, make_user())
    page = client.get(f"/posts/{post.id}/flags").text
    assert "te diremos qué se decide" in page
    link = page.partition('href="/legal/notice?')[2].partition('"')[0]
    filled = client.get(f"/legal/notice?{link.replace('&amp;', '&')}").text
    assert f"#post-{post.number}" in filled.partition('name="address"')[2].partition(">")[0]


def test_an_open_group_only_takes_moderators(client, app):
    group = make_group()
    sign_in(client, make_user(role="admin"))
    page = client.get(f"/groups/{group.slug}/people").text
    assert 'value="member"' not in page
    chosen = page.partition('name="role"')
    assert "checked" in chosen[0].rpartition("<")[2] + chosen[2].partition(">")[0]
    assert "Integrantes" not in page
