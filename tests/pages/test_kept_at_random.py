"""Whatever is done, and by whichever process: nobody is shown a page that is older than it."""

import random
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum.accounts.models import User
from forum.commands import create_whole_app
from forum.debates import actions
from forum.debates.models import Draft, Post, Subscription, Tag, Thread, Transfer
from forum.debates.views.addresses import thread_url
from forum.extensions import db
from forum.groups.models import Group, GroupMember
from forum.lib.clock import utcnow
from forum.lib.markdown import Rendered, render
from forum.lib.numbers import Ranges
from forum.lib.refusals import Refusal
from forum.lib.transactions import transaction
from tests.conftest import Browser, let_go
from tests.databases import settings_for
from tests.factories import make_group, make_reply, make_thread, make_user, sign_in
from tests.pages.test_shared_pages import ONE_TIME
from tests.servers import Server
from tests.soak import TIMES

ACTS = 60
ASKED_EACH = 3  # times that a page is asked for after each act: of two processes


@pytest.fixture
def server(own_url: str, tmp_path: Path) -> Iterator[Server]:
    """Two processes that keep pages."""
    server = Server(tmp_path, {"FORUM_DATABASE_URL": own_url})
    server.start(workers=2)
    yield server
    server.stop()


@pytest.fixture
def writer(server: Server, own_url: str) -> Iterator[Flask]:
    """A process that writes, and makes each page anew."""
    app = create_whole_app(
        settings_for(server.folder, FORUM_DATABASE_URL=own_url, FORUM_BASE_URL=server.url), testing=True
    )
    with app.app_context():
        yield app
        db.session.remove()
    let_go(app)


def read(url: str, cookie: str = "") -> tuple[int, bytes]:
    """What the server answers to a guest, or who has this cookie: its status, and the page if it is one."""
    request = urllib.request.Request(url, headers={"Cookie": cookie} if cookie else {})
    try:
        with urllib.request.build_opener(Unmoved).open(request, timeout=30) as answer:
            return answer.status, ONE_TIME.sub(rb"\1", answer.read())
    except urllib.error.HTTPError as failure:
        return failure.code, b""


class Unmoved(urllib.request.HTTPRedirectHandler):
    """Redirects are answers like any other."""

    def redirect_request(self, *given: object) -> None:
        return None


def anew(reader: Browser, address: str) -> tuple[int, bytes]:
    """The same, made anew by the process that writes."""
    answer = reader.get(address)
    return answer.status_code, ONE_TIME.sub(rb"\1", answer.data) if answer.status_code == 200 else b""


def one_of(chance: random.Random, model: type[Any]) -> Any:
    """One of the rows of a table."""
    return chance.choice(db.session.scalars(select(model).order_by(model.id)).all())


Acts = Mapping[str, Callable[[], object]]


def acts(chance: random.Random, text: Rendered) -> Acts:
    """What can be done to whatever comes, by name."""
    thread, other, post = one_of(chance, Thread), one_of(chance, Thread), one_of(chance, Post)
    person, group, first = one_of(chance, User), one_of(chance, Group), chance.randint(1, 5)
    name, tags = f"Nombre {chance.random()}", [f"etiqueta {chance.randint(1, 3)}"]
    numbers = Ranges.of((first, first + 1))
    return {
        "reply": lambda: actions.post_reply(thread, person, text),
        "reply more": lambda: actions.post_reply(thread, person, text),
        "wait": lambda: actions.post_reply(thread, None, text, state="pending", author_name="Ana"),
        "edit": lambda: actions.edit_post(post, None, text),
        "hide": lambda: actions.hide_post(post, None, "norma 3"),
        "remove": lambda: actions.remove_post(post, None, "norma 3"),
        "restore": lambda: actions.restore_post(post, None),
        "close": lambda: actions.close_thread(thread, None),
        "open": lambda: actions.open_again(thread, None),
        "pin": lambda: actions.pin_thread(thread, None),
        "unpin": lambda: actions.unpin_thread(thread, None),
        "remove thread": lambda: actions.remove_thread(thread, None, "norma 3"),
        "restore thread": lambda: actions.restore_thread(thread, None),
        "move": lambda: actions.move_thread(thread, group, None),
        "arrange": lambda: actions.arrange_thread(thread, None, title=name, tags=tags),
        "mark": lambda: actions.mark_post(post, None, picked=not post.picked, wiki=post.wiki),
        "split": lambda: actions.split_thread(thread, numbers, name, None),
        "merge": lambda: actions.merge_threads(thread, other, None),
        "posts": lambda: actions.move_posts(thread, numbers, other, None),
        "back": lambda: actions.take_back(one_of(chance, Transfer), None),
        "relate": lambda: actions.relate(thread.id, [other.id]),
        "person": lambda: setattr(person, "display_name", name),
        "role": lambda: setattr(person, "role", chance.choice(["member", "moderator"])),
        "suspend": lambda: setattr(person, "suspended_until", utcnow() + timedelta(days=1)),
        "let in": lambda: setattr(person, "suspended_until", None),
        "group": lambda: setattr(group, "visibility", "private" if group.is_open else "open"),
        "tag": lambda: setattr(one_of(chance, Tag), "name", name),
    }


