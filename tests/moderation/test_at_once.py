"""Several people at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import select

from forum.accounts.models import User
from forum.audit.queries import broken_links
from forum.debates.models import Post
from forum.extensions import db
from forum.lib.refusals import Conflict
from forum.lib.transactions import transaction
from forum.moderation.actions import decide_post, flag_post
from forum.moderation.models import Case, Decision, Flag
from tests.factories import make_reply, make_thread, make_user
from tests.moderation.cases import count

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
