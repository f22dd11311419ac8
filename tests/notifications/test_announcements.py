"""What all people are told: each once, in their language, whatever is killed meanwhile."""

import os
import signal
from collections import Counter
from multiprocessing import get_context

import pytest
from flask_babel import lazy_gettext as _l
from sqlalchemy import event, select

from forum.extensions import db
from forum.lib.transactions import transaction
from forum.notifications.actions import communicate_all, write_mail
from forum.notifications.jobs import announcements, claim
from forum.notifications.jobs.announcements import write_announced
from forum.notifications.models import Announcement, Communication, Mail, Notification
from tests.factories import fresh, make_user
from tests.mailbox import mails_to, text_of
from tests.statements import statements

PEOPLE = 25
SUBJECT = _l("Decisión de moderación")
SAID = {
    "es": ("Decisión de moderación", "ha decidido dejarlo como está"),
    "en": ("Moderation decision", "decided to leave it as it is"),
}


def announce():
    """Have everybody told of something; gives the id."""
    with transaction():
        return communicate_all("rules", SUBJECT, "flag_decided", "/rules", stays=True).id


def told():
    """How often each person was told: by communication, in the bell and by mail."""
    db.session.rollback()
    kept = Counter(db.session.scalars(select(Communication.user_id)))
    rung = Counter(db.session.scalars(select(Notification.user_id)))
    mailed = Counter(db.session.scalars(select(Mail.recipient)))
    assert kept == rung
    return kept, mailed


def once(people):
    """Each of them told once."""
    return Counter([one.id for one in people]), Counter([one.email for one in people])


def test_everybody_with_an_account_is_told_once(app):
    people = [make_user() for _ in range(3)]
    make_user(origin="wp:1")
    make_user(confirmed=False)
    erased, suspended = make_user(), make_user()
    with transaction():
        fresh(erased).state = "erased"
        fresh(suspended).state = "suspended"
    announce()
    assert write_announced() == 4
    assert write_announced() == 0
    assert told() == once([*people, suspended])


def test_each_is_told_in_their_language(app):
    people = {"es": make_user(), "en": make_user(language="en")}
    announce()
    write_announced()
    for language, person in people.items():
        subject, words = SAID[language]
        kept = db.session.scalar(select(Communication).where(Communication.user_id == person.id))
        assert (kept.language, kept.subject, kept.link) == (language, subject, "/rules")
        (mail,) = mails_to(person.email)
        assert mail["Subject"] == f"{subject} · Tertulia"
        for text in (kept.body, text_of(mail)):
            assert words in text
            assert f"{app.config['BASE_URL']}/rules" in text


def test_who_registers_after_it_was_made_is_not_told(app):
    before = make_user()
    announce()
    make_user()
    write_announced()
    assert told() == once([before])


def test_two_announcements_are_two(app):
    person = make_user()
    announce()
    announce()
    assert write_announced() == 2
    assert told()[0] == Counter({person.id: 2})


def test_with_nobody_there_it_is_done(app):
    number = announce()
    assert write_announced() == 0
    assert db.session.get_one(Announcement, number).done is not None


def test_a_batch_asks_the_same_however_many_people_it_writes_to(app):
    make_user()
    asked = []
    for _ in range(2):
        announce()
        with statements() as seen:
            write_announced()
        asked.append([one for one in seen if not one.startswith("INSERT")])
        for _more in range(40):
            make_user()
    assert asked[0] == asked[1]
    assert len(asked[0]) <= 6


def test_a_mail_that_somebody_waits_for_is_sent_before_those_to_all(app):
    for _ in range(3):
        make_user()
    announce()
    write_announced()
    with transaction():
        number = write_mail("ana@pueblo.example", "Elige otra contraseña", "Enlace").id
    assert claim().id == number


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(announcements, "BATCH", 10)


def worker(app, word="", time=1):
    """A process that writes what was announced, killed as it begins what `word` says for that time."""

    def work() -> None:
        with app.app_context():
            db.engine.dispose(close=False)
            seen = Counter()

            def come_to(what: str) -> None:
                seen[word] += bool(word) and what.startswith(word)
                if seen[word] == time:
                    os.kill(os.getpid(), signal.SIGKILL)

            event.listen(db.engine, "before_cursor_execute", lambda *given: come_to(given[2]))
            event.listen(db.engine, "commit", lambda *_: come_to("COMMIT"))
            write_announced()

    started = get_context("fork").Process(target=work)
    started.start()
    return started


@pytest.mark.usefixtures("small_batches")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_worker_killed_in_the_middle_tells_nobody_twice_and_leaves_nobody_out(own_app):
    people = [make_user() for _ in range(PEOPLE)]
    announce()
    db.session.remove()
    for word in ("INSERT INTO communications", "INSERT INTO notifications", "UPDATE announcements", "COMMIT"):
        died_at(own_app, word)
        assert told() == once([])
    died_at(own_app, "COMMIT", 2)
    assert told() == once(people[:10])
    died_at(own_app, "SELECT users", 2)
    assert told() == once(people[:20])
    assert write_announced() == 5
    assert told() == once(people)


def died_at(app, word, time=1):
    """A worker is killed there."""
    killed = worker(app, word, time)
    killed.join(60)
    assert killed.exitcode == -signal.SIGKILL


@pytest.mark.usefixtures("small_batches")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_two_workers_at_once_tell_each_once(own_app):
    people = [make_user() for _ in range(PEOPLE)]
    announce()
    db.session.remove()
    workers = [worker(own_app), worker(own_app)]
    for one in workers:
        one.join(60)
    assert [one.exitcode for one in workers] == [0, 0]
    assert told() == once(people)
