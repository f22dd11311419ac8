"""What a viewer may see of the moderators' room: what is in their groups, or all of the site."""

from sqlalchemy import ColumnElement, or_, true

from forum.debates.models import Post, Thread, Transfer
from forum.debates.queries import moderated_threads
from forum.moderation.models import Case, Decision
from forum.permissions import Viewer


def moderated_posts(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on Post that `viewer` decides on it."""
    return true() if "moderator" in viewer.roles else Post.thread.has(moderated_threads(viewer))


def moderated_cases(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on Case that `viewer` decides in it."""
    return true() if "moderator" in viewer.roles else Case.post.has(moderated_posts(viewer))


def moderated_decisions(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on Decision that `viewer` decides where what it is about is now, as `places_of` says."""
    if "moderator" in viewer.roles:
        return true()
    there = moderated_threads(viewer)
    whole = Decision.post_id.is_(None) & Decision.thread_id.is_not(None) & ~Decision.transfer.has()
    elsewhere = Decision.case.has(Case.post.has(Post.thread_id != Decision.thread_id))
    merged = Decision.thread.has(Thread.state == "removed") & elsewhere
    return or_(
        Decision.post.has(moderated_posts(viewer)),
        whole & ~merged & Decision.thread.has(there),
        whole & merged & Decision.case.has(moderated_cases(viewer)),
        Decision.transfer.has(Transfer.source.has(there) & Transfer.target.has(there)),
    )


def places_of(decision: Decision) -> list[Thread]:
    """The threads where what was decided about is now: the post, wherever it went; or the whole thread, once
    it was merged where its case's post is; of posts that were moved, both ends. None for a measure on a
    person. It is whole (`WHOLE`).
    """
    if decision.transfer is not None and decision.thread is not None:
        return [decision.thread, decision.transfer.target]
    place = place_of(decision)
    return [] if place is None else [place]


def place_of(decision: Decision) -> Thread | None:
    """The same but for posts that were moved."""
    if decision.post is not None:
        return decision.post.thread
    case, thread = decision.case, decision.thread
    merged = thread is not None and thread.state == "removed" and case is not None and case.post is not None
    return case.post.thread if merged and case and case.post else thread
