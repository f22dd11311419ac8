"""Nobody finds, counts or guesses what they may not read: whatever the posts, the reader and the words."""

import contextlib
import re

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from forum.debates.actions import hide_post, move_thread, remove_thread, restore_post, restore_thread
from forum.debates.models import Post, Thread
from forum.extensions import db
from forum.groups.models import Group
from forum.lib.refusals import Refusal
from forum.lib.transactions import transaction
from forum.search.jobs import index_batch
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, sign_in

WORD = "permuta"
QUERIES = (f"{WORD} O secreto", "-zanahoria", "tipo:debate", f'"{WORD} de"')


@pytest.mark.long
def test_what_is_shown_and_counted_is_what_the_reader_may_read(app, index):
    class Forum(RuleBasedStateMachine):
        """Threads in open and private groups, where things are hidden, moved and indexed in any order."""

        @initialize()
        def begin(self):
            self.moderator = make_user(role="moderator")
            self.member = make_user()
            self.readers = [None, make_user(), self.member, self.moderator]
            self.groups = [make_group(), make_group(visibility="private", members=(self.member,))]
            self.threads = [make_thread(WORD, "secreto permuta de Lugo", group=g) for g in self.groups]
            self.private = self.groups[1].id

        @rule(which=st.integers(0, 1))
        def reply(self, which):
            with contextlib.suppress(Refusal):  # a removed thread takes none
                make_reply(self.threads[which], "permuta de otro secreto")

        @rule(which=st.integers(0, 1), to=st.integers(0, 1))
        def move(self, which, to):
            group = self.groups[to]
            self.act(lambda: move_thread(fresh(self.threads[which]), fresh(group), self.moderator))

        @rule(which=st.integers(0, 1), back=st.booleans())
        def remove(self, which, back):
            act = restore_thread if back else remove_thread
            self.act(lambda: act(fresh(self.threads[which]), self.moderator, "motivo"))

        @rule(which=st.integers(0, 5), back=st.booleans())
        def hide(self, which, back):
            ids = db.session.scalars(db.select(Post.id).order_by(Post.id)).all()
            act = restore_post if back else hide_post
            self.act(lambda: act(db.session.get_one(Post, ids[which % len(ids)]), self.moderator, "motivo"))

        def act(self, change):
            try:
                with transaction():
                    change()
            except Refusal:
                pass

        @rule()
        def index_some(self):
            index_batch(2)

        @invariant()
        def nothing_leaks(self):
            if not hasattr(self, "threads"):
                return
            for reader in self.readers:
                client = app.test_client()
                if reader:
                    sign_in(client, reader)
                for q in QUERIES:
                    self.look(client, reader, q)

        def look(self, client, reader, q):
            page = client.get("/search", query_string={"q": q, "view": "posts"}).text
            shown = {int(post) for post in re.findall(r'data-result-id="(\d+)"', page)}
            total = re.search(r'data-total="(\d+)"', page)
            assert shown <= self.readable(reader)
            assert total is None or int(total[1]) == len(shown)

        def readable(self, reader):
            sees = reader is not None and reader.id in (self.member.id, self.moderator.id)
            rows = db.session.execute(
                db.select(Post.id)
                .join(Thread, Post.thread_id == Thread.id)
                .join(Group, Thread.group_id == Group.id)
                .where(Post.state == "visible", Thread.state == "visible")
                .where(db.true() if sees else Group.id != self.private)
            )
            return {row.id for row in rows}

    run_state_machine_as_test(
        Forum,
        settings=settings(
            max_examples=3, stateful_step_count=6, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
