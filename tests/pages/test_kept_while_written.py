"""Several write at once, in each process and beside them, while others read: nobody sees what was before."""

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from functools import partial
from itertools import product

import pytest

from forum.accounts.models import User
from forum.debates import actions
from forum.debates.models import Post, Thread
from forum.debates.views.addresses import thread_url
from forum.extensions import db
from forum.lib.transactions import transaction
from tests.factories import make_reply, make_thread
from tests.pages.acts import REFUSED, TEXTS, some
from tests.pages.processes import GZIP, Process, anew, processes_of
from tests.pages.whole import Forum
from tests.soak import TIMES

ROUNDS, EACH = 6, 4  # how much each writes in a round
OTHERS = 5  # replies that are changed meanwhile
PAUSE = 0.002  # seconds between two pages that somebody reads


def replying(forum: Forum, process: Process, beside: Process, person: User, address: str) -> list[str]:
    """Reply several times through a process, and each time look in all of them; gives where it is missing."""
    missing = []
    for at in range(EACH):
        text = f"Respuesta {at} de {person.username}: {random.random()}."
        answer = forum.post(process, person, f"{address}/replies", body=text)
        assert answer.status == 303, answer
        place = answer.headers["location"].partition("#")[0]
        for other in (process, beside):
            for headers in ({}, GZIP, forum.members[forum.readers[0]]):
                if text.encode() not in other.read(place, headers)[1]:
                    missing.append(f"{text} of {process.pid} at {place} in {other.pid}")
    return missing


def reading(process: Process, addresses: list[str], done: threading.Event) -> int:
    """Read these pages of a process until it is `done`; how many."""
    pages = 0
    while not done.wait(PAUSE):
        status, _ = process.read(addresses[pages % len(addresses)], {}, asking=pages % 3 == 0)
        assert status < 500, addresses
        pages += 1
    return pages


def changing(chance: random.Random, thread_id: int, last: int) -> None:
    """Change a thread and its posts as far as the `last` number, from beside those who serve."""
    for _ in range(EACH):
        with suppress(*REFUSED), transaction():
            post = some(chance, Post, Post.thread_id == thread_id, Post.number <= last)
            change(chance, db.session.get_one(Thread, thread_id), post)
        db.session.rollback()


def change(chance: random.Random, thread: Thread, post: Post) -> None:
    """Do something to a thread, or to a post of it that is no opening."""
    hide = actions.restore_post if post.state == "hidden" else partial(actions.hide_post, reason="norma 3")
    pin = actions.unpin_thread if thread.pinned else actions.pin_thread
    acts: list[Callable[[], object]] = [
        lambda: actions.edit_post(post, None, chance.choice(TEXTS)),
        lambda: actions.mark_post(post, None, picked=not post.picked, wiki=post.wiki),
        lambda: setattr(thread, "title", f"Hilo {chance.random()}"),  # at the same address
        lambda: pin(thread, None),
    ]
    if post.number > 1:
        acts.append(lambda: hide(post, None))
    chance.choice(acts)()


@pytest.mark.parametrize("seed", range(TIMES))
def test_what_is_written_while_others_write_and_read_is_there_at_once(server, writer, seed):
    chance, done = random.Random(seed), threading.Event()
    with ExitStack() as stack:
        readers, *writers = (stack.enter_context(processes_of(server)) for _ in range(3))
        pool = stack.enter_context(ThreadPoolExecutor(4))
        stack.callback(done.set)
        forum = Forum(writer, writers[0], chance)
        thread = make_thread("Donde escriben", author=forum.people[0])
        for _ in range(OTHERS):
            make_reply(thread, author=forum.people[0])
        with writer.test_request_context():
            address = thread_url(thread)
        addresses = [address, f"{address}?page=2", f"{address}?page=3", "/debates/", "/"]
        asking = [pool.submit(reading, process, addresses, done) for process in readers]
        for _ in range(ROUNDS):
            replies = [
                pool.submit(replying, forum, mine[at], mine[1 - at], forum.people[3 + at], address)
                for at, mine in enumerate(writers)
            ]
            changing(chance, thread.id, OTHERS + 1)
            assert [reply.result() for reply in replies] == [[], []]
            for look in product(addresses, ({}, forum.members[forum.readers[4]])):
                anew(writer, *look)  # which notes how far they read
                fresh = anew(writer, *look)
                assert [one.read(*look) for one in writers[0]] == [fresh, fresh], look
        done.set()
        assert all(one.result() > ROUNDS for one in asking)
