"""Telling whoever wrote posts that the team moved where those are now. The caller owns the transaction."""

from collections.abc import Sequence
from itertools import groupby

from flask_babel import ngettext
from flask_babel.speaklater import LazyString
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.accounts.models import User
from forum.debates.models import MovedPost, Post, Thread
from forum.debates.queries.visible import visible_threads
from forum.extensions import db
from forum.groups.queries import viewer_of
from forum.lib.urls import path_here
from forum.moderation.actions.reviewed import title_for
from forum.moderation.acts import is_stated
from forum.moderation.models import Decision
from forum.notifications.actions import communicate


def tell_where_posts_are(decision: Decision) -> None:
    """Tell in the bell whoever wrote posts that a decision moved, once each, if they may read there.

    Not who moved them, nor whom the statement of reasons tells. Each is told of the thread where the first of
    theirs is now.
    """
    if not decision.moves_posts:
        return
    told = {decision.moderator_id, decision.person_id if is_stated(decision) else None}
    for author_id, theirs in groupby(posts_moved_by(decision), lambda post: post.author_id):
        if author_id not in told:
            tell_author(decision, db.session.get_one(User, author_id), list(theirs))


def posts_moved_by(decision: Decision) -> Sequence[Post]:
    """The posts in sight that a decision moved, of people with an account: by author, the first first."""
    moved = MovedPost.transfer_id == decision.before["transfer"], MovedPost.number.is_not(None)
    query = select(Post).join(MovedPost, MovedPost.post_id == Post.id).options(joinedload(Post.thread))
    query = query.where(*moved, Post.state == "visible", Post.author_id.is_not(None))
    found = query.order_by(Post.author_id, MovedPost.number).execution_options(populate_existing=True)
    return db.session.scalars(found).all()


def tell_author(decision: Decision, person: User, posts: Sequence[Post]) -> None:
    """Tell one of them, unless they may not read there."""
    thread = posts[0].thread
    there = select(Thread.id).where(Thread.id == thread.id, visible_threads(viewer_of(person)))
    if db.session.scalar(there) is None:
        return
    many = sum(post.thread_id == thread.id for post in posts)
    name = LazyString(words_of, many, thread.title, title_for(person, decision))
    link = path_here("debates.permalink", post_id=posts[0].id)
    communicate(person, "moved", name, "posts_moved", link=link, by_mail=False, name=name)


def words_of(many: int, title: str, source: str) -> str:
    """Where so many posts are now, and where they were if that may be said."""
    if not source:
        return ngettext(
            "Tu mensaje está ahora en «%(title)s»",
            "Tus mensajes están ahora en «%(title)s»",
            many,
            title=title,
        )
    return ngettext(
        "Tu mensaje de «%(source)s» está ahora en «%(title)s»",
        "Tus mensajes de «%(source)s» están ahora en «%(title)s»",
        many,
        title=title,
        source=source,
    )