def addresses() -> list[str]:
    """The pages that are looked at: of each thread, and the lists."""
    threads = db.session.scalars(select(Thread).order_by(Thread.id)).all()
    groups = db.session.scalars(select(Group)).all()
    tags = db.session.scalars(select(Tag)).all()
    return [
        *(thread_url(thread) for thread in threads),
        *(f"/groups/{group.slug}" for group in groups),
        *(f"/tags/{tag.slug}" for tag in tags),
        *("/", "/debates/", "/blog/", "/tags/"),
    ]


@pytest.mark.parametrize("seed", range(2 * TIMES))
def test_no_page_is_older_than_what_was_done(server, writer, seed):
    chance, guest, text = random.Random(seed), Browser(writer, use_cookies=False), render("Otro texto.")
    groups = [make_group(), make_group()]
    for at in range(3):
        thread = make_thread(f"Hilo {at}", group=groups[at % 2], tags=["etiqueta 1"])
        for _ in range(4):
            make_reply(thread)
    for _ in range(ACTS):
        with suppress(Refusal, IndexError, IntegrityError), transaction():  # as the views would refuse
            act, do = chance.choice([*acts(chance, text).items()])
            do()
        db.session.rollback()
        with writer.test_request_context():
            pages = chance.sample(addresses(), 5)
        for address in pages:
            fresh = anew(guest, address)
            for _ in range(ASKED_EACH):
                assert read(server.url + address) == fresh, (act, address)


def session_of(app: Flask, user: User) -> str:
    """The cookie of somebody who signed in, of either process: they share the key."""
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    said = {"_user_id": user.session_token, "_fresh": True, "csrf_token": user.username}
    return f"session={signer.dumps(said)}"


@pytest.mark.parametrize("seed", range(2 * TIMES))
def test_no_member_sees_what_is_older_or_another_s(server, writer, seed):
    chance, text = random.Random(seed), render("Otro texto.")
    groups = [make_group(), make_group(visibility="private")]
    people = [make_user(f"persona-{at}") for at in range(5)]
    with transaction():
        db.session.add(GroupMember(group_id=groups[1].id, user_id=people[1].id))
        db.session.add(GroupMember(group_id=groups[1].id, user_id=people[2].id, moderator=True))
    for at in range(3):
        thread = make_thread(f"Hilo {at}", group=groups[at % 2], author=people[at])
        for _ in range(24):
            make_reply(thread, author=chance.choice(people))
    cookies = {person.id: session_of(writer, person) for person in people}
    for _ in range(ACTS // 2):
        with suppress(Refusal, IndexError, IntegrityError), transaction():
            act, do = chance.choice([*acts(chance, text).items(), *own_acts(chance, people).items()])
            do()
        db.session.rollback()
        with writer.test_request_context():
            thread = one_of(chance, Thread)
            page_of_one = thread_url(thread, chance.randint(1, (thread.last_number - 1) // 20 + 1))
            looked_at = [page_of_one, *chance.sample(addresses(), 2)]
        for person, address in product(chance.sample(people, 2), looked_at):
            cookie, fresh = cookies[person.id], Browser(writer, use_cookies=True)
            sign_in(fresh, db.session.get_one(User, person.id))
            anew(fresh, address)  # which notes how far they read
            page = anew(fresh, address)
            for _ in range(ASKED_EACH):
                assert read(server.url + address, cookie) == page, (act, address)


def own_acts(chance: random.Random, people: list[User]) -> Acts:
    """What changes what somebody sees, and nobody else."""
    person, thread = chance.choice(people), one_of(chance, Thread)
    draft = Draft(user_id=person.id, kind="debate")
    followed = Subscription(user_id=person.id, thread_id=thread.id)
    return {
        "draft": lambda: db.session.add(draft),
        "follow": lambda: db.session.add(followed),
        "slow": lambda: setattr(thread, "slow_minutes", 0 if thread.slow_minutes else 5),
        "silence": lambda: setattr(
            db.session.get_one(User, person.id), "silenced_until", utcnow() + timedelta(days=1)
        ),
        "speak": lambda: setattr(db.session.get_one(User, person.id), "silenced_until", None),
        "language": lambda: setattr(
            db.session.get_one(User, person.id), "language", chance.choice(["es", "en"])
        ),
    }


def test_a_reply_is_there_for_whoever_asks_after_it_was_acknowledged(server, writer):
    thread, text, done = make_thread(), render("Otra respuesta."), threading.Event()
    with writer.test_request_context():
        page = server.url + thread_url(thread)
    told = [1]

    def ask() -> list[tuple[int, int]]:
        late = []
        while not done.is_set():
            least = told[0]
            shown = read(page)[1].count(b'id="post-')
            if shown < min(least, 20):
                late.append((least, shown))
        return late

    with ThreadPoolExecutor(4) as readers:
        asking = [readers.submit(ask) for _ in range(4)]
        for _ in range(30):
            with transaction():
                post = actions.post_reply(
                    db.session.get_one(Thread, thread.id), None, text, author_name="Ana"
                )
                number = post.number
            told[0] = number
        done.set()
        assert [one.result() for one in asking] == [[], [], [], []]
