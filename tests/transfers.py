"""Posts that move: doing it, and looking whether all is right afterwards."""

from flask.testing import FlaskClient
from sqlalchemy import select

from forum.debates import actions
from forum.debates.models import Post, Thread, Transfer
from forum.extensions import db
from forum.lib.numbers import Ranges
from forum.lib.transactions import transaction
from forum.operations.checking.run import all_checks, found_by
from tests.factories import committed, fresh, make_group, make_reply, make_thread

# Followed by jobs, which do not run here, or seen in a folder that other tests use too.
NOT_OF_THE_TEST = {"index", "audit head", "file content", "file unknown", "file forgotten"}


def talk(replies: int = 5, **given: object) -> tuple[Thread, list[Post]]:
    """A thread with as many replies as asked, the third answering the second; and its replies."""
    thread = make_thread(**given)
    posts: list[Post] = []
    for number in range(2, replies + 2):
        answered = 2 if number == 3 else None
        posts.append(make_reply(thread, f"Mensaje {number} del hilo {thread.id}", reply_to=answered))
    return fresh_copy(thread), posts


def fresh_copy(thread: Thread) -> Thread:
    """The thread as it is in the database, detached."""
    return committed(lambda: fresh(thread))


def split(thread: Thread, numbers: str, title: str = "Otro tema", **given: object) -> Transfer:
    """Split these numbers off."""
    ranges = Ranges.read(numbers)
    return committed(lambda: actions.split_thread(fresh(thread), ranges, title, None, **given))


def merge(source: Thread, target: Thread) -> Transfer:
    """Merge one thread into another."""
    return committed(lambda: actions.merge_threads(fresh(source), fresh(target), None))


def move(source: Thread, numbers: str, target: Thread) -> Transfer:
    """Move these numbers to another thread."""
    return committed(lambda: actions.move_posts(fresh(source), Ranges.read(numbers), fresh(target), None))


def take_back(done: Transfer) -> None:
    """Undo it."""
    with transaction():
        actions.take_back(fresh(done), None)


def where(post: Post) -> tuple[int, int | None, int | None]:
    """The thread, the number and the answered number of a post now."""
    db.session.rollback()
    place = select(Post.thread_id, Post.number, Post.reply_to).where(Post.id == post.id)
    thread_id, number, reply_to = db.session.execute(place).one()
    return thread_id, number, reply_to


def numbers_of(thread: Thread) -> list[int]:
    """The numbers at which posts stand in a thread."""
    rows = select(Post.number).where(Post.thread_id == thread.id, Post.number.is_not(None))
    return list(db.session.scalars(rows.order_by(Post.number)))


def problems() -> list[str]:
    """What `check` finds, but for what jobs follow."""
    db.session.rollback()
    checks = [check for check in all_checks() if check.name not in NOT_OF_THE_TEST]
    return [f"{check.name}: {problem}" for check in checks for problem in found_by(check)]


def lands(client: FlaskClient, post: Post) -> bool:
    """Whether the post's permalink leads to a page where the post stands under that anchor."""
    answer = client.get(f"/posts/{post.id}")
    assert answer.status_code == 302
    path, _, anchor = answer.location.partition("#")
    return f'id="{anchor}" data-post-id="{post.id}"' in client.get(path).text


def two_talks(**given: object) -> tuple[Thread, list[Post], Thread, list[Post]]:
    """Two threads in one group, with their replies."""
    group = given.pop("group", None) or make_group()
    first, posts = talk(title="Permuta de Lugo", group=group, **given)
    second, others = talk(3, title="Permuta de Vigo", group=group, **given)
    return first, posts, second, others
