"""The queue's filters are addresses: links and pages keep them."""

import re

import pytest

from forum.lib.transactions import transaction
from forum.moderation.actions import flag_automatically, take_case
from forum.moderation.queries.cases import PAGE
from tests.factories import fresh, make_group, make_reply, make_thread, make_user
from tests.moderation.cases import make_case


@pytest.fixture
def cases(moderator):
    """Three: of a group and harassment; in hand and spam; found by a program and heavy."""
    local = make_case(make_reply(make_thread(group=make_group("Empleo"))), reason="harassment")
    taken, post = make_case(reason="spam"), make_reply(make_thread())
    heavy = make_case(post, *(make_user() for _ in range(3)), reason="spam")
    with transaction():
        take_case(fresh(taken), fresh(moderator))
        flag_automatically(fresh(post), "other")
    return {"local": local.id, "taken": taken.id, "heavy": heavy.id}


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("state=new", {"local", "heavy"}),
        ("state=in_hand", {"taken"}),
        ("reason=harassment", {"local"}),
        ("reason=spam", {"taken", "heavy"}),
        ("source=automatic", {"heavy"}),
        ("source=automatic&reason=spam", set()),
        ("group=empleo", {"local"}),
        ("assignee=nuria", {"taken"}),
        ("assignee=-", {"local", "heavy"}),
        ("state=new&reason=spam", {"heavy"}),
    ],
)
def test_a_filter_lists_what_is_so(room, cases, asked, names):
    found = re.findall(r'data-case="(\d+)"', room.get(f"/moderation/?{asked}").text)
    assert {int(number) for number in found} == {cases[name] for name in names}


def test_the_most_flagged_come_first(room, cases):
    page = room.get("/moderation/?order=weight").text
    assert re.search(r"/moderation/cases/(\d+)", page)[1] == str(cases["heavy"])
    assert '<option value="weight" selected>' in page
    assert f'href="/moderation/cases/{cases["local"]}?order=weight"' in page


@pytest.mark.parametrize("order", ["", "&order=weight"])
def test_pages_keep_the_filters(room, order):
    thread = make_thread()
    made = [make_case(make_reply(thread), reason="spam").id for _ in range(PAGE + 2)]
    make_case(reason="other")
    page = room.get(f"/moderation/?reason=spam{order}").text
    following = re.search(r'href="([^"]+)" rel="next"', page)[1].replace("&amp;", "&")
    assert "reason=spam" in following
    rest = room.get(following).text
    seen = [int(number) for number in re.findall(r'data-case="(\d+)"', page + rest)]
    assert seen == made[::-1]
    assert "Volver al principio" in rest


@pytest.mark.parametrize(
    "asked", ["state=decided", "reason=nada", "source=nada", "order=nada", "order=weight&after=x"]
)
def test_a_filter_that_is_none_is_not_found(room, asked):
    assert room.get(f"/moderation/?{asked}").status_code == 404


def test_where_nothing_is_so_the_page_says_it_and_leads_back(room):
    make_case()
    page = room.get("/moderation/?reason=illegal").text
    assert "Ningún caso es así." in page
    assert 'href="/moderation/">Quitar los filtros' in page


def test_a_decision_leads_back_to_the_filtered_queue(room):
    case = make_case(reason="spam")
    sent = room.post(f"/moderation/cases/{case.id}?reason=spam", data={"act": "dismiss"})
    assert sent.location == "/moderation/?reason=spam"
