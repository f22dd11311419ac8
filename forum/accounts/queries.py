"""Finding people."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_, select

from forum.accounts.identity import clean_email, username_key
from forum.accounts.models import ApiToken, Ban, User
from forum.extensions import db
from forum.lib.alike import skeleton
from forum.lib.refusals import Invalid


def with_email(email: str) -> User | None:
    """Whose address this is, confirmed or not."""
    return db.session.scalar(select(User).where(User.email == email))


def with_username(name: str) -> User | None:
    """Who has this username, or one that differs in case or accents only; erased people too."""
    return db.session.scalar(select(User).where(User.username_key == username_key(name)))


def alike(name: str) -> Sequence[User]:
    """Whose usernames are read as this one is, at a glance; of the team also with digits for letters."""
    spelt = and_(User.skeleton == skeleton(name, spelt=True), User.role != "member")
    query = select(User).where(or_(User.skeleton == skeleton(name), spelt))
    return db.session.scalars(query.limit(3)).all()


def bans() -> Sequence[Ban]:
    """Who may not register, by kind and pattern."""
    return db.session.scalars(select(Ban).order_by(Ban.kind, Ban.pattern)).all()


def find_by_login(text: str) -> User | None:
    """Who signs in with this username or e-mail address."""
    if "@" not in text:
        user = with_username(text)
    else:
        try:
            user = with_email(clean_email(text))
        except Invalid:
            return None
    return user if user is not None and user.state != "erased" else None


def visible_people() -> ColumnElement[bool]:
    """The condition on User that others may know of them: confirmed, and not erased."""
    return and_(User.confirmed_at.is_not(None), User.state != "erased")


def names_like(name: str) -> Sequence[str]:
    """The keys of the usernames that begin as `name` does."""
    start = username_key(name)
    return db.session.scalars(
        select(User.username_key).where(User.username_key.startswith(start, autoescape=True))
    ).all()


def tokens_of(user: User) -> Sequence[ApiToken]:
    """The person's tokens, the newest first."""
    mine = select(ApiToken).where(ApiToken.user_id == user.id)
    return db.session.scalars(mine.order_by(ApiToken.id.desc())).all()
