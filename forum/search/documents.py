"""Posts as they are indexed."""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from forum.debates.models import Post, Thread
from forum.extensions import db
from forum.search.engine import Document

CHUNK = 500


def with_all() -> Select[Post]:
    """Posts with everything that is indexed of them."""
    return (
        select(Post)
        .join(Post.thread)
        .options(
            joinedload(Post.author),
            contains_eager(Post.thread).options(joinedload(Thread.group), selectinload(Thread.tags)),
        )
        .order_by(Post.id)
    )


def is_findable(post: Post) -> bool:
    """Whether anyone may find the post; who may is asked when searching."""
    return post.state == "visible" and post.thread.state == "visible"


def document_of(post: Post) -> Document:
    """The post as it is indexed."""
    thread, zone = post.thread, ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"])
    return Document(
        post_id=post.id,
        group_id=thread.group_id or 0,
        kind=thread.kind,
        author=post.author.username_key if post.author else "",
        tags=tuple(tag.slug for tag in thread.tags),
        groups=(thread.group.slug,) if thread.group else (),
        day=post.created.astimezone(zone).date(),
        created=post.created,
        title=thread.title,
        text=post.body_text,
    )


def posts_behind(limit: int) -> Sequence[Post]:
    """Posts that changed since they were indexed."""
    behind = with_all().where(Post.indexed_revision < Post.revision).limit(limit)
    return db.session.scalars(behind).all()


def count_behind() -> int:
    """How many posts changed since they were indexed."""
    behind = select(func.count()).select_from(Post).where(Post.indexed_revision < Post.revision)
    return db.session.scalar(behind) or 0


def count_findable() -> int:
    """How many posts the index ought to hold."""
    findable = (
        select(func.count())
        .select_from(Post)
        .join(Post.thread)
        .where(Post.state == "visible", Thread.state == "visible")
    )
    return db.session.scalar(findable) or 0


def all_posts() -> Iterator[Sequence[Post]]:
    """Every post, some at a time, by id."""
    last = 0
    while posts := db.session.scalars(with_all().where(Post.id > last).limit(CHUNK)).all():
        yield posts
        last = posts[-1].id
        db.session.expunge_all()
