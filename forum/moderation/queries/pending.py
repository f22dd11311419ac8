"""Posts that await approval."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from forum.debates.models import Post, Thread
from forum.debates.queries import awaits_approval
from forum.extensions import db
from forum.lib.keys import Cursor, Slice, cut
from forum.moderation.queries.scope import moderated_posts
from forum.permissions import Viewer

PAGE = 25


def pending(viewer: Viewer) -> Select[int]:
    """The number of posts that await approval where `viewer` decides."""
    return select(func.count()).select_from(Post).where(awaits_approval(), moderated_posts(viewer))


def waiting_opening(thread: Thread) -> Post | None:
    """The opening post of a thread that awaits approval, with its author; None for any other thread."""
    query = select(Post).where(Post.thread_id == thread.id, Post.number == 1).options(joinedload(Post.author))
    return db.session.scalar(query) if thread.state == "pending" else None


def next_pending(viewer: Viewer, post: Post) -> Post | None:
    """What awaits approval after a post in the list, from its top again at its end; None: nothing else."""
    older = Cursor(post.created, post.id).after(Post.created, Post.id)
    query = (
        select(Post)
        .where(awaits_approval(), moderated_posts(viewer), Post.id != post.id)
        .options(joinedload(Post.thread))
        .order_by(older.desc(), Post.created.desc(), Post.id.desc())
    )
    return db.session.scalar(query.limit(1))


def pending_posts(viewer: Viewer, after: Cursor | None = None) -> Slice[Post]:
    """Posts that await approval, the latest first."""
    query = (
        select(Post)
        .where(awaits_approval(), moderated_posts(viewer))
        .options(joinedload(Post.author), joinedload(Post.thread).joinedload(Thread.group))
        .order_by(Post.created.desc(), Post.id.desc())
        .limit(PAGE + 1)
    )
    if after:
        query = query.where(after.after(Post.created, Post.id))
    return cut(db.session.scalars(query).all(), PAGE, lambda post: Cursor(post.created, post.id), after)
