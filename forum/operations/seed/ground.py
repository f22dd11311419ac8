"""What stands before anybody writes: people, groups with their members, tags."""

from collections.abc import Collection, Sequence
from random import Random

from forum.accounts.models import TONES, User
from forum.debates.models import Tag
from forum.groups.actions import create_group
from forum.groups.models import GroupMember
from forum.groups.queries import group_at
from forum.lib.markdown import Rendered
from forum.lib.slugs import slugify, sort_key
from forum.operations.seed.people import members_of, person
from forum.operations.seed.tables import Tables
from forum.operations.seed.talks import SINCE, Circle, circle
from forum.operations.seed.vocabulary import vocabulary

MODERATORS = 2  # of each group


def make_people(users: int, bios: Sequence[Rendered], tables: Tables, chance: Random) -> list[str]:
    """So many people, numbered from 1; gives their names."""
    names = []
    for user_id in range(1, users + 1):
        row = person(user_id, users, SINCE, bios, chance)
        names.append(row["display_name"])
        tables.add(User, row)
    return names


def make_groups(users: int, tables: Tables, chance: Random, before: Collection[str]) -> list[Circle]:
    """The groups with their members, but for those that were there `before`, by slug.

    In an open one everybody writes, in a private one they alone do.
    """
    circles = []
    for number, words in enumerate(vocabulary().groups):
        slug = slugify(words["name"])
        if slug in before:
            continue
        group = group_at(slug) or create_group(
            words["name"],
            description=words["description"],
            visibility=words["visibility"],
            tone=number % TONES + 1,
        )
        members = members_of(users, chance)
        for place, user_id in enumerate(members):
            row = {"group_id": group.id, "user_id": user_id, "moderator": place < MODERATORS}
            tables.add(GroupMember, row)
        is_open = group.visibility == "open"
        circles.append(circle(group.id, is_open, range(1, users + 1) if is_open else members))
    return circles


def make_tags(tables: Tables) -> int:
    """The tags, numbered from 1; gives how many."""
    for tag_id, name in enumerate(vocabulary().tags, 1):
        tables.add(Tag, {"id": tag_id, "slug": slugify(name), "name": name, "sort_key": sort_key(name)})
    return len(vocabulary().tags)
