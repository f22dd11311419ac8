"""Content to load the forum with: as much as was asked for, and nothing out of true in it."""

import json
from dataclasses import asdict
from itertools import zip_longest
from random import Random

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.accounts.actions import create_user
from forum.accounts.models import User
from forum.debates.models import Post, ReadingPosition, Tag, Thread, ThreadTag
from forum.extensions import db
from forum.groups.models import Group, GroupMember
from forum.lib.markdown import render
from forum.lib.slugs import sort_key
from forum.lib.transactions import transaction
from forum.operations.seed.cli import load
from forum.operations.seed.size import Size, thread_lengths
from forum.operations.seed.texts import make_words, plain
from forum.profiles.counts import wrong_counts
from forum.profiles.models import Contribution

ASKED = ("--users", "12", "--threads", "40", "--posts", "600", "--longest", "150")


def seed(app: Flask, *options: str):
    """Run the command; gives its result."""
    return app.test_cli_runner().invoke(args=["seed", *options])


@pytest.fixture
def seeded(app: Flask) -> None:
    """The rolled-back database with what ASKED asks for."""
    assert seed(app, *ASKED).exit_code == 0


@pytest.mark.usefixtures("seeded")
def test_there_is_as_much_as_was_asked_for():
    counted = [db.session.scalar(select(func.count()).select_from(table)) for table in (User, Thread, Post)]
    assert counted == [12, 40, 600]
    assert db.session.scalar(select(func.max(Thread.last_number))) == 150
    assert set(db.session.scalars(select(Thread.kind))) == {"debate", "entry"}
    assert db.session.scalar(select(func.count()).where(Post.reply_to.is_not(None)))
    assert db.session.scalar(select(func.count()).where(Post.body_html.contains("quote__by")))


@pytest.mark.usefixtures("seeded")
def test_every_thread_is_numbered_through_and_knows_its_end():
    for thread in db.session.scalars(select(Thread)).all():
        posts = db.session.scalars(
            select(Post).where(Post.thread_id == thread.id).order_by(Post.number)
        ).all()
        replies = [post for post in posts[1:] if post.visible]
        assert [post.number for post in posts] == list(range(1, thread.last_number + 1))
        assert [post.created for post in posts] == sorted(post.created for post in posts)
        assert (thread.created, thread.last_activity) == (posts[0].created, posts[-1].created)
        assert (thread.author_id, thread.last_author_id) == (posts[0].author_id, posts[-1].author_id)
        assert thread.reply_count == len(replies)
        assert all(post.reply_to is None or post.reply_to < post.number for post in posts)


@pytest.mark.usefixtures("seeded")
def test_every_text_is_what_rendering_it_gives():
    for post in db.session.scalars(select(Post)):
        text = render(post.body)
        assert (post.body_html, post.body_text) == (text.html, text.text)


@pytest.mark.usefixtures("seeded")
def test_counts_and_sort_keys_are_right():
    assert wrong_counts() == []
    for group in db.session.scalars(select(Group)).all():
        assert group.thread_count == count(select(Thread.id).where(Thread.group_id == group.id))
    public = (
        select(Thread.id).outerjoin(Thread.group).where(func.coalesce(Group.visibility, "open") == "open")
    )
    for tag in db.session.scalars(select(Tag)).all():
        tagged = select(ThreadTag.thread_id).where(
            ThreadTag.tag_id == tag.id, ThreadTag.thread_id.in_(public)
        )
        assert tag.thread_count == count(tagged)
        assert tag.entry_count == count(tagged.join(Thread).where(Thread.kind == "entry"))
    assert all(person.sort_key == sort_key(person.name) for person in db.session.scalars(select(User)))


def count(rows) -> int:
    return db.session.scalar(select(func.count()).select_from(rows.subquery())) or 0


@pytest.mark.usefixtures("seeded")
def test_a_person_made_afterwards_takes_the_next_number():
    with transaction():
        user = create_user("la_siguiente")
    assert user.id == 13


def test_the_same_seed_gives_the_same_content(app, own_app):
    seed(own_app, *ASKED, "--random-seed", "7")
    query = select(Post.body, Post.created, Post.author_id, Post.reply_to).order_by(Post.id)
    first = db.session.execute(query).all()
    with app.app_context():
        seed(app, *ASKED, "--random-seed", "7")
        assert db.session.execute(query).all() == first
        assert db.session.scalar(select(func.count()).where(Post.body != "")) == 600


def slug_of(group_id):
    """The slug of a group, whose number is another on another PostgreSQL."""
    return select(Group.slug).where(Group.id == group_id).scalar_subquery()


