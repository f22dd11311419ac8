"""Filling an empty database with content to load the forum with."""

from collections.abc import Callable, Collection, Iterator
from random import Random

from forum.accounts.models import User
from forum.debates.models import Post, PostRevision, ReadingPosition, Tag, Thread, ThreadTag
from forum.groups.models import GroupMember
from forum.operations.seed.ground import make_groups, make_people, make_tags
from forum.operations.seed.relating import relate_all
from forum.operations.seed.size import Size
from forum.operations.seed.tables import Tables, go_on_from
from forum.operations.seed.talks import circle, in_order, talks
from forum.operations.seed.texts import Words
from forum.operations.seed.writer import Writer

STEP = 20_000  # posts


def fill(
    size: Size, words: Words, chance: Random, before: Collection[str], progress: Callable[[int], object]
) -> Iterator[None]:
    """Write it all, a step at a time; `progress` hears of each post. The caller owns the transactions.

    At the end of each step what was written may be committed. Where the database holds the first steps of
    the same size, words and chance, it goes on behind them. `before` are the slugs of the groups that were
    there before the first.

    Rows go straight into their tables, past the actions: what those keep (counts, numbers, sort keys, last
    activity) is made right here, and `check` finds nothing. Nobody is told, and the index follows by itself.
    """
    tables = Tables(User, GroupMember, Tag, Thread, ThreadTag, Post, PostRevision, ReadingPosition)
    names = make_people(size.users, words.paragraphs, tables, chance)
    tables.flush()
    circles = make_groups(size.users, tables, chance, before)
    writer = Writer(tables, words, names, make_tags(tables), chance)
    everywhere = circle(0, True, range(1, size.users + 1))
    for number, (talk, moment) in enumerate(in_order(talks(size, everywhere, circles, chance)), 1):
        writer.write(talk, moment)
        progress(1)
        if number % STEP == 0:
            tables.flush()
            yield
    tables.flush()
    writer.tally.write()
    relate_all()
    go_on_from(User, Tag, Thread, Post)
