"""What is written to a person officially: kept as it was sent, told by the bell and by mail, theirs alone."""

from contextlib import suppress
from datetime import timedelta

import pytest
from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from forum.accounts.models import User
from forum.debates.actions import follow_thread
from forum.extensions import db
from forum.groups.queries import viewer_of
from forum.lib.clock import utcnow
from forum.lib.transactions import transaction
from forum.notifications.actions import communicate
from forum.notifications.jobs.digests import mail_news
from forum.notifications.models import Communication, Notification
from forum.notifications.queries import news_list, unread_count
from tests.factories import PASSWORD, fresh, make_reply, make_thread, make_user, sign_in
from tests.mailbox import mails_to, text_of
from tests.statements import statements


class Stopped(Exception):
    """Something went wrong after it was written."""


SUBJECT = _l("Decisión de moderación")


def write_to(user, **given):
    """Write a person what was decided; gives the id."""
    given = {"stays": True, "link": "/debates/7", **given}
    with transaction():
        made = communicate(fresh(user), "flag", SUBJECT, "flag_decided", **given)
        return made and made.id


def unread(user):
    """The figure on the person's bell."""
    db.session.rollback()
    return db.session.scalar(select(unread_count(viewer_of(fresh(user)))))


@pytest.fixture
def ana(app):
    return make_user()


def test_a_communication_is_kept_told_and_mailed_with_one_text(client, app, ana):
    number = write_to(ana)
    made = db.session.get_one(Communication, number)
    assert (made.kind, made.language, made.subject) == ("flag", "es", "Decisión de moderación")
    assert f"{app.config['BASE_URL']}/debates/7" in made.body
    (mail,) = mails_to(ana.email)
    assert mail["Subject"] == "Decisión de moderación · Tertulia"
    kept = db.session.get_one(Communication, number).body
    assert text_of(mail).replace("\r\n", "\n").strip() == kept.strip()
    assert mail["List-Unsubscribe"] is None
    assert unread(ana) == 1


def test_the_bell_leads_to_it_and_opening_it_reads_it(client, ana):
    number = write_to(ana)
    sign_in(client, ana)
    listed = client.get("/notifications").text
    assert f'href="/notifications/communications/{number}">Decisión de moderación' in listed
    assert "Comunicación</span>" in listed
    page = client.get(f"/notifications/communications/{number}")
    assert page.status_code == 200
    assert "ha decidido dejarlo como está" in page.text
    assert 'class="btn btn--primary" href="/debates/7"' in page.text
    assert unread(ana) == 0
    assert "sin leer" not in client.get("/notifications").text


def test_all_read_with_one_button_includes_it(client, ana):
    write_to(ana)
    sign_in(client, ana)
    client.post("/notifications/read")
    assert unread(ana) == 0


def test_nobody_else_finds_it(client, ana):
    number = write_to(ana)
    where = f"/notifications/communications/{number}"
    assert client.get(where).status_code == 303
    sign_in(client, make_user(role="admin"))
    assert client.get(where).status_code == 404
    assert "Decisión de moderación" not in client.get("/me/communications").text
    assert unread(ana) == 1


def test_a_suspended_person_reads_all_of_it(client, app):
    eva = make_user(password=PASSWORD)
    number = write_to(eva)
    with transaction():
        fresh(eva).state = "suspended"
    client.post("/login", data={"email": eva.email, "password": PASSWORD})
    where = f"/notifications/communications/{number}"
    assert where in client.get("/notifications").text
    assert where in client.get("/me/communications").text
    assert unread(eva) == 1
    assert "ha decidido dejarlo" in client.get(where).text
    assert unread(eva) == 0


def test_a_suspended_person_is_written_to(app):
    eva = make_user()
    with transaction():
        fresh(eva).state = "suspended"
    assert write_to(eva)
    assert len(mails_to(eva.email)) == 1


@pytest.mark.parametrize("chosen", ["es", "en"])
def test_it_is_in_the_language_of_its_recipient_whoever_writes_and_reads(client, chosen):
    eva = make_user(language=chosen)
    number = write_to(eva)
    with transaction():
        fresh(eva).language = {"es": "en", "en": "es"}[chosen]
    sign_in(client, eva)
    page = client.get(f"/notifications/communications/{number}").text
    subject = {"es": "Decisión de moderación", "en": "Moderation decision"}
    assert f'<h1 lang="{chosen}">{subject[chosen]}</h1>' in page
    assert f'lang="{chosen}">{subject[chosen]}</a>' in client.get("/notifications").text
    assert f'lang="{chosen}">{subject[chosen]}</a>' in client.get("/me/communications").text


