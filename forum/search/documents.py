"""Posts as they are indexed."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Select, Update, case, func, select, update
from sqlalchemy.orm import contains_eager, defer

from forum.debates.models import Post, Thread
from forum.extensions import db
from forum.lib.pages import quietly
from forum.lib.slugs import slugify
from forum.search.engine import Document
from forum.search.query.dates import local_day

CHUNK = 500


def with_all() -> Select[Post]:
    """Posts with everything that is indexed of them, as they are in the database now."""
    posts: Select[Post] = (
        select(Post)
        .join(Post.thread)
        .options(
            defer(Post.body),
            defer(Post.body_html),
            contains_eager(Post.thread).selectinload(Thread.tags),
        )
        .order_by(Post.id)
        .execution_options(populate_existing=True)
    )
    return posts


def is_findable(post: Post) -> bool:
    """Whether anyone may find the post; who may is asked when searching."""
    return post.state == "visible" and post.thread.state == "visible"


def document_of(post: Post) -> Document:
    """The post as it is indexed."""
    thread = post.thread
    tags = ", ".join(tag.name for tag in thread.tags) if post.is_opening else ""
    return Document(
        post_id=post.id,
        thread_id=thread.id,
        group_id=thread.group_id or 0,
        number=post.number or 0,
        kind=thread.kind,
        author=person(post.author_id) if post.author_id else name(post.author_name),
        tags=tuple(str(tag.id) for tag in thread.tags),
        day=local_day(post.created),
        created=post.created,
        title=thread.title,
        text=f"{post.body_text}\n{tags}",
        language=post.language,
        picked=post.picked,
    )


def person(user_id: int) -> str:
    """An account, as the index knows it."""
    return f"u{user_id}"


def name(text: str) -> str:
    """Somebody without an account, as the index knows them."""
    return f"n-{slugify(text)}"


def posts_behind(limit: int) -> Sequence[Post]:
    """Posts that changed since they were indexed, the newest first: a long thread that moved, or an import,
    keeps nobody waiting who has just written."""
    behind = with_all().where(Post.indexed_revision < Post.revision).limit(limit)
    behind = behind.order_by(None).order_by(Post.id.desc())
    return db.session.scalars(behind).all()


def count_behind(most: int | None = None) -> int:
    """How many posts changed since they were indexed, as far as `most`."""
    behind = select(Post.id).where(Post.indexed_revision < Post.revision).limit(most).subquery()
    return db.session.scalar(select(func.count()).select_from(behind)) or 0


def behind_ids() -> frozenset[int]:
    """The posts that changed since they were indexed."""
    return frozenset(db.session.scalars(select(Post.id).where(Post.indexed_revision < Post.revision)))


def findable_ids(limit: int) -> Iterator[dict[int, bool]]:
    """The posts that the index ought to hold, and whether it ought to have them already.

    By id, `limit` at a time; the last time less, or none.
    """
    findable = (
        select(Post.id, Post.indexed_revision == Post.revision)
        .join(Post.thread)
        .where(Post.state == "visible", Thread.state == "visible")
        .order_by(Post.id)
        .limit(limit)
    )
    last: int | None = 0
    while last is not None:
        some = {post_id: bool(done) for post_id, done in db.session.execute(findable.where(Post.id > last))}
        db.session.rollback()  # ends the read transaction
        last = max(some) if len(some) == limit else None
        yield some


def count_findable(last: int | None = None) -> int:
    """How many posts the index ought to hold; as far as the one whose id is `last`."""
    findable = (
        select(func.count())
        .select_from(Post)
        .join(Post.thread)
        .where(Post.state == "visible", Thread.state == "visible")
    )
    return db.session.scalar(findable if last is None else findable.where(Post.id <= last)) or 0


def all_posts(last: int = 0) -> Iterator[Sequence[Post]]:
    """Every post after the one whose id is `last`, some at a time, by id."""
    while posts := db.session.scalars(with_all().where(Post.id > last).limit(CHUNK)).all():
        yield posts
        last = posts[-1].id
        db.session.rollback()  # ends the read transaction, so that each chunk is as it is now
        db.session.expunge_all()


def fall_behind(*which: object) -> None:
    """Have the posts that meet these conditions indexed again."""
    db.session.execute(falling_behind(*which), execution_options={"synchronize_session": False})


def falling_behind(*which: object) -> Update:
    """The statement that does so.

    Each time another number, so that whoever indexed them meanwhile cannot take them for done.
    """
    lower = case((Post.indexed_revision > 0, -1), else_=Post.indexed_revision - 1)
    behind = update(Post).where(*which).values(indexed_revision=lower)  # type: ignore[arg-type]
    return behind.execution_options(**quietly())


def fall_behind_by_id(post_ids: Iterable[int]) -> None:
    """Have these posts indexed again."""
    ids = list(post_ids)
    for start in range(0, len(ids), CHUNK):
        fall_behind(Post.id.in_(ids[start : start + CHUNK]))
