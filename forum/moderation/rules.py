"""Who may call for moderation, and who decides: never about themselves, nor on what they flagged."""

from forum import permissions
from forum.accounts.models import User
from forum.accounts.rules import admin, reaches, signed_in
from forum.debates.models import Post
from forum.debates.rules import author, member, moderates, moderates_post
from forum.groups.models import Group
from forum.moderation.models import Appeal, Case, Decision
from forum.moderation.queries.scope import places_of
from forum.permissions import Viewer


def may_flag(viewer: Viewer, post: Post) -> bool:
    """Someone signed in, about a post that is shown and not their own."""
    return member(viewer, post) and not author(viewer, post) and post.visible


def may_flag_person(viewer: Viewer, person: User) -> bool:
    """Someone signed in, about somebody else."""
    return member(viewer, person) and viewer.id != person.id


def moderator_somewhere(viewer: Viewer, thing: object) -> bool:
    """A moderator of the site or of a group."""
    return moderator(viewer, thing) or bool(viewer.moderated)


def moderator(viewer: Viewer, thing: object) -> bool:
    """A moderator of the site."""
    return "moderator" in viewer.roles


def moderates_group(viewer: Viewer, group: Group) -> bool:
    """A moderator of the site or of this group."""
    return moderator(viewer, group) or group.id in viewer.moderated


def within_reach(viewer: Viewer, person: User | None) -> bool:
    """Not themselves; an administrator, only of another administrator."""
    return (person is None or person.id != viewer.id) and reaches(viewer, person)


def decides_on_post(viewer: Viewer, post: Post) -> bool:
    """A moderator of where the post is, if who wrote it is within reach."""
    return moderates_post(viewer, post) and within_reach(viewer, post.author)


def moderates_case(viewer: Viewer, case: Case) -> bool:
    """A moderator of where the case's post is; of the site, if it is about a person."""
    return moderator(viewer, case) if case.post is None else moderates_post(viewer, case.post)


def works_on_case(viewer: Viewer, case: Case) -> bool:
    """A moderator there whom the case is not about."""
    return moderates_case(viewer, case) and case.about_id != viewer.id


def decides_case(viewer: Viewer, case: Case) -> bool:
    """A moderator there who did not flag, if whom it is about is within reach.

    Its flags and notices are loaded.
    """
    about = case.person if case.post is None else case.post.author
    return moderates_case(viewer, case) and not flagged(viewer, case) and within_reach(viewer, about)


def flagged(viewer: Viewer, case: Case) -> bool:
    """Whoever flagged in a case, or sent a notice. Its flags and notices are loaded."""
    return any(flag.user_id == viewer.id for flag in case.flags) or any(
        notice.person_id == viewer.id for notice in case.notices
    )


def sanctions(viewer: Viewer, person: User) -> bool:
    """A moderator of the site, if the person is within reach."""
    return moderator(viewer, person) and within_reach(viewer, person)


def takes_back(viewer: Viewer, decision: Decision) -> bool:
    """A moderator of where what it is about is now, of both ends of what moved posts, if whom it concerns is
    within reach. It is whole.
    """
    places = places_of(decision)
    there = moderator(viewer, decision) or (bool(places) and all(moderates(viewer, one) for one in places))
    return there and within_reach(viewer, decision.person)


def hears(viewer: Viewer, appeal: Appeal) -> bool:
    """A moderator of where that is now who did not decide, nor appealed or flagged, nor is concerned.

    The flags and notices of its case, and of that where they went, are loaded.
    """
    decision, case = appeal.decision, appeal.decision.case
    called = case is not None and any(flagged(viewer, one) for one in (case, case.into) if one)
    apart = viewer.id not in (decision.moderator_id, appeal.appellant_id)
    return takes_back(viewer, decision) and apart and not called


permissions.declare(
    {
        "post.flag": [may_flag],
        "person.flag": [may_flag_person],
        "person.sanction": [sanctions],
        "post.decide": [decides_on_post],
        "ban.manage": [admin],
        "case.work": [works_on_case],
        "case.decide": [decides_case],
        "decision.undo": [takes_back],
        "decision.own": [signed_in],
        "appeal.hear": [hears],
        "thread.receive": [moderates_group],
        "saved_reply.keep": [moderator],
        "moderation.enter": [moderator_somewhere],
    }
)
