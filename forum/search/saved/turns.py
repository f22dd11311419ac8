"""The turns in which new posts are looked at."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, delete, func, select, update

from forum.accounts.models import User
from forum.debates.models import Post
from forum.extensions import db
from forum.lib.locks import hold_word
from forum.lib.transactions import transaction
from forum.lib.upsert import built_once, insert_into
from forum.notifications.models import SavedSearch
from forum.search.models import NewPost
from forum.search.saved.actions import last_turn


class Fresh(NamedTuple):
    """A post that some saved searches have not looked at."""

    post_id: int
    thread_id: int
    turn: int
    author_id: int | None
    created: datetime


def note_published(post_id: int) -> None:
    """Have the saved searches look at a post, once it is indexed."""
    db.session.execute(noting(), {"of_post": post_id})


@built_once
def noting() -> Any:
    """The statement that does so."""
    return new_among(Post.id == bindparam("of_post"))


def note_all_published(thread_id: int) -> None:
    """Have the saved searches look at the posts of a thread, once they are indexed."""
    db.session.execute(new_among(Post.thread_id == thread_id))


def new_among(*which: ColumnElement[bool]) -> Any:
    """The statement by which the visible ones of these posts are new."""
    posts = select(Post.id).where(*which, Post.state == "visible")
    return insert_into(NewPost).from_select(["post_id"], posts).on_conflict_do_nothing()


def take_turn() -> int:
    """Give what is new and indexed the number of a turn; gives the last there is."""
    indexed = select(Post.id).where(Post.indexed_revision >= Post.revision, Post.id == NewPost.post_id)
    ready = NewPost.turn.is_(None), indexed.exists()
    if db.session.scalar(select(NewPost.post_id).where(*ready).limit(1)) is not None:
        with transaction():
            hold_word("turn", "of new posts")
            db.session.execute(
                update(NewPost).where(*ready).values(turn=last_turn() + 1),
                execution_options={"synchronize_session": False},
            )
    return last_turn()


def waiting_searches(turn: int, most: int) -> Sequence[SavedSearch]:
    """Saved searches that have not looked at everything up to this turn, whose owners may look."""
    behind = select(SavedSearch).join(User, User.id == SavedSearch.user_id)
    behind = behind.where(SavedSearch.turn < turn, User.state != "erased")
    order = SavedSearch.turn, SavedSearch.user_id, SavedSearch.id
    return db.session.scalars(behind.order_by(*order).limit(most)).all()


def fresh_posts(after: int, turn: int) -> Sequence[Fresh]:
    """The posts of the turns after the one, as far as the other."""
    posts = select(NewPost.post_id, Post.thread_id, NewPost.turn, Post.author_id, Post.created)
    posts = posts.join(Post, Post.id == NewPost.post_id).where(NewPost.turn > after, NewPost.turn <= turn)
    return [
        Fresh(row.post_id, row.thread_id, row.turn or 0, row.author_id, row.created)
        for row in db.session.execute(posts).all()
    ]


def forget_looked_at() -> None:
    """Forget the posts that every saved search has looked at."""
    behind = select(func.min(SavedSearch.turn)).join(User, User.id == SavedSearch.user_id)
    least = db.session.scalar(behind.where(User.state != "erased"))
    done = NewPost.turn.is_not(None) if least is None else NewPost.turn <= least
    if db.session.scalar(select(NewPost.post_id).where(done).limit(1)) is not None:
        with transaction():
            db.session.execute(delete(NewPost).where(done), execution_options={"synchronize_session": False})
