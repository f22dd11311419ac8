"""The mechanism of permissions: who is looking, which rules allow an act, and how to ask.

Each room declares its own rules beside its models; nothing here knows a forum word.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import g, has_request_context

from forum.lib.refusals import NotAllowed


@dataclass(frozen=True)
class Viewer:
    """Who is looking: `id` is None for a guest; `groups` and `moderated` are ids of groups.

    `by_program` says that a program looks in the person's stead, `silenced` that they only read for now,
    `resting` that they would be of the team if a measure did not hold: meanwhile they have none of its roles.
    """

    id: int | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    groups: frozenset[int] = field(default_factory=frozenset)
    moderated: frozenset[int] = field(default_factory=frozenset)
    by_program: bool = False
    silenced: bool = False
    resting: bool = False


GUEST = Viewer()

Rule = Callable[[Viewer, Any], bool]

TABLE: dict[str, Sequence[Rule]] = {}


class SignInNeeded(NotAllowed):
    """A guest was refused something that signing in may give."""


def declare(rules: Mapping[str, Sequence[Rule]]) -> None:
    """Add a room's rules to the table: any one rule of an act suffices. An act is declared once."""
    twice = TABLE.keys() & rules.keys()
    if twice:
        raise ValueError(f"declared twice: {sorted(twice)}")
    TABLE.update(rules)


def may(viewer: Viewer, act: str, thing: Any = None) -> bool:
    """Whether `viewer` may do `act` to `thing`. A misspelt act raises KeyError: it never grants."""
    return any(rule(viewer, thing) for rule in TABLE[act])


def require(viewer: Viewer, act: str, thing: Any = None) -> None:
    """Refuse unless `viewer` may do `act` to `thing`: SignInNeeded for a guest, NotAllowed for others."""
    if may(viewer, act, thing):
        return
    raise SignInNeeded if viewer.id is None else NotAllowed


def anyone(viewer: Viewer, thing: Any) -> bool:
    """The rule that everyone meets, guests included."""
    return True


def recognise(load: Callable[[], Viewer]) -> None:
    """Set the function that finds the viewer of a request: the room that knows memberships gives it."""
    _loaders[:] = [load]


_loaders: list[Callable[[], Viewer]] = []


def viewer() -> Viewer:
    """Who is looking in this request; found once a request."""
    if "viewer" not in g:
        g.viewer = _loaders[0]() if has_request_context() else GUEST
    return g.viewer
