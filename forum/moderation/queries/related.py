"""Sign-ups that may be of the same person: from the same connection or mail server, in ninety days."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from forum.accounts.models import SignUp, User
from forum.extensions import db

MOST = 20  # of each kind; a mail server with more tells nothing


@dataclass(frozen=True)
class Related:
    """Who else signed up so: `by` is network or mail."""

    person: User
    by: str


def related_sign_ups(person: User) -> Sequence[Related]:
    """The sign-ups related to a person's, the latest first; those of the same connection before."""
    own = db.session.scalar(select(SignUp).where(SignUp.user_id == person.id))
    if own is None:
        return ()
    same_network = same(own, SignUp.network)
    ids = {one.id for one in same_network}
    same_mail = [one for one in same(own, SignUp.mail_host) if one.id not in ids] if tells(own) else []
    return [
        *(Related(one, "network") for one in same_network),
        *(Related(one, "mail") for one in same_mail),
    ]


def same(own: SignUp, column: InstrumentedAttribute[str]) -> Sequence[User]:
    """Who else's sign-up has the same in a column."""
    value = getattr(own, column.key)
    query = (
        select(SignUp).where(column == value, SignUp.user_id != own.user_id).options(joinedload(SignUp.user))
    )
    found = db.session.scalars(query.order_by(SignUp.at.desc(), SignUp.id.desc()).limit(MOST)).all()
    return [one.user for one in found if one.user.state != "erased"]


def tells(own: SignUp) -> bool:
    """Whether few enough signed up with the same mail server."""
    query = select(func.count()).select_from(SignUp).where(SignUp.mail_host == own.mail_host)
    return bool(own.mail_host) and (db.session.scalar(query) or 0) <= MOST
