"""The team sees how well founded the flags of whoever flags were; whom a case is about does not."""

from forum.lib.transactions import transaction
from forum.moderation.actions import dismiss_case
from forum.moderation.queries.heeding import flag_records
from tests.factories import fresh, make_reply, make_thread, make_user, sign_in
from tests.moderation.cases import make_case
from tests.statements import statements


def test_a_case_says_how_many_of_their_last_flags_were_dismissed(app, room, moderator):
    pepa = make_user("pepa")
    for _ in range(22):
        case = make_case(None, pepa)
        with transaction():
            dismiss_case(fresh(case), fresh(moderator))
    author = make_user(role="moderator")
    case = make_case(make_reply(make_thread(), author=author), pepa, make_user("nueva"))
    page = room.get(f"/moderation/cases/{case.id}").text
    assert "20 desestimadas, de las 20 últimas resueltas · peso: 10" in page
    assert "Ninguna resuelta todavía · peso: 100" in page
    with statements() as asked:
        assert flag_records([fresh(pepa).id, None]) == {pepa.id: (20, 20)}
    assert len([one for one in asked if "FROM users JOIN flags" in one]) == 1
    sign_in(room, author)
    assert "últimas resueltas" not in room.get(f"/moderation/cases/{case.id}").text
