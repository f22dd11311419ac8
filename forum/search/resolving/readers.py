"""Who searches, and where they find something."""

from collections.abc import Sequence
from dataclasses import dataclass

from forum.groups.models import Group
from forum.permissions import GUEST, Viewer
from forum.search.documents import behind_ids
from forum.search.engine import Scope
from forum.search.jobs import engine


@dataclass(frozen=True)
class Reader:
    """Who searches: the groups where they may look, and who they are."""

    groups: Sequence[Group]
    viewer: Viewer = GUEST


def scope_of(groups: Sequence[Group]) -> Scope:
    """Where somebody who may look into these groups finds something, as the index stands now."""
    behind = frozenset() if engine().follows else behind_ids()
    return Scope(frozenset({0, *(group.id for group in groups)}), behind)
