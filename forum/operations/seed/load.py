"""Filling an empty database with content to load the forum with."""

from collections.abc import Callable
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


def fill(size: Size, words: Words, chance: Random, progress: Callable[[int], object]) -> None:
    """Write it all into an empty database; `progress` hears of each post. The caller owns the transaction.

    Rows go straight into their tables, past the actions: what those keep (counts, numbers, sort keys, last
    activity) is made right here, and `check` finds nothing. Nobody is told, and the index follows by itself.
    """
    tables = Tables(User, GroupMember, Tag, Thread, ThreadTag, Post, PostRevision, ReadingPosition)
    names = make_people(size.users, words.paragraphs, tables, chance)
    tables.flush()
    circles = make_groups(size.users, tables, chance)
    writer = Writer(tables, words, names, make_tags(tables), chance)
    everywhere = circle(0, True, range(1, size.users + 1))
    for talk, moment in in_order(talks(size, everywhere, circles, chance)):
        writer.write(talk, moment)
        progress(1)
    tables.flush()
    writer.tally.write()
    relate_all()
    go_on_from(User, Tag, Thread, Post)
