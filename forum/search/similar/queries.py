"""Which threads are about the same as a text, as somebody may see them now."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, load_only

from forum.debates.models import Post, Thread
from forum.debates.queries import visible_posts
from forum.extensions import db
from forum.groups.queries import group_list
from forum.lib.dates import language
from forum.permissions import Viewer
from forum.search.engine import IndexMissing
from forum.search.jobs import engine, index_soon
from forum.search.resolving import scope_of
from forum.search.similar.floor import shares_enough

LEAST = 8  # characters: fewer say too little
LONGEST = 4000  # of a text that are looked at
SHOWN = 3


def similar_threads(
    title: str, viewer: Viewer, text: str = "", without: int | None = None
) -> Sequence[Thread]:
    """The threads that `viewer` may see that are nearest to a title and a text, the nearest first.

    None where the title is too short to tell, or there is no index yet. `without`: a thread to leave out.
    """
    if len(title.strip()) < LEAST:
        return []
    asked = f"{title}\n{title}\n{text[:LONGEST]}" if text else title[:LONGEST]
    try:
        hits = engine().similar(asked, scope_of(group_list(viewer)), SHOWN + 1, language())
    except IndexMissing:
        index_soon.enqueue()
        return []
    near = openings_seen([hit.post_id for hit in hits], viewer)
    enough = [thread for thread, start in near if shares_enough(title, language(), (thread.title, start))]
    return [thread for thread in enough if thread.id != without][:SHOWN]


def openings_seen(post_ids: Sequence[int], viewer: Viewer) -> Sequence[tuple[Thread, str]]:
    """The threads of these opening posts, in their order, and how their texts begin.

    Those alone that `viewer` may read now.
    """
    if not post_ids:
        return []
    posts = (
        select(Post, func.substr(Post.body_text, 1, LONGEST))
        .join(Post.thread)
        .where(Post.id.in_(post_ids), Post.number == 1, visible_posts(viewer))
        .options(load_only(Post.id), contains_eager(Post.thread).joinedload(Thread.group))
    )
    found = {post.id: (post.thread, start) for post, start in db.session.execute(posts)}
    return [found[post_id] for post_id in post_ids if post_id in found]
