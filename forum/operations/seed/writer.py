"""Writing threads and posts, one after another."""

from collections.abc import Sequence
from datetime import datetime
from itertools import accumulate
from random import Random
from typing import Any

from forum.debates.models import Post, PostRevision, ReadingPosition, Thread, ThreadTag
from forum.lib.markdown import Rendered
from forum.operations.seed.rows import post_row, revision_rows, thread_row
from forum.operations.seed.tables import Tables
from forum.operations.seed.talks import Said, Talk, one_of
from forum.operations.seed.tally import Tally
from forum.operations.seed.texts import Words, joined, quote, title_from

MOST_TAGS, MOST_PARAGRAPHS = 4, 3
ANSWERS, QUOTES = 0.4, 0.3  # of replies, those to a post; of these, those that quote it
LINKED = 0.05  # of debates, those about an entry
READERS = 5  # of each thread, whose place in it is remembered


class Writer:
    """Puts each next post into the tables, and counts it."""

    def __init__(self, tables: Tables, words: Words, names: Sequence[str], tags: int, chance: Random) -> None:
        self.tables, self.words, self.names, self.chance = tables, words, names, chance
        self.tally = Tally()
        self.entries: list[int] = []  # that no debate is about
        self.tags = range(1, tags + 1)
        self.weights = list(accumulate(1 / rank for rank in self.tags))

    def write(self, talk: Talk, moment: datetime) -> None:
        """The thread's next post; with its first one the thread, with its last one who has read it."""
        own = self.chance.choices(self.words.paragraphs, k=self.chance.randint(1, MOST_PARAGRAPHS))
        to = self.answered(talk)
        text = joined([*self.quoted(to), *own])
        if talk.said == 1:
            self.open(talk, text, own[0])
        author_id = talk.author_of(talk.said, self.chance)
        post_id = self.tables.given[Post] + 1
        post = post_row(post_id, talk, author_id, text, moment, to and to.number, self.chance)
        self.tables.add(Post, post)
        if post["edited"]:
            title = talk.title if talk.said == 1 else ""
            self.tables.add(PostRevision, *revision_rows(post, title, own[-1]))
        self.count(talk, post)
        talk.recent.append(Said(post_id, talk.said, author_id, own[0]))
        if talk.said == talk.length:
            self.close(talk)

    def answered(self, talk: Talk) -> Said | None:
        """The post that the next one answers, if it answers one."""
        return self.chance.choice(talk.recent) if talk.recent and self.chance.random() < ANSWERS else None

    def quoted(self, to: Said | None) -> list[Rendered]:
        """A quote of the post that is answered, sometimes."""
        if to is None or self.chance.random() > QUOTES:
            return []
        who = f"{self.names[to.author_id - 1]}, n.º {to.number}"
        return [quote(self.words, who, to.post_id, to.words)]

    def open(self, talk: Talk, text: Rendered, first: Rendered) -> None:
        """The thread itself, with its tags; a few debates are about an entry."""
        talk.title = title_from(first)
        self.tables.add(Thread, thread_row(talk, text, self.chance))
        wanted = self.chance.choices(self.tags, cum_weights=self.weights, k=self.chance.randint(0, MOST_TAGS))
        tags = list(dict.fromkeys(wanted))
        same = {"thread_id": talk.id, "opened": talk.created}
        self.tables.add(ThreadTag, *({**same, "tag_id": tag, "place": i} for i, tag in enumerate(tags)))
        self.tally.thread(talk.kind, talk.group_id, tags if talk.public else ())
        if talk.kind == "entry" and talk.public:
            self.entries.append(talk.id)
        elif talk.public and self.entries and self.chance.random() < LINKED:
            self.tally.link(talk.id, self.entries.pop())

    def count(self, talk: Talk, post: dict[str, Any]) -> None:
        """Count the post for its author, unless it was withdrawn."""
        if post["state"] != "visible":
            talk.gone += 1
            return
        opening = "debates" if talk.kind == "debate" else "entries"
        self.tally.post(post["author_id"], talk.group_id, opening if talk.said == 1 else "replies")

    def close(self, talk: Talk) -> None:
        """All of the thread is written."""
        if talk.gone:
            self.tally.replies[talk.id] = talk.length - 1 - talk.gone
        readers = {one_of(talk.authors, talk.weights, self.chance) for _ in range(READERS)}
        for user_id in sorted(readers):
            row = {"user_id": user_id, "thread_id": talk.id, "number": self.chance.randint(1, talk.length)}
            self.tables.add(ReadingPosition, row)
