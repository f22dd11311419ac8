"""Indexing some of what changed: read, committed to the index, then said in the database."""

from forum.extensions import db
from forum.search.documents import document_of, is_findable, posts_behind
from forum.search.jobs.chosen import engine
from forum.search.jobs.marking import mark, seen_of
from forum.search.spelling import learn

BATCH = 50


def index_batch(limit: int) -> int:
    """Index some of the posts that are behind, then say so in the database; gives how many."""
    db.session.rollback()
    with engine().alone():
        posts = posts_behind(limit)
        seen = [seen_of(post) for post in posts]
        documents = [document_of(post) for post in posts if is_findable(post)]
        removed = [post.id for post in posts if not is_findable(post)]
        db.session.rollback()
        if posts:
            engine().update(documents, removed)
            mark(seen)
            learn(documents)
    return len(posts)
