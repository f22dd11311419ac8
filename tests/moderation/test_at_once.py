"""Several people at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

from sqlalchemy import select

from forum.accounts.models import User
from forum.audit.queries import broken_links
from forum.debates.models import Post
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.refusals import Conflict
from forum.lib.transactions import transaction
from forum.moderation.actions import (
    decide_person,
    decide_post,
    dismiss_case,
    flag_person,
    flag_post,
    undo_decision,
)
from forum.moderation.models import Case, Decision, Flag
from tests.factories import committed, fresh, make_reply, make_thread, make_user
from tests.moderation.cases import count, make_case

TOGETHER = 10


def at_once(app, act, people: list[User], post: Post) -> list[str]:
    """Have everyone do the same to a post at the same moment; gives what each was answered."""
    ready = Barrier(len(people))

    def do(person_id: int) -> str:
        with app.app_context():
            ready.wait(30)
            try:
                with transaction():
                    act(db.session.get_one(Post, post.id), db.session.get_one(User, person_id))
            except Conflict as refusal:
                return type(refusal).__name__
            finally:
                db.session.remove()
            return "done"

    with ThreadPoolExecutor(len(people)) as pool:
        return sorted(pool.map(do, [person.id for person in people]))


def test_ten_flags_at_the_same_moment_are_one_case(own_app):
    post = make_reply(make_thread())
    people = [make_user() for _ in range(TOGETHER)]
    said = at_once(own_app, lambda there, person: flag_post(there, person, "spam"), people, post)
    assert said == ["done"] * TOGETHER
    assert (count(Case), count(Flag)) == (1, TOGETHER)
    assert broken_links() == []


def test_the_same_person_flagging_ten_times_at_once_flags_once(own_app):
    post, ana = make_reply(make_thread()), make_user()
    said = at_once(own_app, lambda there, person: flag_post(there, person, "spam"), [ana] * TOGETHER, post)
    assert said == ["FlaggedAlready"] * (TOGETHER - 1) + ["done"]
    assert (count(Case), count(Flag)) == (1, 1)


def test_of_several_moderators_who_hide_a_post_at_once_one_does(own_app):
    post = make_reply(make_thread())
    people = [make_user(role="moderator") for _ in range(TOGETHER)]
    said = at_once(own_app, lambda there, person: decide_post(there, person, "hide", "norma 3"), people, post)
    assert said == ["NotNow"] * (TOGETHER - 1) + ["done"]
    assert db.session.scalars(select(Decision.act)).all() == ["hide"]
    assert broken_links() == []


def both(app, *acts: Callable[[], object]) -> None:
    """Have each act done at the same moment, in a transaction of its own. Raises what any of them raises."""
    ready = Barrier(len(acts))

    def do(act: Callable[[], object]) -> None:
        with app.app_context():
            ready.wait(30)
            try:
                with transaction():
                    act()
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(acts)) as pool:
        list(pool.map(do, acts))


def test_a_thing_that_is_flagged_while_its_case_waits_again_has_one_open_case(own_app):
    moderator, ana, luis = make_user(role="moderator"), make_user(), make_user()
    post = make_reply(make_thread(), author=ana)
    for _ in range(5):
        of_person = committed(lambda: flag_person(fresh(ana), fresh(luis), "spam")).case_id
        of_post = make_case(post, luis).id
        with transaction():
            one = dismiss_case(db.session.get_one(Case, of_person), fresh(moderator)).id
            until = utcnow() + timedelta(days=1)
            given = {"until": until, "case": db.session.get_one(Case, of_post)}
            other = decide_person(fresh(ana), fresh(moderator), "silence", "norma 1", **given).id
        eva = make_user().id
        for decision_id, flag, about in ((one, flag_person, ana), (other, flag_post, post)):
            both(
                own_app,
                partial(undo, decision_id, moderator.id),
                partial(call, flag, type(about), about.id, eva),
            )
        db.session.rollback()
        waiting = db.session.scalars(select(Case).where(Case.state.in_(("new", "in_hand")))).all()
        assert sorted(case.post_id or 0 for case in waiting) == [0, post.id]
        with transaction():
            for case in waiting:
                dismiss_case(get(Case, case.id), get(User, moderator.id))
    assert broken_links() == []


def undo(decision_id: int, person_id: int) -> None:
    undo_decision(get(Decision, decision_id), get(User, person_id))


def call(flag, model, row_id: int, person_id: int) -> None:
    flag(get(model, row_id), get(User, person_id), "spam")


def get(model, row_id: int):
    """A row, in whatever transaction."""
    return db.session.get_one(model, row_id)
