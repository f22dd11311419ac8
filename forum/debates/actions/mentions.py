"""Noting whom a text calls with an at sign: rows, so that each is told once a post."""

from collections.abc import Sequence

from sqlalchemy import Select, literal, select, update

from forum.accounts.identity import username_key
from forum.accounts.models import User
from forum.accounts.queries import visible_people
from forum.debates.models import Mention, Post
from forum.extensions import db
from forum.lib.markdown import Rendered
from forum.lib.upsert import insert_into

MOST = 50  # people that one text calls; more are only names


def note_mentions(post: Post, text: Rendered) -> Sequence[int]:
    """Note whom the text of a stored post calls; gives the ids of those that it never called before."""
    if not text.names:
        return ()
    called = people_called(text).add_columns(literal(post.id), literal(True)).order_by(User.id)
    row = insert_into(Mention).from_select(["user_id", "post_id", "there"], called)
    return db.session.scalars(row.on_conflict_do_nothing().returning(Mention.user_id)).all()


def change_mentions(post: Post, text: Rendered) -> Sequence[int]:
    """Note whom the post's new text calls, and whom no longer; gives the ids of those that are new to it."""
    db.session.execute(
        update(Mention)
        .where(Mention.post_id == post.id)
        .values(there=Mention.user_id.in_(people_called(text))),
        execution_options={"synchronize_session": False},
    )
    return note_mentions(post, text)


def people_called(text: Rendered) -> Select[int]:
    """The ids of the people whose names a text calls, in whatever case."""
    keys = sorted({username_key(name) for name in text.names})[:MOST]
    return select(User.id).where(User.username_key.in_(keys), visible_people())
