"""A person follows a saved search and is told of what is new in it: what they may read, once while unread."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from html import unescape
from math import inf
from time import monotonic

import pytest
from sqlalchemy import func, select

from forum.debates.actions import hide_post, move_thread, publish_pending, restore_thread
from forum.extensions import db
from forum.groups.queries import viewer_of
from forum.lib.transactions import transaction
from forum.notifications.actions import mark_all_read
from forum.notifications.models import FoundPost, Notification, SavedSearch
from forum.notifications.queries import news_list, unread_count
from forum.search.jobs import index_changes
from forum.search.models import NewPost
from forum.search.saved import finding, jobs
from forum.search.saved.actions import MOST, TooManySearches, save_search
from forum.search.saved.arguments import arguments_of, canonical
from forum.search.saved.turns import take_turn
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, sign_in

ODD = ["", "/search", "?", "?q=", "?order=newest", "?q=%00", "?q=%ff%fe", "?q=" + "a" * 9000, "?q=%3F"]
WORDS = "/search?q=permuta"


@pytest.fixture
def ana(app):
    return make_user()


def save(user, address=WORDS):
    """Save a search; its id."""
    with transaction():
        return save_search(user.id, address)[0].id


def look():
    """Index what is new and look at it for everybody; gives how many were told."""
    index_changes()
    return jobs.look_for_news()


def news_of(user):
    db.session.rollback()
    return list(news_list(viewer_of(fresh(user))))


def unread(user):
    db.session.rollback()
    return db.session.scalar(select(unread_count(viewer_of(fresh(user)))))


def test_new_matches_are_one_notification_that_counts_up(ana, index):
    make_thread("Permuta de antes")
    look()
    save(ana)
    assert look() == 0
    make_thread("Permuta de Lugo")
    make_thread("Otra cosa")
    assert look() == 1
    thread = make_thread("Permuta de Vigo")
    make_reply(thread, "Otra permuta, la mía.")
    look()
    (news,) = news_of(ana)
    assert (news.search.name, news.posts, news.unread) == ("permuta", 3, True)
    assert unread(ana) == 1
    assert look() == 0


def test_ones_own_posts_are_no_news(ana, index):
    save(ana)
    make_thread("Permuta", author=ana)
    assert look() == 0


def test_what_one_may_not_read_is_never_told(ana, index):
    eva = make_user()
    secret = make_group(visibility="private", members=(eva,))
    save(ana)
    save(eva)
    make_thread("Permuta secreta", group=secret)
    assert look() == 1
    assert news_of(ana) == []
    assert [news.posts for news in news_of(eva)] == [1]


def test_what_is_removed_or_closed_to_one_vanishes(ana, index):
    save(ana)
    thread = make_thread("Permuta")
    reply = make_reply(thread, "Permuta también.")
    look()
    assert news_of(ana)[0].posts == 2
    with transaction():
        hide_post(fresh(reply), None, "")
    assert news_of(ana)[0].posts == 1
    secret = make_group(visibility="private")
    with transaction():
        move_thread(fresh(thread), fresh(secret), None)
    assert news_of(ana) == []
    assert unread(ana) == 0


def test_what_awaited_approval_is_new_when_it_is_shown(ana, index):
    save(ana)
    reply = make_reply(make_thread("Otra cosa"), "Permuta pendiente.", state="pending")
    thread = make_thread("Permuta pendiente", state="pending")
    look()
    assert news_of(ana) == []
    with transaction():
        publish_pending(fresh(reply), None)
    with transaction():
        restore_thread(fresh(thread), None)
    look()
    assert news_of(ana)[0].posts == 2


def test_filters_count_as_words_do(ana, index):
    group = make_group("Movilidad")
    save(ana, f"/search?group={group.slug}&kind=debate&since=2020")
    make_thread("Permuta", group=group)
    make_thread("Permuta")
    look()
    assert news_of(ana)[0].posts == 1


def test_a_name_that_there_is_not_counts_as_it_does_on_the_page(client, ana, index):
    typed, beside = save(ana, "/search?q=permuta+autor:nadie"), save(ana, "/search?q=permuta&author=nadie")
    make_thread("Permuta")
    look()
    assert [news.search.id for news in news_of(ana)] == [typed]
    sign_in(client, ana)
    for search_id, total in ((typed, 1), (beside, 0)):
        page = client.get(client.get(f"/me/searches/{search_id}").location).text
        assert f'data-total="{total}"' in page


@pytest.mark.parametrize(("language", "told"), [("es", 1), ("en", 2)])
def test_an_operator_is_that_of_its_owners_language(ana, index, language, told):
    with transaction():
        fresh(ana).language = language
    save(ana, "/search?q=permuta+in:moderno")
    make_thread("Permuta in moderno")
    make_thread("Permuta")
    look()
    assert [news.posts for news in news_of(ana)] == [told]


def test_an_old_post_that_is_approved_late_is_news_behind_many_newer_ones(ana, index, monkeypatch):
    monkeypatch.setattr(finding, "MOST_HITS", 3)
    save(ana)
    busy = make_thread("Permuta")
    old = make_reply(busy, "Permuta pendiente.", state="pending", created=datetime(2024, 1, 1, tzinfo=UTC))
    for _ in range(2):
        make_thread("Otra permuta")
        make_reply(busy, "Y otra permuta.")
    look()
    with transaction():
        publish_pending(fresh(old), None)
    last = make_reply(busy, "La última permuta.")
    search_id = news_of(ana)[0].search.id
    mark_all_read(ana.id)
    db.session.commit()
    look()
    told = select(FoundPost.post_id).join(Notification).where(Notification.read.is_(None))
    assert set(db.session.scalars(told.where(Notification.search_id == search_id))) == {old.id, last.id}


def test_what_is_imported_is_no_news(ana, index):
    save(ana)
    make_thread("Permuta", quietly=True)
    assert look() == 0


def test_a_post_that_waits_for_the_index_waits_for_its_turn(ana, index):
    save(ana)
    make_thread("Permuta")
    assert jobs.look_for_news() == 0
    assert look() == 1


def test_many_searches_go_on_where_a_look_ended(ana, index, monkeypatch):
    monkeypatch.setattr(jobs, "BATCH", 2)
    people = [make_user() for _ in range(5)]
    for user in people:
        save(user)
    make_thread("Permuta")
    index_changes()
    told = [jobs.look_for_news(patience=0) for _ in range(4)]
    assert told == [2, 2, 1, 0]
    assert [unread(user) for user in people] == [1] * 5
    assert db.session.scalar(select(func.count()).select_from(NewPost)) == 0


def test_a_search_that_fails_keeps_nobody_behind_it_from_their_news(ana, index, monkeypatch):
    broken = make_user()
    save(broken, "/search?q=permuta+lugo")
    save(ana)
    real = jobs.found_among

    def failing(query, posts, reader):
        if reader.viewer.id == broken.id:
            raise RuntimeError("whatever an engine may raise")
        return real(query, posts, reader)

    monkeypatch.setattr(jobs, "found_among", failing)
    make_thread("Permuta")
    assert look() == 1
    assert unread(ana) == 1


def test_a_look_that_was_lost_before_its_outcome_was_noted_is_done_again(ana, index):
    save(ana)
    make_thread("Permuta")
    index_changes()
    turn = take_turn()
    searches = jobs.waiting_searches(turn, 10)
    found = list(jobs.outcomes(searches, turn))  # and here the process ends
    assert jobs.look_for_news() == 1
    assert jobs.note_outcomes(found, turn) == 0  # or it was only late
    assert news_of(ana)[0].posts == 1


def test_two_looks_at_once_tell_once(own_app):
    ana = make_user()
    save(ana)
    make_thread("Permuta")
    index_changes()

    def look_beside(_):
        with own_app.app_context():
            try:
                return jobs.look_for_news()
            finally:
                db.session.remove()

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(look_beside, range(3))) == 1
    assert db.session.scalar(select(func.count()).select_from(Notification)) == 1
    assert news_of(ana)[0].posts == 1


def test_the_same_search_is_saved_once_however_it_is_written(ana, index):
    first = save(ana, "/search?q=permuta&kind=debate&order=newest&view=posts&page=3")
    assert save(ana, "/search?kind=debate&q=++permuta+") == first
    assert canonical("/search?q=a&nada=1&kind=") == "q=a"


def test_there_is_a_limit_for_each_person(ana, index):
    for number in range(MOST):
        save(ana, f"/search?q=palabra{number}")
    with pytest.raises(TooManySearches):
        save(ana, "/search?q=una+mas")
    assert save(ana, "/search?q=palabra3")
    assert save(make_user(), "/search?q=una+mas")


def test_saving_from_the_results_and_reading_the_news(client, ana, index):
    make_thread("Permuta de antes")
    look()
    sign_in(client, ana)
    assert "Guardar esta búsqueda" in client.get(WORDS).text
    answer = client.post("/me/searches", data={"search": WORDS})
    assert (answer.status_code, answer.location) == (303, "/me/searches")
    assert "permuta" in client.get("/me/searches").text
    make_thread("Permuta de Lugo")
    look()
    page = client.get("/notifications").text
    assert "1 resultado nuevo" in page
    found = db.session.scalars(select(SavedSearch)).one()
    page = client.get(f"/me/searches/{found.id}/news").text
    assert "de Lugo" in page
    assert "de antes" not in page
    assert "<mark>Permuta</mark>" in page
    assert unread(ana) == 0
    assert client.get(f"/me/searches/{found.id}").location == "/search?q=permuta"
    assert "de Lugo" in client.get(f"/me/searches/{found.id}/news").text
    make_thread("Permuta de Vigo")
    look()
    page = client.get(f"/me/searches/{found.id}/news").text
    assert "de Vigo" in page
    assert "de Lugo" not in page


def test_a_guest_is_not_offered_to_save(client, index):
    make_thread("Permuta")
    look()
    assert "Guardar esta búsqueda" not in client.get(WORDS).text


def test_a_search_gets_another_name_and_is_deleted(client, ana, index):
    search_id = save(ana)
    sign_in(client, ana)
    place = f"/me/searches/{search_id}"
    assert client.post(place, data={"name": " ", "mail": "daily"}).status_code == 422
    assert client.post(place, data={"name": "x" * 121, "mail": "daily"}).status_code == 422
    assert client.post(place, data={"name": "Mis permutas", "mail": "hourly"}).status_code == 422
    assert client.post(place, data={"name": "Mis permutas", "mail": "at_once"}).status_code == 303
    assert "Mis permutas" in client.get("/me/searches").text
    make_thread("Permuta")
    look()
    assert unread(ana) == 1
    assert client.post(f"{place}/delete").status_code == 303
    assert "Mis permutas" not in client.get("/me/searches").text
    assert news_of(ana) == []


def test_nobody_reaches_a_search_of_somebody_else(client, ana, index):
    search_id = save(ana)
    sign_in(client, make_user())
    for address in (f"/me/searches/{search_id}", f"/me/searches/{search_id}/news"):
        assert client.get(address).status_code == 404
    assert client.post(f"/me/searches/{search_id}", data={"name": "a", "mail": "none"}).status_code == 404
    assert client.post(f"/me/searches/{search_id}/delete").status_code == 404


@pytest.mark.parametrize("mail", ["none", "at_once", "daily"])
def test_a_new_search_mails_as_the_person_wants_news(ana, index, mail):
    with transaction():
        fresh(ana).news_mail = mail
    save(ana)
    assert db.session.scalar(select(SavedSearch.mail)) == mail


@pytest.mark.parametrize("question", ["¿Qué es una permuta?", "permuta? sí", "a=b&c#d?+%3F"])
def test_a_question_is_saved_from_its_page(client, ana, index, question):
    sign_in(client, ana)
    page = client.get("/search", query_string={"q": question}).text
    address = unescape(re.findall(r'name="search" value="([^"]*)"', page)[0])
    assert client.post("/me/searches", data={"search": address}).status_code == 303
    saved = db.session.scalar(select(SavedSearch))
    assert arguments_of(saved.query) == {"q": question}


@pytest.mark.parametrize("address", ODD)
def test_whatever_is_sent_to_be_saved_is_taken_or_refused(client, ana, index, address):
    sign_in(client, ana)
    assert client.post("/me/searches", data={"search": address}).status_code in (303, 422)


def test_looking_leaves_most_of_the_time_to_the_index(ana, index, monkeypatch):
    save(ana)
    make_thread("Permuta")
    index_changes()
    monkeypatch.setattr(jobs, "_rests", {"until": inf})
    jobs.look_when_rested()
    assert news_of(ana) == []
    began = monotonic()
    monkeypatch.setattr(jobs, "_rests", {"until": began})
    jobs.look_when_rested()
    looked = monotonic() - began
    assert jobs._rests["until"] >= began + jobs.RESTS * looked / 2
    assert len(news_of(ana)) == 1
