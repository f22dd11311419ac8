"""What `check` compares of what people contributed."""

from collections.abc import Iterator, Sequence

from forum.lib.checks import Check, Problem
from forum.profiles.counts import recount, wrong_counts


def wrong_contributions() -> Iterator[Problem]:
    """People whose counts in a group are not those of their posts."""
    for user_id, group_id, stored, true in wrong_counts():
        place = f"group {group_id}" if group_id else "no group"
        yield Problem(f"user {user_id} in {place}", "debates, entries, replies", stored, true, user_id)


def count_again(ids: Sequence[int]) -> None:
    """Write all the counts anew; nobody else writes meanwhile."""
    recount()


CHECKS = [Check("contributions", wrong_contributions, count_again)]
