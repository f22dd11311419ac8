"""Statements of reasons as whom a decision concerns may read them."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from forum.accounts.models import User
from forum.debates.models import Post, Thread
from forum.debates.queries.visible import in_visible_groups
from forum.extensions import db
from forum.groups.models import Group
from forum.groups.queries import visible_groups
from forum.lib.numbers import Ranges
from forum.moderation.models import Decision, Flag
from forum.moderation.models.cases import UNREAD
from forum.moderation.queries.calls import open_calls
from forum.moderation.statements import Statement, origin_of, statement_of
from forum.permissions import Viewer


def statements(decisions: Iterable[Decision], viewer: Viewer) -> Mapping[int, Statement]:
    """The statement of each decision, by id, naming no place that `viewer` may not look in.

    Their things are loaded. Three statements, however many they are.
    """
    some = list(decisions)
    calls = sources_in({one.case_id for one in some if one.case_id})
    groups = names_of({group_id for one in some if (group_id := one.before.get("to"))}, viewer)
    places = threads_in_sight({one.thread_id for one in some if one.thread_id}, viewer)
    return {
        one.id: statement_of(
            one,
            one.post or one.thread,
            origin=origin_of(calls.get(one.case_id or 0, ()), automated=one.automated),
            group=groups.get(one.before.get("to", 0), ""),
            in_sight=one.thread_id in places,
        )
        for one in some
    }


def statement_for(decision: Decision, viewer: Viewer) -> Statement:
    """That of one decision."""
    return statements([decision], viewer)[decision.id]


def sources_in(case_ids: Iterable[int]) -> Mapping[int, set[str]]:
    """Which kinds of flags each case has, by case: never whose."""
    rows = db.session.execute(
        select(Flag.case_id, Flag.source)
        .where(Flag.case_id.in_(list(case_ids)), Flag.reason != UNREAD)
        .distinct()
    ).all()
    return {case_id: {row.source for row in rows if row.case_id == case_id} for case_id, _source in rows}


def names_of(group_ids: Iterable[int], viewer: Viewer) -> Mapping[int, str]:
    """The names of those of these groups that `viewer` may know of."""
    known = select(Group.id, Group.name).where(Group.id.in_(list(group_ids)), visible_groups(viewer))
    return {row.id: row.name for row in db.session.execute(known)}


def threads_in_sight(thread_ids: Iterable[int], viewer: Viewer) -> set[int]:
    """Those of these threads, by id, that stand where `viewer` may look."""
    ids = select(Thread.id).where(Thread.id.in_(list(thread_ids)), in_visible_groups(viewer))
    return set(db.session.scalars(ids))


def open_origin(thing: Post | Thread | User, act: str = "", numbers: Ranges | None = None) -> str:
    """What calls for an act on a post, a thread or a person, if an open case concerns it."""
    calls = open_calls(thing, None, act, numbers)
    return origin_of({calls[0].source} if calls else ())
