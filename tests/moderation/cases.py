"""Things to moderate."""

from datetime import timedelta

import lxml.html
from sqlalchemy import func, select, update

from forum.accounts.models import User
from forum.audit.models import AuditRow
from forum.debates.models import Post
from forum.extensions import db
from forum.lib.transactions import transaction
from forum.moderation.actions import flag_post
from forum.moderation.actions.telling import tell_decisions
from forum.moderation.jobs import close_cases
from forum.moderation.models import Appeal, Case, Decision, Flag
from forum.moderation.models.decisions import UNDO
from tests.factories import committed, fresh, make_reply, make_thread, make_user


def make_case(post: Post | None = None, *flaggers: User, reason: str = "spam", note: str = "") -> Case:
    """The open case about a post, flagged by these people, or by somebody."""
    post = post or make_reply(make_thread())
    people = flaggers or (make_user(),)

    def flag() -> Case:
        flags = [flag_post(fresh(post), fresh(person), reason, note) for person in people]
        return db.session.get_one(Case, flags[-1].case_id)

    return committed(flag)


def count(model: type, *conditions: object) -> int:
    """How many rows there are."""
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def flags() -> int:
    return count(Flag)


def decisions() -> list[tuple[str, str]]:
    """What was decided, in order: act and reason."""
    rows = db.session.execute(select(Decision.act, Decision.reason).order_by(Decision.id))
    return [tuple(row) for row in rows]


def head_count(page: str) -> str:
    """What the head of a page says of the moderators' room, to whoever hears it."""
    link = lxml.html.fromstring(page).xpath("//header//a[@href='/moderation/']")[0]
    return " ".join(link.text_content().split())


def audited(thing: str) -> list[str]:
    """The acts on a kind of thing that the audit log holds, in order."""
    query = select(AuditRow.act).where(AuditRow.thing == thing).order_by(AuditRow.id)
    return list(db.session.scalars(query))


def all_indexed() -> None:
    """As if search had seen everything."""
    with transaction():
        db.session.execute(update(Post).values(indexed_revision=Post.revision))


def behind() -> set[int]:
    """Ids of the posts that search has yet to look at."""
    db.session.rollback()
    return set(db.session.scalars(select(Post.id).where(Post.indexed_revision < Post.revision)))


def time_passes(how_long: timedelta = UNDO) -> None:
    """As if what was decided and appealed had been so long ago; then what is due is done."""
    with transaction():
        for decision in db.session.scalars(select(Decision)):
            decision.created -= how_long
            decision.told = decision.told and decision.told - how_long
        for appeal in db.session.scalars(select(Appeal)):
            appeal.created -= how_long
        for case in db.session.scalars(select(Case)):
            case.decided = case.decided and case.decided - how_long
    tell_decisions()
    close_cases()
