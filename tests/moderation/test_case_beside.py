"""Beside a case: the queue, what similar cases got, what became of the post and is known of the person."""

import re

from forum.debates.actions import edit_post
from forum.lib.markdown import render
from forum.lib.transactions import transaction
from forum.moderation.actions import decide_person, decide_post, dismiss_case
from forum.moderation.actions.deciding import Grounds
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, sign_in
from tests.moderation.cases import make_case
from tests.statements import statements


def section(page: str, heading: str) -> str:
    found = re.search(rf"<section[^>]*>\s*<h2[^>]*>{heading}</h2>(.*?)</section>", page, re.DOTALL)
    return found[1] if found else ""


def test_similar_cases_are_counted_by_what_was_decided_and_the_last_are_linked(room, moderator):
    posts = [make_reply(make_thread()) for _ in range(3)]
    cases = [make_case(post, reason="spam") for post in posts]
    other = make_case(reason="harassment")
    with transaction():
        decide_post(fresh(posts[0]), fresh(moderator), "remove", Grounds("anuncio", rule="Norma 6"))
        decide_post(fresh(posts[1]), fresh(moderator), "remove", "anuncio")
        dismiss_case(fresh(cases[2]), fresh(moderator))
        dismiss_case(fresh(other), fresh(moderator))
    shown = section(
        room.get(f"/moderation/cases/{make_case(reason='spam').id}").text, "Qué se decidió en casos parecidos"
    )
    assert "Retirar (2), Desestimar (1)" in shown
    assert "Norma 6" in shown
    for case in cases:
        assert f'href="/moderation/cases/{case.id}"' in shown
    assert f'href="/moderation/cases/{other.id}"' not in shown


def test_group_moderators_see_what_was_decided_in_their_groups_alone(client, moderator):
    local = make_user()
    own = make_group(moderators=(local,))
    author = make_user("ana")
    elsewhere = make_case(make_reply(make_thread("En otro"), author=author), reason="spam")
    with transaction():
        dismiss_case(fresh(elsewhere), fresh(moderator))
        decide_person(fresh(author), fresh(moderator), "warn", "por lo otro")
    sign_in(client, local)
    case = make_case(make_reply(make_thread(group=own), author=author), reason="spam")
    page = client.get(f"/moderation/cases/{case.id}").text
    assert "Todavía no se ha decidido ninguno" in page
    assert "Ninguna decisión anterior." in page
    assert "En otro" not in page
    assert f"/moderation/cases/{elsewhere.id}" not in page


def test_the_post_and_its_author_have_a_history(room, moderator):
    ana = make_user("ana")
    post = make_reply(make_thread(), "Uno", author=ana)
    text = render("Dos")
    with transaction():
        decide_person(fresh(ana), fresh(moderator), "warn", "respeto")
        edit_post(fresh(post), fresh(ana), text)
    page = room.get(f"/moderation/cases/{make_case(post).id}").text
    assert f'href="/posts/{post.id}/revisions"' in section(page, "Cambios del mensaje")
    assert "Advertir" in section(page, "Antes, sobre ana")


def test_the_filtered_queue_stands_beside_with_the_case_marked(room):
    case, spam, other = make_case(reason="spam"), make_case(reason="spam"), make_case(reason="other")
    page = room.get(f"/moderation/cases/{case.id}?reason=spam").text
    assert re.search(rf'href="/moderation/cases/{case.id}\?reason=spam" aria-current="page"', page)
    assert f'href="/moderation/cases/{spam.id}?reason=spam"' in page
    assert f"/moderation/cases/{other.id}?" not in page
    for place in ("take", "notes"):
        sent = room.post(f"/moderation/cases/{case.id}/{place}?reason=spam", data={"text": "una nota"})
        assert sent.location.partition("#")[0] == f"/moderation/cases/{case.id}?reason=spam"


def test_the_statements_of_a_case_do_not_grow(room, moderator):
    ana = make_user("ana")
    post = make_reply(make_thread(), author=ana)

    def fill(times: int) -> None:
        for _ in range(times):
            other = make_case(make_reply(make_thread(), author=ana), make_user(), make_user())
            make_case(reason="spam")
            with transaction():
                dismiss_case(fresh(other), fresh(moderator))

    def cost() -> int:
        with statements() as seen:
            assert room.get(f"/moderation/cases/{case.id}").status_code == 200
        return len(seen)

    case = make_case(post, make_user())
    fill(1)
    little = min(cost() for _ in range(3))  # whether there is maintenance is asked now and then
    for _ in range(5):
        make_case(post, make_user())
    fill(8)
    assert min(cost() for _ in range(3)) == little
    assert little <= 23
