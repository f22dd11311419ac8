"""Whoever a text calls with an at sign is told: once a post, if they may see it, and never by an import."""

from uuid import uuid4

import pytest

from forum.debates.actions import edit_post, follow_thread, hide_post, publish_pending, unfollow_thread
from forum.lib.markdown import render
from forum.lib.transactions import transaction
from forum.notifications.jobs.digests import mail_news
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, opening_of, sign_in
from tests.mailbox import mails_to
from tests.notifications.test_news import bell, news_of, unread


@pytest.fixture
def ana(app):
    return make_user("Ana.Núñez", email=f"ana-{uuid4().hex}@ayuntamiento.example")


def edited(post, body, **given):
    text = render(body)
    with transaction():
        edit_post(fresh(post), None, text, **given)


def test_whoever_is_called_is_told_in_whatever_case(client, ana):
    thread = make_thread("Permuta de Lugo", "Pregunta a @ana.nunez, que sabe.")
    (news,) = news_of(ana)
    assert (news.notification.kind, news.posts, news.calls, news.answers) == ("mention", 1, True, False)
    sign_in(client, ana)
    page = client.get("/notifications").text
    assert "Te han mencionado" in page
    assert bell(page) == "1"
    client.get(f"/debates/{thread.key}")
    assert unread(ana) == 0


def test_a_reply_calls_whoever_does_not_follow(ana):
    thread = make_thread()
    make_reply(thread, "Como dijo @Ana.Núñez.")
    make_reply(thread, "Otra cosa.")
    (news,) = news_of(ana)
    assert (news.notification.first, news.posts) == (2, 1)


def test_who_follows_reads_that_they_were_called(client, ana):
    thread = make_thread()
    with transaction():
        follow_thread(ana.id, thread.id)
    make_reply(thread, "Como dijo @Ana.Núñez.")
    (news,) = news_of(ana)
    assert (news.notification.kind, news.posts, news.calls) == ("thread", 1, True)
    sign_in(client, ana)
    assert "te han mencionado" in client.get("/notifications").text


def test_who_is_answered_and_called_is_told_once(ana):
    thread = make_thread()
    mine = make_reply(thread, author=ana)
    with transaction():
        unfollow_thread(ana.id, thread.id)
    make_reply(thread, "Como dijo @Ana.Núñez.", reply_to=mine.number)
    make_reply(thread, "Insisto, @Ana.Núñez.")
    (news,) = news_of(ana)
    assert (news.notification.kind, news.posts, news.answers, news.calls) == ("answer", 2, True, True)


def test_nobody_is_told_of_calling_themselves(ana):
    make_thread(body="Soy @Ana.Núñez", author=ana, group=make_group())
    assert news_of(ana) == []


def test_names_in_quotations_links_and_code_call_nobody(ana):
    make_thread(body="> @Ana.Núñez dijo\n\n`@Ana.Núñez` y [@Ana.Núñez](/x)")
    assert news_of(ana) == []


def test_what_is_written_quietly_tells_nobody(ana):
    thread = make_thread(body="@Ana.Núñez", quietly=True)
    reply = make_reply(thread, "@Ana.Núñez", quietly=True)
    edited(reply, "Ya @Ana.Núñez no", quietly=True)
    assert news_of(ana) == []


def test_who_may_not_see_the_thread_is_told_nothing(ana):
    make_thread(body="Que no lo sepa @Ana.Núñez", group=make_group(visibility="private"))
    assert news_of(ana) == []
    assert unread(ana) == 0
    mail_news()
    assert mails_to(ana.email) == []


def test_what_awaits_approval_tells_once_it_is_published(ana):
    thread = make_thread()
    reply = make_reply(thread, "Hola, @Ana.Núñez", state="pending")
    assert news_of(ana) == []
    with transaction():
        publish_pending(fresh(reply), None)
    assert unread(ana) == 1


def test_an_edit_tells_whom_it_calls_and_tells_nobody_again(client, ana):
    thread = make_thread(body="Hola, @Ana.Núñez")
    eva = make_user("evaperez")
    post = opening_of(thread)
    sign_in(client, ana)
    client.get(f"/debates/{thread.key}")
    edited(post, "Hola, @Ana.Núñez y @evaperez")
    assert (unread(ana), unread(eva)) == (0, 1)
    edited(post, "Hola a todas")
    assert (unread(ana), unread(eva)) == (0, 0)
    edited(post, "Hola, @Ana.Núñez y @evaperez")
    assert (unread(ana), unread(eva)) == (0, 1)


def test_an_edit_of_what_comes_before_reaches_back_to_it(ana):
    thread = make_thread()
    with transaction():
        follow_thread(ana.id, thread.id)
    first, _second = make_reply(thread), make_reply(thread)
    edited(opening_of(thread), "Con permiso de @Ana.Núñez")
    (news,) = news_of(ana)
    assert (news.notification.first, news.notification.last, news.calls) == (1, 3, True)
    with transaction():
        hide_post(fresh(first), None, "")
    assert news_of(ana)[0].calls


def test_a_name_that_nobody_has_is_a_name(app):
    assert make_thread(body="Hola, @nadie.con.este.nombre")


def test_a_digest_says_so(ana):
    with transaction():
        fresh(ana).news_mail = "at_once"
    make_thread("Permuta de Lugo", "Pregunta a @Ana.Núñez")
    mail_news()
    assert mails_to(ana.email)[-1]["Subject"] == "Te han mencionado: Permuta de Lugo · Tertulia"
