"""What people read of what was decided about them."""

import pytest
from sqlalchemy import select

from forum.debates.actions import edit_post
from forum.debates.models import Thread, Transfer
from forum.extensions import db
from forum.groups.models import Group
from forum.lib.markdown import render
from forum.lib.numbers import Ranges
from forum.lib.transactions import transaction
from forum.moderation.actions import (
    decide_person,
    decide_post,
    decide_thread,
    dismiss_case,
    flag_automatically,
)
from forum.moderation.actions.arranging import Grounds, arrange_thread, mark_post
from forum.moderation.actions.editing import edit_by_team
from forum.moderation.actions.threadwork import Work, merge_threads, move_posts, undo_transfer
from forum.moderation.models import Decision, Flag
from forum.notifications.models import Communication
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, opening_of, sign_in
from tests.mailbox import mails_to
from tests.moderation.cases import make_case, time_passes
from tests.moderation.test_notices import send
from tests.statements import statements


@pytest.mark.parametrize("act", ["dismiss", "pin", "mark"])
def test_what_restricts_nobody_is_not_among_them(client, moderator, act):
    ana = make_user()
    thread = make_thread(author=ana)
    kept, gone = (make_reply(thread, author=ana) for _ in range(2))
    case = make_case(kept)
    with transaction():
        if act == "dismiss":
            dismiss_case(fresh(case), fresh(moderator), "no incumple")
        elif act == "pin":
            decide_thread(fresh(thread), fresh(moderator), "pin")
        else:
            mark_post(fresh(kept), fresh(moderator), Grounds(), picked=True, wiki=False)
        decide_post(fresh(gone), fresh(moderator), "remove", "norma 4")
    time_passes()
    unstated, stated = db.session.scalars(select(Decision.id).order_by(Decision.id))
    sign_in(client, ana)
    page = client.get("/me/decisions")
    assert page.status_code == 200
    assert f"/me/decisions/{stated}" in page.text
    assert f"/me/decisions/{unstated}" not in page.text
    assert client.get(f"/me/decisions/{stated}").status_code == 200
    assert client.get(f"/me/decisions/{unstated}").status_code == 404


def page_of(client, person, decision_id):
    """What somebody reads of a decision about them."""
    sign_in(client, person)
    return client.get(f"/me/decisions/{decision_id}").text.partition("<main")[2]


def removed(post, moderator, act="remove"):
    """Decide on a post, and let the statement leave."""
    with transaction():
        made = decide_post(fresh(post), fresh(moderator), act, "norma 3").id
    time_passes()
    return made


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("notice", "Alguien avisó de un contenido ilegal (artículo 16"),
        ("flag", "Alguien lo denunció."),
        ("automatic", "lo encontró un programa que revisa textos."),
        ("own", "por iniciativa propia"),
    ],
)
def test_the_statement_says_whether_somebody_called_for_it_and_never_who(client, moderator, source, says):
    ana, luis = make_user(), make_user(display_name="Luis Chivato")
    post = make_reply(make_thread(), author=ana)
    if source == "automatic":
        with transaction():
            flag_automatically(fresh(post), "spam")
    if source in ("notice", "flag"):
        make_case(post, luis)
    if source == "notice":
        send(client, f"/posts/{post.id}", name="Vecina Chivata")
    made = removed(post, moderator)
    page, mail = page_of(client, ana, made), mails_to(ana.email)[-1].get_content()
    for text in (page, mail):
        assert says in text
        assert "Chivat" not in text
    assert "Lo encontró un programa" in page if source == "automatic" else "No ha habido detección" in page


def test_what_was_sent_stays_as_it_was_sent(client, moderator):
    ana = make_user()
    post = make_reply(make_thread("Permuta"), author=ana)
    removed(post, moderator)
    before = db.session.scalars(select(Communication.body).where(Communication.user_id == ana.id)).all()
    with transaction():
        db.session.get_one(Thread, post.thread_id).title = "Otro título"
    after = db.session.scalars(select(Communication.body).where(Communication.user_id == ana.id)).all()
    assert before == after
    assert "«Permuta»" in after[0]


@pytest.mark.parametrize("member", [True, False])
def test_a_thread_that_was_moved_is_where_the_statement_says_if_one_may_know(client, moderator, member):
    ana = make_user()
    private = make_group("Gabinete", visibility="private", members=(ana,) if member else ())
    thread = make_thread("Permuta", author=ana)
    with transaction():
        made = decide_thread(fresh(thread), fresh(moderator), "move", "es interno", fresh(private)).id
    time_passes()
    page, mail = page_of(client, ana, made), mails_to(ana.email)[-1].get_content()
    for text in (page, mail, client.get("/me/decisions").text):
        assert ("Gabinete" in text) is member
        assert ("Permuta" in text) is member
    assert "es interno" in page


@pytest.mark.parametrize("act", ["hide", "remove"])
def test_the_author_reads_the_text_that_was_taken_down_and_nobody_else(client, moderator, act):
    ana = make_user()
    post = make_reply(make_thread(), "Dije **esto**.", author=ana)
    made = removed(post, moderator, act)
    assert "<strong>esto</strong>" in page_of(client, ana, made)
    sent = client.post(f"/me/decisions/{made}", data={"text": ""})
    assert sent.status_code == 422
    assert "<strong>esto</strong>" in sent.text
    sign_in(client, make_user())
    assert client.get(f"/me/decisions/{made}").status_code == 404


