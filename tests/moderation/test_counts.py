"""Whatever happens in whatever order, counts, numbers and the audit chain stay right."""

from contextlib import suppress
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from forum.accounts.models import User
from forum.audit.queries import broken_links
from forum.debates.actions import edit_post, post_reply, withdraw_post
from forum.debates.models import Post, Tag, Thread, ThreadTag
from forum.extensions import db
from forum.groups.models import Group
from forum.lib.markdown import render
from forum.lib.refusals import Refusal
from forum.lib.transactions import transaction
from forum.moderation.actions import decide_post, decide_thread, dismiss_case, flag_post
from forum.moderation.acts import POST_ACTS, THREAD_ACTS
from forum.moderation.models import Case, Decision
from forum.profiles.counts import wrong_counts
from tests.factories import fresh, make_group, make_thread, make_user

TEXT = render("Un texto cualquiera.")
TAGS = ("permutas", "empleo", "cursos")
ACTS = (
    "reply", "reply", "pending", "withdraw", "flag", "flag", "dismiss", "retag",
    *(f"post {act}" for act in POST_ACTS),
    *(f"thread {act}" for act in THREAD_ACTS),
)  # fmt: skip
LARGE = st.integers(0, 10_000)
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), LARGE, LARGE), min_size=10, max_size=40)


@dataclass
class Scene:
    """Two threads, two groups, three people; the rest happens."""

    threads: list[int]
    groups: list[int]
    people: list[int]

    def thread(self, which: int) -> Thread:
        return db.session.get_one(Thread, self.threads[which % len(self.threads)])

    def post(self, which: int) -> Post:
        posts = select(Post).where(Post.thread_id.in_(self.threads)).order_by(Post.id)
        found = db.session.scalars(posts).all()
        return found[which % len(found)]

    def person(self, which: int) -> User:
        return db.session.get_one(User, self.people[which % len(self.people)])

    def reply(self, which: int, who: int) -> None:
        post_reply(self.thread(which), self.person(who), TEXT)

    def pending(self, which: int, who: int) -> None:
        post_reply(self.thread(which), self.person(who), TEXT, state="pending")

    def withdraw(self, which: int, who: int) -> None:
        post = self.post(which)
        withdraw_post(post, db.session.get_one(User, post.author_id))

    def flag(self, which: int, who: int) -> None:
        flag_post(self.post(which), self.person(who), "spam")

    def dismiss(self, which: int, who: int) -> None:
        case = db.session.scalar(select(Case).where(Case.state == "new").order_by(Case.id))
        if case:
            dismiss_case(case, self.person(who))

    def retag(self, which: int, how: int) -> None:
        opening = select(Post).where(Post.thread_id == self.thread(which).id, Post.number == 1)
        tags = [tag for bit, tag in enumerate(TAGS) if how & 1 << bit]
        edit_post(db.session.scalars(opening).one(), self.person(which), TEXT, tags=tags)

    def decide(self, thing: str, act: str, which: int, how: int) -> None:
        if thing == "post":
            decide_post(self.post(which), self.person(how), act, "norma 3")
        else:
            group = db.session.get_one(Group, self.groups[how % len(self.groups)])
            decide_thread(self.thread(which), self.person(how), act, "norma 3", group)

    def do(self, name: str, which: int, how: int) -> None:
        """One act, in a transaction of its own; what is refused is part of the game."""
        with suppress(Refusal), transaction():
            if " " in name:
                self.decide(*name.split(), which, how)
            else:
                getattr(self, name)(which, how)


def make_scene() -> Scene:
    people = [make_user() for _ in range(3)]
    groups = [make_group(), make_group(visibility="private")]
    threads = [
        make_thread(author=people[0], group=groups[0], tags=TAGS[:2]),
        make_thread(author=people[1], kind="entry", tags=TAGS[1:]),
    ]
    return Scene([t.id for t in threads], [g.id for g in groups], [p.id for p in people])


def assert_counts_are_right(scene: Scene) -> None:
    """Count everything again, from the rows themselves."""
    for thread in map(scene.thread, range(len(scene.threads))):
        posts = db.session.scalars(select(Post).where(Post.thread_id == thread.id)).all()
        numbers = sorted(post.number for post in posts if post.number)
        assert numbers == list(range(1, thread.last_number + 1))
        assert thread.reply_count == sum(post.visible and post.number != 1 for post in posts)
        assert all(post.number for post in posts if post.visible)
    for group_id in scene.groups:
        shown = select(func.count()).where(Thread.group_id == group_id, Thread.state == "visible")
        assert db.session.get_one(Group, group_id).thread_count == db.session.scalar(shown)
    assert stored_tags() == counted_tags()
    assert wrong_counts() == []
    assert broken_links() == []


def stored_tags() -> dict[int, tuple[int, int]]:
    """How many threads and how many entries each tag says that it has."""
    tags = db.session.scalars(select(Tag)).all()
    return {tag.id: (tag.thread_count, tag.entry_count) for tag in tags if tag.thread_count}


def counted_tags() -> dict[int, tuple[int, int]]:
    """How many threads, and how many entries, that everyone may read have each tag."""
    entries = func.count().filter(Thread.kind == "entry").label("entries")
    rows = db.session.execute(
        select(ThreadTag.tag_id, func.count().label("threads"), entries)
        .join(Thread, Thread.id == ThreadTag.thread_id)
        .outerjoin(Group, Group.id == Thread.group_id)
        .where(Thread.state == "visible", (Thread.group_id.is_(None)) | (Group.visibility == "open"))
        .group_by(ThreadTag.tag_id)
    )
    return {row.tag_id: (row.threads, row.entries) for row in rows}


def assert_cases_are_right() -> None:
    """A post has at most one open case, and every closed one has the decision that closed it."""
    open_posts = db.session.scalars(select(Case.post_id).where(Case.state == "new")).all()
    assert len(open_posts) == len(set(open_posts))
    closed = set(db.session.scalars(select(Case.id).where(Case.state != "new")))
    decided = select(Decision.case_id).where(Decision.case_id.is_not(None))
    settled = set(db.session.scalars(decided.where(Decision.settles.is_(True))))
    assert settled <= closed <= set(db.session.scalars(decided))


@pytest.mark.long
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_counts_are_right_after_any_acts_in_any_order(app, steps):
    scene = make_scene()
    for name, which, how in steps:
        scene.do(name, which, how)
    db.session.rollback()
    assert_counts_are_right(scene)
    assert_cases_are_right()


def test_the_recount_would_see_a_wrong_count(app):
    scene = make_scene()
    with transaction():
        fresh(scene.thread(0)).reply_count += 1
    with pytest.raises(AssertionError):
        assert_counts_are_right(scene)
