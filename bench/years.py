"""What years leave behind beside posts: cases, flags and decisions, news and their communications."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import cycle, islice
from typing import Any

from sqlalchemy import Row, func, insert, select

from forum.accounts.models import User
from forum.audit.actions import audit_key, chained
from forum.audit.models import AuditRow
from forum.audit.queries import LATEST
from forum.debates.models import Post, Subscription, Thread
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.transactions import transaction
from forum.moderation.models import Case, Decision, Flag
from forum.moderation.queries.similar import LOOKED_AT
from forum.notifications.models import Communication, Notification

A_CASE = 20  # posts to each case that was decided
A_NEWS = 25  # posts to each thread that a member follows and was told of
LEAST = max(LATEST, LOOKED_AT)  # cases that were decided: as many as a page ever looks at
OPEN = 30  # cases, whatever the size: what years leave is decided
OWN = 40  # cases about what the member wrote, and as many that they flagged

Values = dict[str, Any]


def leave_behind(member: int, moderator: int) -> None:
    """Write it in proportion to the posts; of what concerns the member there is a page full at least."""
    posts = db.session.scalar(select(func.max(Post.id))) or 0
    decided = LEAST + posts // A_CASE
    about = subjects(decided + OPEN, member)
    with transaction():
        db.session.execute(insert(Case), cases(about, decided, moderator))
        db.session.execute(insert(Flag), flags(about, decided, member))
        db.session.execute(insert(Decision), decisions(about[:decided], moderator))
        db.session.execute(insert(AuditRow), log(about[:decided], moderator))
        followed = db.session.scalars(select(Thread.id).order_by(Thread.id.desc()).limit(posts // A_NEWS))
        news = list(enumerate(followed.all(), 1))
        db.session.execute(insert(Subscription), [{"user_id": member, "thread_id": id} for _, id in news])
        db.session.execute(insert(Notification), [told(member, id, at(number)) for number, id in news])
        db.session.execute(insert(Communication), [letter(member, at(number)) for number, _ in news])


def at(number: int) -> datetime:
    """A moment, the earlier the greater the number, before anything could be taken back."""
    return utcnow() - timedelta(hours=1, minutes=number)


def subjects(many: int, member: int) -> list[Row[int, int, int | None]]:
    """The posts that cases are about, first by turns the member's: their ids, threads and authors.

    Of others' each twentieth, so that they are of all threads alike.
    """
    seen = select(Post.id, Post.thread_id, Post.author_id).where(Post.state == "visible")
    own = db.session.execute(seen.where(Post.author_id == member).order_by(Post.id).limit(OWN)).all()
    spread = seen.where(Post.author_id != member).order_by(Post.id % A_CASE, Post.id)
    others = db.session.execute(spread.limit(many)).all()
    first = [post for pair in zip(own, others, strict=False) for post in pair]
    return [*first, *islice(cycle(others), many - len(first))]


def cases(about: Sequence[Row[int, int, int | None]], decided: int, moderator: int) -> list[Values]:
    """The cases, numbered from 1; so many of them are decided."""
    made = []
    for number, (post, _, author) in enumerate(about, 1):
        moment = at(len(about) - number)
        done = number <= decided
        end = moment if done else None
        case = {"id": number, "post_id": post, "about_id": author, "assignee_id": moderator if done else None}
        state = {"state": "closed" if done else "new", "opened": moment, "decided": end, "closed": end}
        made.append(case | state | {"weight": 100})
    return made


def flags(about: Sequence[Row[int, int, int | None]], decided: int, member: int) -> list[Values]:
    """A flag of each case: the last of those that were decided are the member's, the rest other people's."""
    others = db.session.scalars(select(User.id).where(User.id != member).order_by(User.id)).all()
    made = []
    for number, (_, _, author) in enumerate(about, 1):
        own = decided - OWN < number <= decided and author != member
        flag = {"case_id": number, "user_id": member if own else others[number % len(others)]}
        made.append(flag | {"source": "person", "reason": "other", "created": at(len(about) - number)})
    return made


def decisions(about: Sequence[Row[int, int, int | None]], moderator: int) -> list[Values]:
    """What each case was decided to."""
    made = []
    for number, (post, thread, author) in enumerate(about, 1):
        moment = at(len(about) + OPEN - number)
        which = {"case_id": number, "post_id": post, "thread_id": thread, "person_id": author}
        what = {"moderator_id": moderator, "act": "dismiss" if number % 2 else "restore", "restricts": False}
        made.append(which | what | {"created": moment, "told": moment})
    return made


def log(about: Sequence[Row[int, int, int | None]], moderator: int) -> list[Values]:
    """The audit log's rows of that, chained to those that are there."""
    end = db.session.execute(select(AuditRow.id, AuditRow.digest).order_by(AuditRow.id.desc()).limit(1)).one()
    number, digest = end
    made = []
    for post, _, _ in about:
        number += 1
        row = {"id": number, "at": utcnow(), "actor_id": moderator, "act": "post.dismiss", "thing": "post"}
        row |= {"thing_id": post, "details": {}}
        digest = chained(AuditRow(**row), digest, audit_key())
        made.append(row | {"digest": digest})
    return made


def told(member: int, thread_id: int, moment: datetime) -> Values:
    """The news of a thread, which the member read."""
    news = {"user_id": member, "kind": "thread", "thread_id": thread_id, "first": 1, "last": 1}
    return news | {"created": moment, "at": moment, "read": moment, "to_mail": False}


def letter(member: int, moment: datetime) -> Values:
    """What the member was written officially."""
    text = {"kind": "decision", "language": "es", "subject": "Aviso", "body": "Texto"}
    return text | {"user_id": member, "created": moment}