def test_of_an_edit_the_author_reads_the_version_before(client, moderator):
    ana = make_user()
    post = make_reply(make_thread(), "La primera.", author=ana)
    second, team, later = render("La segunda."), render("La del equipo."), render("La cuarta.")
    with transaction():
        edit_post(fresh(post), fresh(ana), second)
    with transaction():
        made = edit_by_team(fresh(post), fresh(moderator), team, Grounds("norma 2")).id
    time_passes()
    with transaction():
        edit_post(fresh(post), fresh(ana), later)
    page = page_of(client, ana, made)
    assert "La segunda." in page
    assert not any(text in page for text in ("La primera.", "La del equipo.", "La cuarta."))


@pytest.mark.parametrize("where", ["there", "private", "merged", "moved"])
def test_it_is_read_wherever_the_post_is_now(client, moderator, where):
    ana = make_user()
    thread, target = make_thread("Uno", "La apertura de ana.", author=ana), make_thread("Dos")
    group = db.session.get_one(Thread, target.id).group_id
    with transaction():
        fresh(thread).group_id = group
    reply = make_reply(thread, "La respuesta de ana.", author=ana)
    made = removed(reply, moderator)
    with transaction():
        whole = decide_thread(fresh(thread), fresh(moderator), "close", "ya está").id
    time_passes()
    if where == "private":
        private = make_group(visibility="private")
        with transaction():
            decide_thread(fresh(thread), fresh(moderator), "move", "es interno", fresh(private))
    elif where == "merged":
        with transaction():
            merge_threads(fresh(thread), fresh(target), Work(fresh(moderator), Grounds("lo mismo")))
    elif where == "moved":
        with transaction():
            move_posts(
                fresh(thread), Ranges.read("2"), fresh(target), Work(fresh(moderator), Grounds("no es aquí"))
            )
    page = page_of(client, ana, made)
    assert "La respuesta de ana." in page
    assert ("Uno" in page or "Dos" in page) is (where != "private")
    page = page_of(client, ana, whole)
    assert "La apertura de ana." in page
    assert "La respuesta de ana." not in page


def test_of_a_debate_that_others_texts_opened_nobody_reads_those(client, moderator):
    """The opening post may be another's than who is told: only one's own is shown."""
    ana, luis = make_user(), make_user()
    thread = make_thread("Uno", "La apertura de ana.", author=ana)
    with transaction():
        fresh(opening_of(thread)).author_id = luis.id
    with transaction():
        made = decide_thread(fresh(thread), fresh(moderator), "close", "ya está").id
    time_passes()
    assert "La apertura de ana." not in page_of(client, ana, made)


def test_a_measure_shows_the_text_that_was_flagged(client, moderator):
    ana = make_user()
    post = make_reply(make_thread(), "Un insulto.", author=ana)
    case = make_case(post)
    with transaction():
        made = decide_person(fresh(ana), fresh(moderator), "warn", "norma 2", case=fresh(case)).id
    time_passes()
    assert "Un insulto." in page_of(client, ana, made)


def test_the_list_costs_the_same_however_many_there_are(client, moderator):
    ana, thread = make_user(), make_thread()
    removed(make_reply(thread, author=ana), moderator)
    sign_in(client, ana)
    client.get("/me/decisions")
    with statements() as few:
        client.get("/me/decisions")
    for _ in range(4):
        post = make_reply(thread, author=ana)
        make_case(post)
        removed(post, moderator)
    with statements() as many:
        client.get("/me/decisions")
    assert len(many) == len(few)
    assert db.session.query(Flag).count() == 4


@pytest.mark.parametrize("late", [True, False])
def test_who_was_told_of_a_transfer_is_told_that_it_was_undone(client, moderator, late):
    ana = make_user()
    thread = make_thread("Uno", author=ana)
    target = make_thread("Dos", group=fresh_group(thread))
    with transaction():
        done = merge_threads(fresh(thread), fresh(target), Work(fresh(moderator), Grounds("lo mismo"))).id
    if late:
        time_passes()
    with transaction():
        undo_transfer(db.session.get_one(Transfer, done), fresh(moderator))
    time_passes()
    told = select(Communication.subject).where(Communication.user_id == ana.id).order_by(Communication.id)
    subjects = db.session.scalars(told).all()
    assert subjects == (
        ["Decisión de moderación: «Unir» en «Uno»", "Anulada: «Unir» en «Uno»"] if late else []
    )


def fresh_group(thread):
    """The group of a thread, in the current session."""
    return db.session.get_one(Group, thread.group_id)


def test_what_was_not_told_is_not_among_them(client, moderator):
    """Approving a text, only pinning a thread, and what the person decided themselves."""
    ana = make_user(role="moderator")
    thread = make_thread(author=ana)
    waits = make_reply(thread, author=ana, state="pending", number=None)
    with transaction():
        approved = decide_post(fresh(waits), fresh(moderator), "restore").id
        pinned = arrange_thread(fresh(thread), fresh(moderator), Grounds(), pinned=True).id
        own = decide_thread(fresh(thread), fresh(ana), "close").id
        retitled = arrange_thread(fresh(thread), fresh(moderator), Grounds(), title="Otro", pinned=False).id
        removed = decide_post(fresh(waits), fresh(moderator), "remove", "norma 3").id
        restored = decide_post(fresh(waits), fresh(moderator), "restore").id
    time_passes()
    sign_in(client, ana)
    page = client.get("/me/decisions").text
    for one, told in {approved: 0, pinned: 0, own: 0, retitled: 1, removed: 1, restored: 1}.items():
        assert (f'"/me/decisions/{one}"' in page) is bool(told)
        assert client.get(f"/me/decisions/{one}").status_code == (200 if told else 404)
