"""Flagging posts and deciding on them. The caller owns the transaction."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.models import User
from forum.audit.actions import record
from forum.debates.actions import lock_post, lock_thread
from forum.debates.models import Post, Thread
from forum.extensions import db
from forum.groups.models import Group
from forum.lib.clock import utcnow
from forum.lib.locks import held
from forum.lib.refusals import Conflict, Invalid, NotAllowed
from forum.lib.urls import absolute_url
from forum.moderation.acts import POST_ACTS, REASONED, THREAD_ACTS, acts_on_post, acts_on_thread
from forum.moderation.models import Case, Decision, Flag
from forum.notifications.actions import tell


class NotVisible(Conflict):
    message = _l("Este mensaje ya no está a la vista.")


class FlaggedAlready(Conflict):
    message = _l("Ya lo habías denunciado: está en la cola de moderación.")


class CaseClosed(Conflict):
    message = _l("Este caso ya está resuelto: alguien se ha adelantado.")


class NotNow(Conflict):
    message = _l("Ha cambiado mientras tanto: mira cómo está ahora y decide.")


class RemovedByOthers(NotAllowed):
    message = _l("Es tuyo y lo retiró otra persona del equipo: restaurarlo lo decide otra.")


class ReasonMissing(Invalid):
    message = _l("Escribe el motivo: se leerá en la nota.")


class GroupMissing(Invalid):
    message = _l("Elige el grupo al que se mueve.")


def flag_post(post: Post, person: User, reason: str, note: str = "") -> Flag:
    """Call for moderation of a post; its open flags are one case. Raises NotVisible, FlaggedAlready."""
    lock_post(post)
    if not post.visible or post.thread.state != "visible":
        raise NotVisible
    case = open_case(post.id) or new_case(post)
    same = select(Flag.id).where(Flag.case_id == case.id, Flag.user_id == person.id)
    if db.session.scalar(same) is not None:
        raise FlaggedAlready
    flag = Flag(case_id=case.id, user_id=person.id, reason=reason, note=note)
    db.session.add(flag)
    record("post.flag", "case", case.id, person.id, post=post.id, reason=reason)
    return flag


def new_case(post: Post) -> Case:
    """An open case about a post that has none; the post's thread is locked."""
    case = Case(post_id=post.id)
    db.session.add(case)
    db.session.flush()
    return case


def open_case(post_id: int) -> Case | None:
    """The open case about a post, held until the transaction ends."""
    return db.session.scalar(held(select(Case).where(Case.post_id == post_id, Case.state == "open")))


def decide_post(
    post: Post, moderator: User | None, act: str, reason: str = "", case: Case | None = None
) -> Decision:
    """Hide, restore or remove a post, with its decision; the open case about it is decided.

    `case` is the one that the moderator looked at, if they came from one: raises CaseClosed if it is no
    longer open. Raises ReasonMissing, and NotNow if the post no longer admits the act.
    """
    if act in REASONED and not reason:
        raise ReasonMissing(field="reason")
    lock_post(post)
    found = open_case(post.id)
    if case is not None and (found is None or found.id != case.id):
        raise CaseClosed
    if act not in acts_on_post(post):
        raise NotNow
    decision = decided(act, reason, moderator, post.thread_id, post_id=post.id, case=found)
    POST_ACTS[act](post, moderator, reason)
    if found is not None:
        close(found, "decided", moderator)
    return decision


def dismiss_case(case: Case, moderator: User, reason: str = "") -> Decision:
    """The post stays as it is. Raises CaseClosed."""
    post = db.session.get_one(Post, case.post_id)
    lock_post(post)
    found = open_case(post.id)
    if found is None or found.id != case.id:
        raise CaseClosed
    decision = decided("dismiss", reason, moderator, post.thread_id, post_id=post.id, case=found)
    close(found, "dismissed", moderator)
    return decision


def close(case: Case, state: str, moderator: User | None) -> None:
    """Nothing more is to be decided in the case."""
    case.state, case.closed = state, utcnow()
    record(f"case.{state}", "case", case.id, moderator and moderator.id)
    tell_flaggers(case)


def tell_flaggers(case: Case) -> None:
    """Write to everyone who flagged what became of it."""
    link = absolute_url("debates.permalink", post_id=case.post_id)
    flaggers = select(User).join(Flag, Flag.user_id == User.id).where(Flag.case_id == case.id)
    for person in db.session.scalars(flaggers.where(User.email.is_not(None)).order_by(User.id)):
        stays = case.state == "dismissed"
        tell(person, _l("Qué se ha decidido de tu denuncia"), "flag_decided", stays=stays, link=link)


def decide_thread(
    thread: Thread, moderator: User | None, act: str, reason: str = "", group: Group | None = None
) -> Decision:
    """Close, pin, move or remove a whole thread, or undo that; `group` is where it moves to.

    Removing it decides the open case about its opening post. Raises ReasonMissing, GroupMissing,
    RemovedByOthers, and NotNow if the thread no longer admits the act.
    """
    if act in REASONED and not reason:
        raise ReasonMissing(field="reason")
    if act == "move" and group is None:
        raise GroupMissing(field="group")
    lock_thread(thread)
    if act not in acts_on_thread(thread):
        raise NotNow
    if act == "restore" and moderator is not None and removed_by_others(thread, moderator):
        raise RemovedByOthers
    where = {"group": group} if act == "move" else {}
    case = case_of_opening(thread, moderator) if act == "remove" else None
    decision = decided(act, reason, moderator, thread.id, case=case)
    THREAD_ACTS[act](thread, moderator=moderator, reason=reason, **where)
    if case is not None:
        close(case, "decided", moderator)
    return decision


def removed_by_others(thread: Thread, moderator: User) -> bool:
    """Whether the thread is the moderator's own and somebody else removed it."""
    if thread.state != "removed" or thread.author_id != moderator.id:
        return False
    last = select(Decision.moderator_id).where(
        Decision.thread_id == thread.id, Decision.post_id.is_(None), Decision.act == "remove"
    )
    return db.session.scalar(last.order_by(Decision.id.desc()).limit(1)) != moderator.id


def case_of_opening(thread: Thread, moderator: User | None) -> Case | None:
    """The open case about the opening post of a locked thread, unless the moderator wrote that."""
    opening = select(Post.id, Post.author_id).where(Post.thread_id == thread.id, Post.number == 1)
    post_id, author_id = db.session.execute(opening).one()
    own = moderator is not None and author_id == moderator.id
    return None if own else open_case(post_id)


def decided(
    act: str,
    reason: str,
    moderator: User | None,
    thread_id: int,
    *,
    post_id: int | None = None,
    case: Case | None = None,
) -> Decision:
    """The row that says what is done, and why; before the audit log is held, as it holds the moderator."""
    decision = Decision(
        act=act,
        reason=reason,
        moderator_id=moderator and moderator.id,
        thread_id=thread_id,
        post_id=post_id,
        case_id=case.id if case else None,
    )
    db.session.add(decision)
    db.session.flush()
    return decision
