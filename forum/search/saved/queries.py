"""What the pages of saved searches show."""

from collections.abc import Sequence

from sqlalchemy import func, select

from forum.debates.models import Post
from forum.extensions import db
from forum.lib.refusals import NotFound
from forum.notifications.models import FoundPost, Notification, SavedSearch
from forum.permissions import Viewer
from forum.search.queries import Shown, shown_posts

MOST_SHOWN = 100  # new posts of one search


def search_list(user_id: int) -> Sequence[SavedSearch]:
    """The saved searches of a person, the latest first."""
    theirs = select(SavedSearch).where(SavedSearch.user_id == user_id)
    return db.session.scalars(theirs.order_by(SavedSearch.created.desc(), SavedSearch.id.desc())).all()


def find_search(search_id: int, user_id: int | None) -> SavedSearch:
    """The saved search, if it is that person's; else NotFound."""
    found = db.session.scalar(
        select(SavedSearch).where(SavedSearch.id == search_id, SavedSearch.user_id == user_id)
    )
    if found is None:
        raise NotFound
    return found


def new_posts(search: SavedSearch, viewer: Viewer) -> Sequence[Shown]:
    """What a saved search told of last, as far as `viewer` may read it now: the newest first."""
    latest = select(func.max(Notification.id)).where(Notification.search_id == search.id).scalar_subquery()
    rows = db.session.execute(
        shown_posts(viewer)
        .join(FoundPost, FoundPost.post_id == Post.id)
        .where(FoundPost.notification_id == latest)
        .order_by(Post.created.desc(), Post.id.desc())
        .limit(MOST_SHOWN)
    )
    return [Shown(post, text) for post, text in rows]
