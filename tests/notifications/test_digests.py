"""Mails of news: by preference, once, of what may be read, with a way to stop them."""

import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select, update

from forum.debates.actions import follow_thread, hide_post
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.transactions import transaction
from forum.notifications.actions import tell_of_found
from forum.notifications.jobs.digests import mail_news
from forum.notifications.models import Notification, SavedSearch
from forum.search.saved.actions import save_search
from tests.factories import fresh, make_reply, make_thread, make_user, opening_of, sign_in
from tests.mailbox import mails_to, text_of

YESTERDAY = timedelta(days=1, hours=1)


@pytest.fixture
def ana(app):
    return make_user()


@pytest.fixture
def thread(ana):
    """A thread that ana follows."""
    made = make_thread("Permuta de Lugo")
    with transaction():
        follow_thread(ana.id, made.id)
    return made


def prefer(user, mail, **more):
    with transaction():
        person = fresh(user)
        for name, value in {"news_mail": mail, **more}.items():
            setattr(person, name, value)


def a_day_later():
    """As if all that was noted had been noted a day ago."""
    with transaction():
        for column in (Notification.created, Notification.at, Notification.mailed):
            for row in db.session.query(Notification).filter(column.is_not(None)):
                setattr(row, column.key, getattr(row, column.key) - YESTERDAY)


def digests(user):
    """The mails that a person got by now."""
    mail_news()
    return mails_to(user.email)


def test_a_digest_comes_once_a_day_with_all_that_is_unread(ana, thread):
    other = make_thread("Otro debate")
    with transaction():
        follow_thread(ana.id, other.id)
    make_reply(thread)
    make_reply(thread)
    make_reply(other)
    assert digests(ana) == []
    a_day_later()
    (mail,) = digests(ana)
    assert mail["Subject"] == "Tu resumen: 2 novedades · Tertulia"
    text = text_of(mail).replace("\r\n", "\n")
    assert "Permuta de Lugo\n2 mensajes nuevos\n" in text
    assert f"/debates/{thread.key}#post-2" in text
    assert len(digests(ana)) == 1
    make_reply(thread)
    assert len(digests(ana)) == 1
    a_day_later()
    assert digests(ana)[1]["Subject"] == "3 mensajes nuevos: Permuta de Lugo · Tertulia"
    a_day_later()
    assert len(digests(ana)) == 2


def test_at_once_is_at_once_and_not_again_until_it_is_read(client, ana, thread):
    prefer(ana, "at_once")
    make_reply(thread)
    assert len(digests(ana)) == 1
    make_reply(thread)
    assert len(digests(ana)) == 1
    sign_in(client, ana)
    client.get(f"/debates/{thread.key}")
    make_reply(thread)
    assert len(digests(ana)) == 2


def test_whoever_wants_no_mail_gets_none_now_or_later(ana, thread):
    prefer(ana, "none")
    make_reply(thread)
    a_day_later()
    assert digests(ana) == []
    prefer(ana, "at_once")
    assert digests(ana) == []


def test_what_was_read_or_removed_meanwhile_is_not_mailed(client, ana, thread):
    reply = make_reply(thread)
    with transaction():
        hide_post(fresh(reply), None, "")
    a_day_later()
    assert digests(ana) == []
    make_reply(thread)
    sign_in(client, ana)
    client.get(f"/debates/{thread.key}")
    a_day_later()
    assert digests(ana) == []


@pytest.mark.parametrize("closed", [{"state": "erased"}, {"email": None}, {"confirmed_at": None}])
def test_closed_accounts_get_nothing_and_hold_nothing_up(ana, thread, closed):
    address = ana.email
    prefer(ana, "at_once", **closed)
    make_reply(thread)
    assert mail_news() == 0
    assert mails_to(address) == []


def test_a_mail_is_in_the_persons_language(ana, thread):
    prefer(ana, "at_once", language="en")
    make_reply(thread)
    (mail,) = digests(ana)
    assert mail["Subject"].startswith("1 new post: Permuta de Lugo")
    assert "Stop these emails" in text_of(mail)


def test_a_saved_search_has_a_wish_of_its_own(ana, thread):
    post_id = opening_of(thread).id
    with transaction():
        search = SavedSearch(user_id=ana.id, name="permutas", query="q=permuta", digest="d", mail="at_once")
        db.session.add(search)
        db.session.flush()
        tell_of_found(ana.id, search.id, [post_id])
        search_id = search.id
    make_reply(thread)
    (mail,) = digests(ana)
    assert mail["Subject"] == "1 resultado nuevo: permutas · Tertulia"
    assert f"/me/searches/{search_id}/news" in text_of(mail)


def stop_link(mail):
    """The path in the header that mail programs press."""
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = re.fullmatch(r"<(http\S+)>", mail["List-Unsubscribe"])[1]
    assert address in text_of(mail)
    return urlsplit(address).path


def test_one_click_stops_the_mails_without_signing_in(client, app, ana, thread):
    prefer(ana, "at_once")
    make_reply(thread)
    path = stop_link(digests(ana)[0])
    raw = max((Path(app.config["DATA_DIR"]) / "mail").glob("*.eml")).read_text()
    assert re.search(r"^List-Unsubscribe: <http\S+>$", raw, re.M)
    app.config["WTF_CSRF_ENABLED"] = True
    page = client.get(path)
    assert page.status_code == 200
    assert "Dejar de recibir estos correos" in page.text
    assert fresh(ana).news_mail == "at_once"
    answer = client.post(path, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert "Ya no recibirás" in answer.text
    db.session.rollback()
    assert fresh(ana).news_mail == "none"
    assert client.post(path).status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_made_up_link_stops_nothing(client, ana, method):
    assert getattr(client, method)(f"/unsubscribe/{ana.id}").status_code == 410


def test_what_one_prefers_is_kept(client, ana):
    sign_in(client, ana)
    assert client.post("/notifications/settings", data={"mail": "weekly"}).status_code == 422
    assert client.post("/notifications/settings", data={"mail": "none"}).status_code == 303
    db.session.rollback()
    assert (fresh(ana).news_mail, fresh(ana).follows_own) == ("none", False)


def mails_of_searches(user):
    db.session.rollback()
    theirs = select(SavedSearch.mail).where(SavedSearch.user_id == user.id)
    return list(db.session.scalars(theirs.order_by(SavedSearch.id)))


def test_never_silences_saved_searches_too_until_one_is_chosen_by_itself(client, ana):
    eva = make_user()
    with transaction():
        saved = [
            save_search(user.id, f"/search?q={word}")[0].id
            for user, word in ((ana, "a"), (ana, "b"), (eva, "c"))
        ]
    sign_in(client, ana)
    assert "tampoco llegan los de tus búsquedas guardadas" in client.get("/notifications/settings").text
    client.post("/notifications/settings", data={"mail": "at_once"})
    assert mails_of_searches(ana) == ["daily", "daily"]
    client.post("/notifications/settings", data={"mail": "none"})
    assert mails_of_searches(ana) == ["none", "none"]
    assert mails_of_searches(eva) == ["daily"]
    client.post(f"/me/searches/{saved[0]}", data={"name": "a", "mail": "at_once"})
    client.post("/notifications/settings", data={"mail": "none", "follows_own": "y"})
    assert mails_of_searches(ana) == ["at_once", "none"]


def test_what_was_read_long_ago_is_forgotten(ana, thread):
    make_reply(thread)
    with transaction():
        db.session.execute(update(Notification).values(read=utcnow() - timedelta(days=91)))
    mail_news()
    assert db.session.query(Notification).filter_by(user_id=ana.id).count() == 0
