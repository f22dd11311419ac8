"""The text that a decision was about, for whoever wrote it: also where nobody else reads it any more."""

from dataclasses import dataclass

from sqlalchemy import Select, select

from forum.debates.models import MovedPost, Post, PostRevision
from forum.extensions import db
from forum.moderation.models import Case, Decision


@dataclass(frozen=True)
class Questioned:
    """A text as it was when it was decided on: HTML, sanitised when it was stored, and its language."""

    html: str
    language: str | None = None


def questioned(decision: Decision, person_id: int) -> Questioned | None:
    """The text of the person's own that a decision was about; None where it is nobody's, or another's.

    The version before, if the text was edited; of a debate its opening, wherever that is now; of a measure
    on a person what was flagged.
    """
    if decision.act == "clear":
        html = decision.before["profile"]["bio_html"] if decision.person_id == person_id else ""
        return Questioned(html) if html else None
    post_id = post_of(decision)
    own = select(Post).where(Post.id == post_id, Post.author_id == person_id)
    post = None if post_id is None else db.session.scalar(own)
    if post is None:
        return None
    version = db.session.scalar(version_then(post, decision))
    return Questioned(version or post.body_html, post.language)


def post_of(decision: Decision) -> int | None:
    """The post whose text a decision is about, by its id."""
    if decision.post_id is not None:
        return decision.post_id
    if decision.is_on_person:
        return db.session.scalar(select(Case.post_id).where(Case.id == decision.case_id))
    opening = select(Post.id).where(Post.thread_id == decision.thread_id, Post.number == 1)
    moved = select(MovedPost.post_id).where(MovedPost.thread_id == decision.thread_id, MovedPost.number == 1)
    return db.session.scalar(opening) or db.session.scalar(moved.limit(1))


def version_then(post: Post, decision: Decision) -> Select[str]:
    """The HTML of the version of a post that a decision was about; of none, where the post has but one."""
    versions = select(PostRevision.body_html).where(PostRevision.post_id == post.id)
    if decision.act == "edit":
        return versions.where(PostRevision.revision == decision.before.get("revision"))
    before = versions.where(PostRevision.created <= decision.created, PostRevision.annulled.is_(False))
    return before.order_by(PostRevision.revision.desc()).limit(1)