def test_what_members_wrote_into_it_is_shown_as_text(client, ana):
    with transaction():
        fresh(ana).username = "<b>ana</b>"
    number = write_to(ana)
    sign_in(client, ana)
    page = client.get(f"/notifications/communications/{number}").text
    assert "<p>Hola, &lt;b&gt;ana&lt;/b&gt;:</p>" in page
    assert 'rel="nofollow ugc noopener">http' in page


def test_only_a_path_of_this_site_is_led_to(app, ana):
    for link in ("https://mala.example/", "//mala.example", "javascript:alert(1)"):
        with pytest.raises(ValueError, match="no path of this site"):
            write_to(ana, link=link)


def test_without_a_link_there_is_no_button(client, ana):
    number = write_to(ana, link="")
    sign_in(client, ana)
    assert "btn--primary" not in client.get(f"/notifications/communications/{number}").text


@pytest.mark.parametrize(
    "given",
    [{"origin": "wp:1", "email": None}, {"origin": "wp:1"}, {"state": "erased"}, {"confirmed": False}],
    ids=["imported", "imported with an address", "erased", "unconfirmed"],
)
def test_who_has_no_account_is_written_nothing(app, given):
    given = dict(given)
    state = given.pop("state", None)
    eva = make_user(**given)
    if state:
        with transaction():
            fresh(eva).state = state
    assert write_to(eva) is None
    assert db.session.query(Communication).count() == 0
    assert eva.email is None or mails_to(eva.email) == []


def test_without_an_address_it_is_kept_and_told(app):
    eva = make_user(email=None)
    assert write_to(eva)
    assert unread(eva) == 1


def test_what_is_rolled_back_was_never_written(app, ana):
    with suppress(Stopped), transaction():
        communicate(fresh(ana), "flag", SUBJECT, "flag_decided", stays=True)
        raise Stopped
    assert db.session.query(Communication).count() == 0
    assert mails_to(ana.email) == []


def test_a_digest_does_not_repeat_it(ana):
    with transaction():
        fresh(ana).news_mail = "at_once"
    thread = make_thread("Permuta de Lugo")
    with transaction():
        follow_thread(ana.id, thread.id)
    write_to(ana)
    make_reply(thread)
    mail_news()
    subjects = [mail["Subject"] for mail in mails_to(ana.email)]
    assert subjects == [
        "Decisión de moderación · Tertulia",
        "1 mensaje nuevo: Permuta de Lugo · Tertulia",
    ]


def test_it_is_mailed_to_who_wants_no_mail_with_news(ana):
    with transaction():
        fresh(ana).news_mail = "none"
    write_to(ana)
    assert len(mails_to(ana.email)) == 1


def test_it_stays_when_its_notification_is_forgotten(client, ana):
    number = write_to(ana)
    with transaction():
        db.session.execute(update(Notification).values(read=utcnow() - timedelta(days=91)))
    mail_news()
    assert db.session.query(Notification).count() == 0
    sign_in(client, ana)
    assert client.get(f"/notifications/communications/{number}").status_code == 200
    assert f"/notifications/communications/{number}" in client.get("/me/communications").text


def test_each_is_told_apart_and_beside_other_news(ana):
    thread = make_thread("Permuta de Lugo")
    with transaction():
        follow_thread(ana.id, thread.id)
    numbers = [write_to(ana), write_to(ana)]
    make_reply(thread)
    assert unread(ana) == 3
    told = [one.communication and one.communication.id for one in news_list(viewer_of(fresh(ana)))]
    assert told == [None, *reversed(numbers)]


def test_pages_ask_the_same_however_many_there_are(client, ana):
    number = write_to(ana)
    sign_in(client, ana)
    pages = {
        "/notifications": 4,  # the person, their groups, the figures of the head, the news
        "/me/communications": 4,
        f"/notifications/communications/{number}": 4,
    }
    with transaction():  # the first visit of the hour is noted
        db.session.execute(update(User).where(User.id == ana.id).values(last_seen=utcnow()))
    client.get(f"/notifications/communications/{number}")
    for _ in range(2):
        for page, most in pages.items():
            with statements() as asked:
                assert client.get(page).status_code == 200
            assert len(asked) == most, page
        for _more in range(25):
            write_to(ana)


def test_the_list_is_paged_by_key(client, ana):
    numbers = [write_to(ana) for _ in range(23)]
    sign_in(client, ana)
    first = client.get("/me/communications").text
    assert first.count("/notifications/communications/") == 20
    following = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    rest = client.get(following).text
    assert [number for number in numbers if f'communications/{number}"' in rest] == numbers[:3]


def test_a_guest_signs_in_first(client, app):
    assert client.get("/me/communications").status_code == 303
