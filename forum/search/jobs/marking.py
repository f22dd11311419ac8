"""Saying in the database which posts the index has, as they were when they were read."""

from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import bindparam, update

from forum.debates.models import Post
from forum.extensions import db
from forum.lib.locks import hold_free
from forum.lib.pages import quietly
from forum.lib.tables import table_of
from forum.lib.transactions import transaction

CHUNK = 500


class Seen(NamedTuple):
    """A post as it was read: which revision, and what it was marked with."""

    post_id: int
    revision: int
    marked: int


def seen_of(post: Post) -> Seen:
    return Seen(post.id, post.revision, post.indexed_revision)


def mark(seen: Sequence[Seen]) -> None:
    """These posts are indexed as they were read; those that changed meanwhile, or do now, stay behind."""
    table = table_of(Post)
    say = (
        update(table)
        .where(table.c.id == bindparam("post"), table.c.indexed_revision == bindparam("marked"))
        .values(indexed_revision=bindparam("seen"))
    )
    for start in range(0, len(seen), CHUNK):
        chunk = {one.post_id: one for one in seen[start : start + CHUNK]}
        with transaction():
            free = sorted(hold_free(Post, chunk.keys()))
            rows = [{"post": id, "seen": chunk[id].revision, "marked": chunk[id].marked} for id in free]
            if rows:
                db.session.connection().execute(say, rows, execution_options=quietly())


class Notes:
    """What a build has read of posts that were behind, in a file: it may be stopped, and be of millions.

    A note that is lost costs no more than indexing that post again. One that is older than what is read later
    does no harm either: only a post that is still as the note says is marked.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def clear(self) -> None:
        self.path.unlink(missing_ok=True)

    def add(self, seen: Sequence[Seen]) -> None:
        """Note those that were behind."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self.path.open("ab") as file:
            array("q", [number for one in seen if one.marked != one.revision for number in one]).tofile(file)

    def read(self) -> Iterator[list[Seen]]:
        """What was noted, some at a time."""
        if not self.path.exists():
            return
        size = len(Seen._fields) * array("q").itemsize
        with self.path.open("rb") as file:
            while data := file.read(CHUNK * size):
                numbers = array("q", data[: len(data) // size * size])
                yield [Seen(*numbers[start : start + 3]) for start in range(0, len(numbers), 3)]
