"""Calling for moderation of a post or a person: the open flags about one thing are one case."""

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import User
from forum.audit.actions import record
from forum.debates.actions import lock_post
from forum.debates.models import Post
from forum.extensions import db
from forum.lib.dates import moment
from forum.lib.locks import hold
from forum.moderation.actions.cases import open_or_new
from forum.moderation.actions.refusals import FlaggedAlready, NotHeeded, NotVisible
from forum.moderation.models import Case, Flag
from forum.moderation.models.cases import FULL_WEIGHT
from forum.moderation.queries.heeding import flag_records, unheeded

ENOUGH = 4  # decided flags of a person, from which on it counts how often they were rejected
LEAST_WEIGHT = 10


def flag_post(post: Post, person: User, reason: str, note: str = "") -> Flag:
    """A person calls for moderation of a post. Raises NotHeeded, NotVisible, FlaggedAlready."""
    heed(person)
    lock_post(post)
    if not post.visible or post.thread.state != "visible":
        raise NotVisible
    case = open_or_new(post_id=post.id)
    return flag_of(case, person, reason, note)


def flag_person(about: User, person: User, reason: str, note: str = "") -> Flag:
    """A person calls for moderation of another: the profile, or what they do. NotHeeded, FlaggedAlready."""
    heed(person)
    hold(User, User.id == about.id)
    case = open_or_new(person_id=about.id)
    return flag_of(case, person, reason, note)


def heed(person: User) -> None:
    """Raise NotHeeded while the flags and notices of a person are not attended to."""
    decision = unheeded(person)
    if decision is not None and decision.until is not None:
        said = _("Por ahora no atendemos tus denuncias ni tus avisos. Motivo: %(reason)s Hasta: %(when)s.")
        raise NotHeeded(said % {"reason": decision.reason, "when": moment(decision.until)})


def flag_automatically(post: Post, reason: str, note: str = "") -> Flag:
    """What watches texts calls for moderation of a post; once while its case is open."""
    lock_post(post)
    case = open_or_new(post_id=post.id)
    same = select(Flag).where(Flag.case_id == case.id, Flag.source == "automatic", Flag.reason == reason)
    return db.session.scalar(same.limit(1)) or add_flag(case, None, "automatic", reason, note)


def flag_of(case: Case, person: User, reason: str, note: str) -> Flag:
    """The flag of a person in a case that is held. Raises FlaggedAlready."""
    same = select(Flag.id).where(Flag.case_id == case.id, Flag.user_id == person.id)
    if db.session.scalar(same) is not None:
        raise FlaggedAlready
    return add_flag(case, person, "person", reason, note)


def add_flag(case: Case, person: User | None, source: str, reason: str, note: str) -> Flag:
    """One more flag in a held case. That of a notice names nobody, and weighs what their others do."""
    weight = FULL_WEIGHT if person is None else weight_of(person)
    user_id = None if person is None or source == "notice" else person.id
    flag = Flag(case_id=case.id, user_id=user_id, source=source, reason=reason, note=note, weight=weight)
    db.session.add(flag)
    case.weight += weight
    record(flag_act(case), "case", case.id, user_id, reason=reason, source=source, **subject_of(case))
    return flag


def flag_act(case: Case) -> str:
    """What the audit log calls a flag in a case."""
    if case.person_id is not None:
        return "person.flag"
    return "place.flag" if case.post_id is None else "post.flag"


def subject_of(case: Case) -> dict[str, int]:
    """What a case is about, for the audit log."""
    about = {"person": case.person_id, "post": case.post_id}
    return {name: number for name, number in about.items() if number is not None}


def weight_of(person: User) -> int:
    """What a flag of theirs weighs: less, the more of their flags were rejected lately; never nothing."""
    decided, rejected = flag_records([person.id]).get(person.id, (0, 0))
    if decided < ENOUGH:
        return FULL_WEIGHT
    return max(LEAST_WEIGHT, FULL_WEIGHT * (decided - rejected) // decided)
