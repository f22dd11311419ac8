"""Numbers under concurrent writers: eight processes write for half a minute, as eight web workers would."""

import multiprocessing
import time

import pytest
from flask_migrate import upgrade
from sqlalchemy import func, select

from forum.accounts.models import User
from forum.app import create_app
from forum.debates.actions import edit_post, open_thread, post_reply
from forum.debates.models import Post, Tag, Thread
from forum.extensions import db
from forum.groups.models import Group
from forum.lib.markdown import render
from forum.lib.transactions import transaction
from tests.databases import settings_for
from tests.factories import fresh, make_group, make_thread, make_user

WRITERS = 8
SECONDS = 30


def write(folder, threads, author_id, writer, seconds, results):
    """Reply, edit and open threads with shared tags until the time is over; tell what was acknowledged."""
    app = create_app(settings_for(folder), testing=True)
    acknowledged, errors = [], []
    deadline = time.monotonic() + seconds
    with app.app_context():
        turn = 0
        while time.monotonic() < deadline:
            turn += 1
            text = render(f"Mensaje {writer}-{turn}")
            try:
                with transaction():
                    author = db.session.get_one(User, author_id)
                    thread = db.session.get_one(Thread, threads[turn % len(threads)])
                    if turn % 20 == 0:
                        opened(thread, author, text, turn)
                    post = post_reply(thread, author, text)
                    if turn % 7 == 0:
                        edit_post(post, author, text)
                    number, post_id = post.number, post.id
                acknowledged.append((thread.id, number, post_id, text.source))
            except Exception as failure:
                errors.append(repr(failure))
    results.put((acknowledged, errors))


def opened(thread, author, text, turn):
    """A new thread in the same group, with tags that others use too."""
    group = db.session.get_one(Group, thread.group_id)
    open_thread("debate", f"Hilo {turn}", text, author, group=group, tags=["uno", "dos", "tres"])


@pytest.mark.long
def test_eight_writers_get_no_lock_no_gap_and_lose_nothing(tmp_path):
    app = create_app(settings_for(tmp_path), testing=True)
    with app.app_context():
        upgrade()
        author, group = make_user(), make_group()
        threads = [make_thread(group=group, author=author).id for _ in range(2)]
    results = multiprocessing.get_context("spawn").Queue()
    writers = [
        multiprocessing.get_context("spawn").Process(
            target=write, args=(tmp_path, threads, author.id, number, SECONDS, results)
        )
        for number in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    said = [results.get(timeout=SECONDS + 90) for _ in writers]
    for writer in writers:
        writer.join(30)
    assert [error for _, errors in said for error in errors] == []
    acknowledged = [post for posts, _ in said for post in posts]
    assert min(len(posts) for posts, _ in said) > 0
    with app.app_context():
        stored = {(row.thread_id, row.number, row.id, row.body) for row in db.session.execute(
            select(Post.thread_id, Post.number, Post.id, Post.body))}  # fmt: skip
        assert set(acknowledged) <= stored
        for thread_id in threads:
            thread = db.session.get_one(Thread, thread_id)
            numbers = db.session.scalars(
                select(Post.number).where(Post.thread_id == thread_id).order_by(Post.number)
            ).all()
            assert numbers == list(range(1, thread.last_number + 1))
            assert thread.reply_count == len(numbers) - 1
        visible = db.session.scalar(select(func.count()).select_from(Thread))
        assert fresh(group).thread_count == visible
        assert {tag.thread_count for tag in db.session.scalars(select(Tag))} == {visible - 2}
