"""What the rows add up to: the counts that the forum keeps."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, insert, update

from forum.debates.models import Tag, Thread
from forum.extensions import Base, db
from forum.groups.models import Group
from forum.lib.tables import table_of
from forum.profiles.counts import COUNTS
from forum.profiles.models import Contribution


class Tally:
    """Counts as they grow with each thread and post."""

    def __init__(self) -> None:
        self.groups: Counter[int] = Counter()
        self.tags: Counter[int] = Counter()
        self.entries: Counter[int] = Counter()  # by tag
        self.people: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
        self.replies: dict[int, int] = {}  # of threads where not all are visible
        self.links: dict[int, int] = {}

    def thread(self, kind: str, group_id: int, tags: Sequence[int]) -> None:
        """A thread stands in the group; it counts for these tags."""
        self.groups[group_id] += 1
        self.tags.update(tags)
        if kind == "entry":
            self.entries.update(tags)

    def link(self, debate_id: int, entry_id: int) -> None:
        """A debate is about an entry, and each shows the other."""
        self.links |= {debate_id: entry_id, entry_id: debate_id}

    def post(self, author_id: int, group_id: int, kind: str) -> None:
        """A visible post: `kind` is one of the counts of what people contributed."""
        self.people[author_id, group_id][kind] += 1

    def write(self) -> None:
        """Put the counts where the forum keeps them. The caller owns the transaction."""
        self.groups.pop(0, None)
        put(Group, "thread_count", self.groups)
        put(Tag, "thread_count", self.tags)
        put(Tag, "entry_count", self.entries)
        put(Thread, "linked_id", self.links)
        put(Thread, "reply_count", self.replies)
        contributed = [
            {"user_id": user_id, "group_id": group_id, **{name: counts[name] for name in COUNTS}}
            for (user_id, group_id), counts in self.people.items()
        ]
        if contributed:
            db.session.connection().execute(insert(table_of(Contribution)), contributed)


def put(model: type[Base], column: str, values: dict[int, int] | Counter[int]) -> None:
    """Give rows, by id, their values in a column."""
    table = table_of(model)
    rows: list[dict[str, Any]] = [{"row": row_id, "value": value} for row_id, value in values.items()]
    if rows:
        statement = update(table).where(table.c.id == bindparam("row")).values({column: bindparam("value")})
        db.session.connection().execute(statement, rows)
