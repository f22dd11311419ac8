"""Counting the words of what is indexed, as far as anything may be written to the database."""

from collections.abc import Callable
from pathlib import Path

from forum.lib.refusals import ReadOnly
from forum.search.documents import all_posts, document_of, is_findable
from forum.search.jobs.chosen import folder
from forum.search.spelling import learn, unlearn


def count_unless_read_only(act: Callable[[], object]) -> None:
    """Have `act` count words. In maintenance they are left for later: the index is built meanwhile."""
    try:
        act()
    except ReadOnly:
        owed().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        owed().touch()


def count_what_was_left() -> None:
    """Count the words of all posts anew, if maintenance kept a rebuild from it."""
    if owed().exists():
        unlearn()
        for posts in all_posts():
            learn([document_of(post) for post in posts if is_findable(post)])
        owed().unlink(missing_ok=True)


def owed() -> Path:
    """The file that is there while words are to be counted anew."""
    return folder() / "words-to-count"
