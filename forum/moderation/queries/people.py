"""What the team knows of a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from forum.accounts.models import User
from forum.accounts.queries import with_username
from forum.debates.models import Post
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.refusals import NotFound
from forum.moderation.acts import TIMED
from forum.moderation.models import Case, Decision, Flag, PersonNote
from forum.moderation.queries.cases import about_viewer
from forum.moderation.queries.decisions import WHOLE, dismissed
from forum.moderation.queries.related import Related, related_sign_ups
from forum.moderation.queries.restriction import standing
from forum.permissions import Viewer

LATEST = 20


@dataclass(frozen=True)
class Record:
    """A person as moderators need to see them: what they wrote last, and what was decided about it.

    `in_force` are the measures that hold now; `flags` the last that they made, of which `made` and `rejected`
    count all, and those whose case was dismissed.
    """

    posts: Sequence[Post]
    decisions: Sequence[Decision]
    cases: Sequence[Case]
    in_force: Sequence[Decision]
    flags: Sequence[tuple[Flag, Case]]
    notes: Sequence[PersonNote]
    related: Sequence[Related]
    made: int
    rejected: int


def find_person(name: str) -> User:
    """The person with this name, in whatever case. NotFound where there is none, or nobody any more."""
    person = with_username(name)
    if person is None or person.confirmed_at is None or person.state == "erased":
        raise NotFound
    return person


def record_of(person: User, viewer: Viewer) -> Record:
    """What the team knows of a person, but for what they flagged of `viewer`."""
    posts = select(Post).where(Post.author_id == person.id).options(joinedload(Post.thread))
    decisions = select(Decision).where(Decision.person_id == person.id).options(*WHOLE)
    made = flags_of(person, viewer).with_only_columns(func.count())
    return Record(
        posts=db.session.scalars(posts.order_by(Post.created.desc(), Post.id.desc()).limit(LATEST)).all(),
        decisions=db.session.scalars(decisions.order_by(Decision.id.desc()).limit(LATEST)).all(),
        cases=cases_about(person),
        in_force=in_force(person),
        flags=flags_made(person, viewer),
        notes=notes_about(person),
        related=related_sign_ups(person),
        made=db.session.scalar(made) or 0,
        rejected=db.session.scalar(made.where(dismissed(Flag.case_id))) or 0,
    )


def cases_about(person: User) -> Sequence[Case]:
    """The last cases about a person or what they wrote."""
    query = (
        select(Case)
        .where(Case.about_id == person.id)
        .options(joinedload(Case.post).joinedload(Post.thread), joinedload(Case.person))
        .order_by(Case.id.desc())
        .limit(LATEST)
    )
    return db.session.scalars(query).all()


def in_force(person: User) -> Sequence[Decision]:
    """The measures that hold now, the one that ends last first."""
    query = select(Decision).where(standing(person.id), Decision.act.in_(TIMED), Decision.until > utcnow())
    return db.session.scalars(query.options(*WHOLE).order_by(Decision.until.desc(), Decision.id)).all()


def flags_of(person: User, viewer: Viewer) -> Select[Flag, Case]:
    """The flags that they made, with their cases; not those about `viewer`, who does not read who flagged."""
    made = select(Flag, Case).join(Case, Case.id == Flag.case_id)
    return made.where(Flag.user_id == person.id, ~about_viewer(viewer))


def flags_made(person: User, viewer: Viewer) -> Sequence[tuple[Flag, Case]]:
    """The last of those."""
    whole = joinedload(Case.post).joinedload(Post.thread), joinedload(Case.person)
    query = flags_of(person, viewer).options(*whole).order_by(Flag.id.desc()).limit(LATEST)
    rows = db.session.execute(query).all()
    return [(flag, case) for flag, case in rows]


def notes_about(person: User) -> Sequence[PersonNote]:
    """What the team noted of them, the latest first."""
    query = select(PersonNote).where(PersonNote.person_id == person.id).options(joinedload(PersonNote.author))
    return db.session.scalars(query.order_by(PersonNote.id.desc()).limit(LATEST)).all()
