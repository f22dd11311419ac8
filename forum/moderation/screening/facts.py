"""What the database knows of a writer and a text, in one statement."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, exists, func, select

from forum.accounts.models import User
from forum.debates.models import Post, Submission
from forum.extensions import db
from forum.lib.clock import UTCDateTime, utcnow
from forum.moderation.screening.snapshot import VERSION, Snapshot


def settled(author_id: Any) -> ColumnElement[bool]:
    """The condition that so many posts of a person are in sight that they are not new."""
    shown = select(Post.id).where(Post.author_id == author_id, Post.state == "visible")
    return exists(shown.order_by(Post.created).offset(bindparam("last_new")).limit(1))


def number_since(name: str, *where: ColumnElement[bool]) -> Any:
    """How many copies of the text were sent lately that meet the conditions, as the column `name`."""
    lately = (
        Submission.text_key == bindparam("key"),
        Submission.created > bindparam("copied", type_=UTCDateTime),
    )
    counted = select(func.count(Submission.user_id.distinct() if name == "others" else Submission.id))
    return counted.where(*lately, *where).scalar_subquery().label(name)


NEW = and_(User.id == Submission.user_id, User.role == "member", User.verified_at.is_(None))
OTHERS = exists(select(User.id).where(NEW, ~settled(User.id)).correlate(Submission))
LATELY = select(func.count(Post.id)).where(
    Post.author_id == bindparam("author"), Post.created > bindparam("flooded", type_=UTCDateTime)
)
FACTS = select(
    VERSION.scalar_subquery().label("version"),
    settled(bindparam("author")).label("settled"),
    LATELY.scalar_subquery().label("lately"),
    number_since("own", Submission.user_id == bindparam("author")),
    number_since("others", Submission.user_id != bindparam("author"), OTHERS),
)


def facts(author_id: int, key: str | None, rules: Snapshot) -> Row[Any]:
    """`version`: which settings hold; `settled`: whether the writer is not new; `lately`: how many posts they
    wrote in the minutes that a flood is counted in; `own` and `others`: how often the same was sent lately by
    the writer, and by how many other new people.
    """
    now = utcnow()
    return db.session.execute(
        FACTS,
        {
            "author": author_id,
            "key": key,
            "last_new": max(rules.new_until - 1, 0),
            "flooded": now - timedelta(minutes=rules.flood_minutes),
            "copied": now - timedelta(hours=rules.copies_hours),
        },
    ).one()
