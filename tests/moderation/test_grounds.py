"""What a decision rests on: what restricts somebody names a rule and says why, a dismissal says why."""

import html
import re

import pytest
from sqlalchemy import select

from forum.extensions import db
from forum.moderation.models import Decision
from tests.factories import fresh, make_group, make_reply, make_thread, make_user
from tests.moderation.cases import decisions, make_case

RULE = "Norma 7: cada cosa en su sitio"


@pytest.fixture
def forms(room):
    """Each form that restricts somebody, by what it does: its address and what it sends, and a case's id."""
    thread, person = make_thread(), make_user()
    post = make_reply(thread)
    case = make_case(post)
    at_post, at_thread = f"/moderation/posts/{post.id}", f"/moderation/threads/{thread.id}"
    at_case, at_person = f"/moderation/cases/{case.id}", f"/moderation/people/{person.username}"
    settings = {"title": thread.title, "tags": "", "slow_minutes": "0", "pinned": ""}
    return {
        "hide": (at_post, {"act": "hide"}),
        "remove": (at_post, {"act": "remove"}),
        "close": (at_thread, {"act": "close"}),
        "remove thread": (at_thread, {"act": "remove"}),
        "edit": (f"{at_post}/edit", {"body": "Otro texto", "revision": str(fresh(post).revision)}),
        "remove in a case": (at_case, {"act": "remove"}),
        "measure in a case": (at_case, {"act": "none", "sanction": "silence", "days": "3"}),
        "warn": (at_person, {"act": "warn"}),
        "suspend": (at_person, {"act": "suspend", "days": "3"}),
        "retitle": (f"{at_thread}/arrange", settings | {"title": "Otro título"}),
        "slow": (f"{at_thread}/arrange", settings | {"slow_minutes": "5"}),
        "closing": (f"{at_thread}/arrange", settings | {"closes_at": "2030-01-01T10:00"}),
        "many": ("/moderation/", {"case": str(case.id), "act": "remove"}),
    }


WHICH = [
    "hide",
    "remove",
    "close",
    "remove thread",
    "edit",
    "remove in a case",
    "measure in a case",
    "warn",
    "suspend",
    "retitle",
    "slow",
    "closing",
    "many",
]


AS_A_WHOLE = {"hide", "remove", "close", "remove thread"}  # CONTRACT.md's forms


@pytest.mark.parametrize("which", WHICH)
def test_what_restricts_somebody_names_its_rule_and_its_reason(room, forms, which):
    address, sent = forms[which]
    shown = room.get(address).text
    assert 'name="rule"' in shown
    named = which not in AS_A_WHOLE
    for missing, message in (("rule", "Elige en qué norma se basa"), ("reason", "Escribe el motivo"))[
        not named :
    ]:
        given = {"rule": RULE, "reason": "Se desvía del tema."} | {missing: ""}
        answer = room.post(address, data=sent | given)
        assert answer.status_code == 422
        assert f'id="e-{missing}"' in answer.text
        assert message in answer.text
        assert ("Se desvía del tema." in answer.text) is (missing == "rule")
        assert decisions() == []
    answer = room.post(address, data=sent | {"rule": "Norma 99", "reason": "Se desvía del tema."})
    assert answer.status_code == 422
    assert 'id="e-rule"' in answer.text
    assert decisions() == []
    done = room.post(address, data=sent | {"rule": RULE, "reason": "Se desvía del tema."})
    assert done.status_code == 303
    made = db.session.scalars(select(Decision)).one()
    assert (made.rule, made.reason, made.restricts) == (RULE, "Se desvía del tema.", True)


def test_the_law_is_enough(room, forms):
    address, sent = forms["remove"]
    law = {"rule": "law", "law": "artículo 510 del Código Penal", "reason": "Incita al odio."}
    assert room.post(address, data=sent | law).status_code == 303


@pytest.mark.parametrize("which", ["close", "remove", "remove thread"])
def test_a_form_without_the_field_takes_what_the_contract_says(room, forms, which):
    address, sent = forms[which]
    reason = "" if which == "close" else "Se desvía."
    assert room.post(address, data=sent | {"reason": reason}).status_code == 303


@pytest.mark.parametrize("act", ["pin", "move", "restore", "lift"])
def test_what_restricts_nobody_needs_no_rule(room, forms, act):
    thread = make_thread()
    address = f"/moderation/threads/{thread.id}"
    if act == "restore":
        room.post(address, data={"act": "remove", "reason": "Prueba."})
    if act == "lift":
        address, sent = forms["suspend"]
        room.post(address, data=sent | {"rule": RULE, "reason": "Insultos."})
    more = {"group": make_group().slug} if act == "move" else {}
    assert room.post(address, data={"act": act, "rule": "", "reason": ""} | more).status_code == 303


@pytest.mark.parametrize("many", [False, True])
def test_a_dismissal_says_why_in_typed_or_in_usual_words(room, many):
    cases = [make_case() for _ in range(3)]

    def dismiss(case, **given):
        address = "/moderation/" if many else f"/moderation/cases/{case.id}"
        marked = {"case": str(case.id)} if many else {}
        return room.post(address, data={"act": "dismiss", "rule": "", **marked, **given})

    refused = dismiss(cases[0], reason="", usual="")
    assert refused.status_code == 422
    assert 'id="e-reason"' in refused.text
    assert "Escribe por qué se deja como está" in refused.text
    assert decisions() == []
    assert dismiss(cases[0], reason="Es ironía.", usual="").status_code == 303
    assert dismiss(cases[1], reason="", usual="allowed").status_code == 303
    assert dismiss(cases[2], reason="Es ironía.", usual="allowed").status_code == 303
    assert [reason for _act, reason in decisions()] == [
        "Es ironía.",
        "No incumple ninguna norma.",
        "Es ironía.",
    ]


def test_a_preview_asks_for_the_same(room, forms):
    address, sent = forms["remove in a case"]
    answer = room.post(address, data=sent | {"rule": "", "reason": "Se desvía.", "action": "preview"})
    assert answer.status_code == 422
    assert "Así será la comunicación" not in answer.text


def test_the_form_offers_the_rules_of_the_page_and_the_law(room, forms):
    shown = room.get(forms["remove"][0]).text
    offered = [html.unescape(one) for one in re.findall(r'<option[^>]* value="(Norma[^"]*|law)"', shown)]
    assert RULE in offered
    assert offered[-1] == "law"


@pytest.mark.parametrize(("reason", "rule"), [("spam", "Norma 6"), ("harassment", "Norma 1"), ("other", "")])
def test_a_case_begins_with_the_rule_that_its_flags_are_about(room, reason, rule):
    case = make_case(make_reply(make_thread()), reason=reason)
    chosen = re.search(
        r'<option selected[^>]*value="([^"]*)"',
        room.get(f"/moderation/cases/{case.id}").text.partition('name="rule"')[2],
    )
    assert chosen[1].partition(":")[0] == rule
