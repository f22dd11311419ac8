"""Eight processes write at once, as eight web workers would: none waits for ever, and nothing is lost."""

import multiprocessing
import random
import time
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select

from forum.accounts.models import User
from forum.app import create_app
from forum.debates import actions
from forum.debates.models import MovedPost, Post, PostRevision, Thread, Transfer
from forum.extensions import db
from forum.groups.models import Group
from forum.lib.markdown import render
from forum.lib.numbers import Ranges
from forum.lib.refusals import Refusal
from forum.lib.transactions import transaction
from forum.moderation.actions import decide_post, decide_thread, flag_post
from forum.operations.checking.run import all_checks, found_by
from tests.factories import make_group, make_thread, make_user
from tests.soak import TIMES

WRITERS = 8
SECONDS = 15 * TIMES
TAGS = ["uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho"]
# Followed by jobs, which do not run here, or seen in a folder that other tests use too.
NOT_OF_THE_TEST = {"index", "audit head", "file content", "file unknown", "file forgotten"}


@dataclass
class Writer:
    """One process: what it may write to, and what the forum acknowledged."""

    threads: list[int]
    groups: list[int]
    people: list[int]
    number: int
    chance: random.Random = field(default_factory=random.Random)
    acknowledged: list[tuple[int, int | None, int, str]] = field(default_factory=list)
    opened: list[tuple[int, str]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def any_of(self, model, ids):
        return db.session.get_one(model, self.chance.choice(ids))

    def person(self):
        return self.any_of(User, self.people)

    def thread(self):
        return self.any_of(Thread, self.threads)

    def post(self):
        thread_id = self.chance.choice(self.threads)
        number = self.chance.randint(1, 5)
        return db.session.scalar(select(Post).where(Post.thread_id == thread_id, Post.number == number))

    def some_tags(self):
        return [*self.chance.sample(TAGS, 3), f"nueva {self.chance.randrange(50)}"]

    def reply(self, text):
        thread = self.chance.choice([self.thread(), self.thread(), self.newer() or self.thread()])
        post = actions.post_reply(thread, self.person(), text)
        return lambda: self.acknowledged.append((post.thread_id, post.number, post.id, text.source))

    def open(self, text):
        group, title = self.any_of(Group, self.groups), text.source
        thread = actions.open_thread("debate", title, text, self.person(), group=group, tags=self.some_tags())
        return lambda: self.opened.append((thread.id, title))

    def edit(self, text):
        if post := self.post():
            more = {"title": "Otro título", "tags": self.some_tags()} if post.number == 1 else {}
            actions.edit_post(post, self.person(), text, **more)

    def move(self, text):
        actions.move_thread(self.thread(), self.any_of(Group, self.groups), self.person())

    def remove_or_restore(self, text):
        act = self.chance.choice(["remove", "restore", "restore", "pin", "unpin"])
        decide_thread(self.thread(), self.person(), act, "norma 3")

    def newer(self):
        """One of the last threads that were opened or split off."""
        others = select(Thread).where(Thread.id.not_in(self.threads)).order_by(Thread.id.desc()).limit(5)
        found = db.session.scalars(others).all()
        return self.chance.choice(found) if found else None

    def numbers(self):
        first = self.chance.randint(2, 12)
        return Ranges.of((first, first + self.chance.randint(0, 6)))

    def split(self, text):
        actions.split_thread(self.thread(), self.numbers(), text.source, self.person())

    def move_posts(self, text):
        actions.move_posts(self.thread(), self.numbers(), self.thread(), self.person())

    def merge(self, text):
        actions.merge_threads(self.newer() or self.thread(), self.thread(), self.person())

    def take_back(self, text):
        latest = select(Transfer).where(Transfer.undone.is_(None), Transfer.kind != "back")
        done = db.session.scalars(latest.order_by(Transfer.id.desc()).limit(3)).all()
        if done:
            actions.take_back(self.chance.choice(done), self.person())

    def flag(self, text):
        if post := self.post():
            flag_post(post, self.person(), "spam")

    def decide(self, text):
        if post := self.post():
            decide_post(post, self.person(), self.chance.choice(["hide", "restore", "restore"]), "norma 3")

    def write(self, seconds):
        """Do one thing after another until the time is over."""
        often = [self.reply, self.edit, self.move, self.remove_or_restore, self.flag, self.decide]
        seldom = [self.open, self.split, self.move_posts, self.merge]
        acts = [*often, *seldom, self.take_back]
        weights = [12, 4, 2, 2, 2, 2, 2, 2, 2, 1, 4]
        end, turn = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            turn += 1
            text = render(f"Mensaje {self.number}-{turn}")
            act = self.chance.choices(acts, weights)[0]
            try:
                with suppress(Refusal):
                    with transaction():
                        done = act(text)
                    if done:
                        done()
            except Exception as failure:
                self.errors.append(f"{act.__name__}: {failure!r}")


def write(settings, writer, results):
    """What one process does."""
    app = create_app(settings, testing=True)
    with app.app_context():
        writer.write(SECONDS)
        db.session.remove()
        db.engine.dispose()
    results.put((writer.acknowledged, writer.opened, writer.errors))


def written_by_all(settings, **where):
    """What eight processes were told that they had written, and what failed."""
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    writers = [Writer(number=number, **where) for number in range(WRITERS)]
    processes = [context.Process(target=write, args=(settings, writer, results)) for writer in writers]
    for process in processes:
        process.start()
    said = [results.get(timeout=SECONDS + 120) for _ in processes]
    for process in processes:
        process.join(30)
    return said


@pytest.mark.long
def test_eight_writers_wait_for_nothing_for_ever_leave_no_gap_and_lose_nothing(own_app):
    people = [make_user(role="moderator").id for _ in range(4)]
    groups = [make_group() for _ in range(3)]
    threads = [make_thread(group=groups[0], tags=TAGS[:3]).id for _ in range(4)]
    ids = [group.id for group in groups]
    db.session.remove()
    said = written_by_all(own_app.config["SETTINGS"], threads=threads, groups=ids, people=people)
    assert [error for _, _, errors in said for error in errors] == []
    assert min(len(posts) for posts, _, _ in said) > 0
    assert {post for posts, _, _ in said for post in posts} <= stored_posts()
    assert {thread for _, opened, _ in said for thread in opened} <= stored_threads()
    assert problems() == []


def stored_posts():
    """The texts as they were first written, which an edit keeps, by every place that leads to them."""
    kept = select(PostRevision.post_id, PostRevision.body).where(PostRevision.revision == 0)
    first = dict(db.session.execute(kept).all())
    rows = db.session.execute(select(Post.thread_id, Post.number, Post.id, Post.body))
    texts = {(row.thread_id, row.number, row.id): first.get(row.id, row.body) for row in rows}
    now = {post_id: text for (_, _, post_id), text in texts.items()}
    for place in db.session.execute(select(MovedPost.thread_id, MovedPost.number, MovedPost.post_id)).all():
        texts[tuple(place)] = now[place.post_id]
    return {(*place, text) for place, text in texts.items()}


def stored_threads():
    return {tuple(row) for row in db.session.execute(select(Thread.id, Thread.title))}


def problems():
    """What `check` finds: gaps in the numbers, counts that are not those of a recount, a broken chain."""
    checks = [check for check in all_checks() if check.name not in NOT_OF_THE_TEST]
    return [(check.name, problem) for check in checks for problem in found_by(check)]
