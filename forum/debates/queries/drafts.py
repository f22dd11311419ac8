"""A person's drafts."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select

from forum.debates.models import MOST_DRAFTS, Draft
from forum.extensions import db
from forum.lib.locks import held
from forum.lib.refusals import NotFound


def draft_list(user_id: int) -> Sequence[Draft]:
    """The drafts of a person, the latest first."""
    return db.session.scalars(
        select(Draft)
        .where(Draft.user_id == user_id)
        .order_by(Draft.updated.desc(), Draft.id.desc())
        .limit(MOST_DRAFTS)
    ).all()


def draft_count(user_id: int | None) -> Select[int]:
    """The number of a person's drafts."""
    return select(func.count()).select_from(Draft).where(Draft.user_id == user_id)


def find_draft(draft_id: int, user_id: int | None, *, lock: bool = False) -> Draft:
    """The draft, if it is that person's; else NotFound. `lock` holds it until the transaction ends."""
    query = select(Draft).where(Draft.id == draft_id, Draft.user_id == user_id)
    draft = db.session.scalar(held(query) if lock else query)
    if draft is None:
        raise NotFound
    return draft
