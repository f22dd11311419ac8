"""One run of an import: what is here already, and what it makes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, select

from forum.accounts.models import User
from forum.debates.models import Draft, File, Post, PostRevision, Thread
from forum.extensions import db
from forum.importers.report import Report
from forum.importers.wordpress.plan import Plan
from forum.importers.wordpress.rows import Entry

AGAIN = "Importado de nuevo de WordPress"  # the reason of the revisions that a later import writes
AT_ONCE = 500  # posts asked for in one statement


@dataclass(frozen=True)
class Here:
    """A post of an earlier import, as it is now; `edited` if anyone but an import changed its text."""

    id: int
    thread_id: int
    number: int | None
    state: str
    title: str
    body: str
    edited: bool


class Run:
    """What a run knows throughout: the plan, the report, the people, and whether it is the site's first."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.report = Report(skipped=list(plan.skipped))
        self.first = not any_post_from(plan.key)
        self.drafts = origins(Draft, plan.key)
        self.known = origins(User, plan.key)
        self.people: dict[str, User] = {}
        self.files = set(ids_of(File.name, File.id, plan.taking.drawn))

    def here(self, entry: Entry) -> dict[str, Here]:
        """What is here already of an entry and its replies, and of what these answer, by origin."""
        if self.first:
            return {}
        keys = {entry.key, *(key for reply in entry.replies for key in (reply.key, reply.parent))}
        return posts_from(sorted(keys))


def any_post_from(key: str) -> bool:
    """Whether any post came from a site."""
    found = select(Post.id).where(Post.origin.startswith(f"{key}:", autoescape=True)).limit(1)
    return db.session.scalar(found) is not None


def posts_from(keys: Sequence[str]) -> dict[str, Here]:
    """The posts with these origins, by origin."""
    rows: dict[str, Here] = {}
    for start in range(0, len(keys), AT_ONCE):
        rows.update(some_posts_from(keys[start : start + AT_ONCE]))
    return rows


def some_posts_from(keys: Sequence[str]) -> Iterable[tuple[str, Here]]:
    """The same in one statement."""
    last_reason = (
        select(PostRevision.reason)
        .where(PostRevision.post_id == Post.id)
        .order_by(PostRevision.revision.desc())
        .limit(1)
        .scalar_subquery()
    )
    edited = and_(Post.edited.is_not(None), last_reason != AGAIN)
    state = case((Thread.state == "visible", Post.state), else_=Thread.state)
    found = db.session.execute(
        select(Post.origin, Post.id, Post.thread_id, Post.number, state, Thread.title, Post.body, edited)
        .join(Thread, Thread.id == Post.thread_id)
        .where(Post.origin.in_(keys))
    )
    return [(str(origin), Here(*rest)) for origin, *rest in found]


def origins(model: type[User] | type[Draft], key: str) -> dict[str, int]:
    """The ids of what came from a site, by where it came from."""
    rows = db.session.execute(
        select(model.origin, model.id).where(model.origin.startswith(f"{key}:", autoescape=True))
    )
    return {str(origin): row_id for origin, row_id in rows}


def ids_of(column: Any, id_column: Any, values: Iterable[str]) -> dict[str, int]:
    """The ids of rows by what their column says."""
    wanted, found = sorted(values), {}
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        rows = db.session.execute(select(column, id_column).where(column.in_(some)))
        found.update({str(value): row_id for value, row_id in rows})
    return found
