"""Notices of illegal content, from people with an account or without. The caller owns the transaction."""

import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import func, select

from forum.accounts.models import User
from forum.audit.seals import record_sealed
from forum.debates.actions import lock_post
from forum.debates.models import Post
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.locks import hold, hold_word
from forum.moderation.actions.cases import open_or_new
from forum.moderation.actions.flagging import add_flag, heed
from forum.moderation.actions.notifying import token_of, write_to_notifier
from forum.moderation.models import Case, Notice
from forum.moderation.models.notices import digest_of
from forum.moderation.queries.places import Place


@dataclass(frozen=True)
class Said:
    """What a notice says besides where: what it is, why, by whom; in which language to answer."""

    kind: str
    text: str
    name: str
    mail: str
    language: str


def receive_notice(where: Place, said: Said, person: User | None, submission: str = "") -> tuple[Notice, str]:
    """Take a notice: a flag in the case of what it is about. Gives it, and the token of its private address.

    Whoever sent it is written a receipt at once. A form that arrives twice, known by its `submission`, is one
    notice. Raises NotHeeded.
    """
    if person is not None:
        heed(person)
    year = utcnow().year
    hold_word("notice", year)
    salt = salt_of(submission, said) if submission else secrets.token_hex(16)
    token = token_of(salt)
    before = db.session.scalar(select(Notice).where(Notice.digest == digest_of(token)))
    if before is not None:
        return before, token
    case = case_about(where)
    notice = Notice(
        year=year,
        serial=next_serial(year),
        case_id=case.id,
        person_id=person and person.id,
        digest=digest_of(token),
        salt=salt,
        address=where.path,
        in_sight=where.in_sight,
        kind=said.kind,
        text=said.text,
        name=said.name,
        mail=said.mail,
        language=said.language,
    )
    db.session.add(notice)
    db.session.flush()
    add_flag(case, person, "notice", "illegal", notice.number)
    record_sealed("notice.receive", notice, notice.person_id, case=case.id, number=notice.number)
    write_to_notifier(notice, "received")
    return notice, token


def salt_of(submission: str, said: Said) -> str:
    """The salt of what a form says: the same where it arrives twice, and of no other form."""
    words = "\n".join((submission, said.kind, said.text, said.name, said.mail))
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def next_serial(year: int) -> int:
    """The next number of a year; the year is held."""
    return (db.session.scalar(select(func.max(Notice.serial)).where(Notice.year == year)) or 0) + 1


def case_about(where: Place) -> Case:
    """The open case about what a notice names, held; a new one if there is none."""
    if where.post_id is not None:
        lock_post(db.session.get_one(Post, where.post_id))
        return open_or_new(post_id=where.post_id)
    if where.person_id is not None:
        hold(User, User.id == where.person_id)
        return open_or_new(person_id=where.person_id)
    return open_or_new(place=where.path, post_id=None, person_id=None)


def forget_notifier(notice: Notice) -> None:
    """Nobody knows any more who sent a notice; its number, what it says and what was decided stay."""
    notice.name = notice.mail = ""
    notice.person_id, notice.forgotten = None, utcnow()
    record_sealed("notice.forget", notice, None)