CONTENT = {
    User: (User.username, User.role, User.bio),
    GroupMember: (slug_of(GroupMember.group_id), GroupMember.user_id, GroupMember.moderator),
    Thread: (
        Thread.title,
        slug_of(Thread.group_id),
        Thread.linked_id,
        Thread.reply_count,
        Thread.last_number,
    ),
    ThreadTag: (ThreadTag.thread_id, ThreadTag.tag_id, ThreadTag.place),
    Post: (Post.id, Post.body, Post.created, Post.author_id, Post.reply_to, Post.state),
    ReadingPosition: (ReadingPosition.thread_id, ReadingPosition.user_id, ReadingPosition.number),
    Contribution: (Contribution.user_id, slug_of(Contribution.group_id), Contribution.replies),
}


def content() -> dict[type, list[tuple[object, ...]]]:
    """What was written, but for what is made by chance each time."""
    return {
        model: sorted(map(tuple, db.session.execute(select(*columns))), key=repr)
        for model, columns in CONTENT.items()
    }


@pytest.mark.parametrize("stopped", [1, 99, 101, 350, 599])
def test_what_was_stopped_goes_on(app, own_app, monkeypatch, stopped):
    """As far as the last whole step it is there; the same command writes the rest, and nothing twice."""
    monkeypatch.setattr("forum.operations.seed.load.STEP", 100)
    with app.app_context():
        assert seed(app, *ASKED, "--random-seed", "7").exit_code == 0
        whole = content()
    heard = []

    def stop(number: int) -> None:
        heard.append(number)
        if len(heard) > stopped:
            raise KeyboardInterrupt

    size, chance = Size(12, 40, 600, 150), Random(7)
    told = {**asdict(size), "text": "", "random_seed": 7}
    with pytest.raises(KeyboardInterrupt):
        load(size, told, make_words(600, None, chance, int), chance, stop)
    assert db.session.scalar(select(func.count()).select_from(Post)) == stopped // 100 * 100
    if stopped > 100:
        other = seed(own_app, *ASKED)
        assert other.stderr.splitlines()[-1] == (
            "Error: another was begun and not ended: "
            "--users 12 --threads 40 --posts 600 --longest 150 --random-seed 7"
        )
    assert seed(own_app, *ASKED, "--random-seed", "7").exit_code == 0
    assert content() == whole
    assert wrong_counts() == []
    assert seed(own_app, *ASKED, "--random-seed", "7").exit_code == 1


def test_texts_come_from_a_file(app, tmp_path):
    file = tmp_path / "texts.jsonl"
    lines = ["La lluvia en Sevilla.\n\nOtro párrafo, también corto.", "# Un título, que no es un párrafo"]
    file.write_text("".join(json.dumps({"text": line}) + "\n" for line in lines))
    assert seed(app, *ASKED, "--text", str(file)).exit_code == 0
    texts = db.session.scalars(select(Post.body_text)).all()
    assert all("lluvia" in text or "párrafo" in text for text in texts)
    assert not any("título" in text for text in texts)


def test_paragraphs_among_others_are_what_each_is_by_itself():
    good = [f"Párrafo **{number}**, con su [enlace](/)." for number in range(9)]
    good += ["Con una nota.[^1]", "[^1]: La nota, que no se llama a sí misma."]
    bad = ["# Un título", "```", "> Una cita", "- una lista", "---"]
    sources = [source for pair in zip_longest(good, bad) for source in pair if source]
    assert plain(sources) == [render(source) for source in good]


@pytest.mark.parametrize("content", ["no es json\n", '{"texto": "sin lo que hace falta"}\n', ""])
def test_a_file_without_texts_is_one_line(app, tmp_path, content):
    file = tmp_path / "texts.jsonl"
    file.write_text(content)
    result = seed(app, *ASKED, "--text", str(file))
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1].startswith(f"Error: «{file}» cannot be used: ")


@pytest.mark.usefixtures("seeded")
def test_a_database_that_holds_something_is_left_alone(app):
    result = seed(app, *ASKED)
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert db.session.scalar(select(func.count()).select_from(Post)) == 600


@pytest.mark.parametrize("posts", ["100", "2000"])
def test_figures_that_no_forum_can_have_are_wrong_usage(app, posts):
    result = seed(app, "--users", "1", "--threads", "10", "--posts", posts, "--longest", "150")
    assert result.exit_code == 2
    assert "150" in result.stderr


@pytest.mark.parametrize(
    "size", [(1, 1, 1), (1, 7, 7), (7, 7, 1), (3, 5, 2), (2000, 50000, 5000), (4, 40, 10)]
)
def test_lengths_add_up(size):
    threads, posts, longest = size
    lengths = thread_lengths(Size(1, threads, posts, longest), Random(1))
    assert (len(lengths), sum(lengths), max(lengths), min(lengths) >= 1) == (threads, posts, longest, True)
