"""What stands beside the posts of a thread: its tags, and threads that are about the same."""

from functools import cache

from sqlalchemy import BindParameter, Integer, Select, and_, bindparam, cast, null, select, union_all
from sqlalchemy.orm import load_only
from sqlalchemy.orm.attributes import set_committed_value

from forum.debates.models import Post, RelatedThread, Tag, Thread, ThreadTag
from forum.debates.names import heading_name
from forum.debates.queries.visible import sees_all, some_viewer, visible_threads
from forum.extensions import db
from forum.lib.pages import shows
from forum.lib.tables import alias_of
from forum.permissions import Viewer

RELATED = 5  # that are shown; a few more are stored, for some that the reader may not see
OTHER = alias_of(Thread)
NONE = cast(null(), Integer)


@cache
def beside(everywhere: bool) -> Select[Tag, Thread, int]:
    """The tags of the thread `thread_id`, and the related ones that may be seen by who sees `groups`.

    One statement for both, for every page of a thread runs it. Of a related thread that the reader may not
    see now, or whose opening is not shown, the row is empty.
    """
    thread_id: BindParameter[int] = bindparam("thread_id")
    tags = select(ThreadTag.place, ThreadTag.tag_id, NONE.label("other_id")).where(
        ThreadTag.thread_id == thread_id
    )
    others = select(RelatedThread.place, NONE, RelatedThread.other_id).where(
        RelatedThread.thread_id == thread_id
    )
    both = union_all(tags, others).subquery()
    shown = select(Post.id).where(Post.thread_id == OTHER.id, Post.number == 1, Post.state == "visible")
    seen = visible_threads(some_viewer(everywhere), OTHER, indexed=False)
    return (
        select(Tag, OTHER, both.c.other_id)
        .select_from(both)
        .outerjoin(Tag, Tag.id == both.c.tag_id)
        .outerjoin(OTHER, and_(OTHER.id == both.c.other_id, seen, shown.exists()))
        .options(load_only(OTHER.kind, OTHER.title, OTHER.slug, OTHER.language, OTHER.reply_count))
        .order_by(both.c.place)
    )


def set_beside(thread: Thread, viewer: Viewer) -> None:
    """Fill in the thread's `tags`, and as `related` the nearest that `viewer` may see.

    A page that is kept lives by those that may not be seen now too: they may be again.
    """
    where = {"thread_id": thread.id, "groups": viewer.groups}
    rows = db.session.execute(beside(sees_all(viewer)), where).all()
    set_committed_value(thread, "tags", [tag for tag, _, _ in rows if tag])
    set_committed_value(thread, "related", [other for _, other, _ in rows if other][:RELATED])
    shows(*(heading_name(other_id) for _, _, other_id in rows if other_id))
