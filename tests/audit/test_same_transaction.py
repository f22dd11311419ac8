"""What is done and the row that says so are written together, or neither is."""

import pytest
from sqlalchemy import select

from forum.audit.actions import record
from forum.audit.models import AuditRow
from forum.audit.queries import broken_links
from forum.debates.models import Thread
from forum.extensions import db
from forum.lib.transactions import before_commit, transaction
from forum.moderation.actions import decide_post, decide_thread, dismiss_case, flag_post
from forum.moderation.models import Case, Decision, Flag
from tests.factories import fresh, make_group, make_reply, make_thread, make_user
from tests.moderation.cases import count, make_case

pytestmark = pytest.mark.usefixtures("app")


class Scene:
    """A flagged reply, and who decides on it."""

    def __init__(self) -> None:
        self.post = make_reply(make_thread(tags=["permutas"]))
        self.case = make_case(self.post)
        self.moderator = make_user(role="moderator")
        self.group = make_group()

    def thread_act(self, act: str, **more: object) -> None:
        thread = db.session.get_one(Thread, self.post.thread_id)
        decide_thread(thread, fresh(self.moderator), act, "norma 3", **more)

    def post_act(self, act: str) -> None:
        decide_post(fresh(self.post), fresh(self.moderator), act, "norma 3")

    def flag(self) -> None:
        flag_post(fresh(self.post), fresh(self.moderator), "spam")

    def dismiss(self) -> None:
        dismiss_case(fresh(self.case), fresh(self.moderator), "se queda")

    def state(self) -> tuple[object, ...]:
        """All that an act may change."""
        db.session.rollback()
        post, thread = fresh(self.post), db.session.get_one(Thread, self.post.thread_id)
        facts = (post.state, post.gone_reason, thread.state, thread.closed, thread.pinned, thread.group_id)
        return *facts, thread.reply_count, fresh(self.case).state, count(Case), count(Flag), count(Decision)


ACTS = {
    "post.flag": lambda scene: scene.flag(),
    "case.decided": lambda scene: scene.dismiss(),
    "post.hide": lambda scene: scene.post_act("hide"),
    "post.remove": lambda scene: scene.post_act("remove"),
    "thread.close": lambda scene: scene.thread_act("close"),
    "thread.pin": lambda scene: scene.thread_act("pin"),
    "thread.move": lambda scene: scene.thread_act("move", group=fresh(scene.group)),
    "thread.remove": lambda scene: scene.thread_act("remove"),
}


def last_rows(after: int) -> list[tuple[str, int | None]]:
    rows = select(AuditRow.act, AuditRow.actor_id).where(AuditRow.id > after).order_by(AuditRow.id)
    return [tuple(row) for row in db.session.execute(rows)]


@pytest.mark.parametrize("name", ACTS)
def test_each_act_leaves_its_row_with_who_did_it(name):
    scene = Scene()
    before = count(AuditRow)
    with transaction():
        ACTS[name](scene)
    written = last_rows(before)
    assert (name, scene.moderator.id) in written
    assert {actor for _, actor in written} == {scene.moderator.id}
    assert broken_links() == []


def test_acts_of_one_transaction_are_written_at_its_end_in_their_order():
    with transaction():
        for act in ("first.act", "second.act"):
            record(act, "thing", None, None)
        assert count(AuditRow) == 0
    assert [act for act, _ in last_rows(0)] == ["first.act", "second.act"]
    assert broken_links() == []


@pytest.mark.parametrize("name", ACTS)
def test_what_is_rolled_back_leaves_neither(name):
    scene = Scene()
    before, rows = scene.state(), count(AuditRow)

    def fail(things):
        assert count(AuditRow) > rows
        raise ZeroDivisionError

    def act_and_fail():
        with transaction():
            ACTS[name](scene)
            before_commit(fail, name, last=True)

    with pytest.raises(ZeroDivisionError):
        act_and_fail()
    assert scene.state() == before
    assert count(AuditRow) == rows


@pytest.mark.parametrize("name", ACTS)
def test_a_row_holds_no_text_that_people_wrote(name):
    scene = Scene()
    with transaction():
        ACTS[name](scene)
    dumped = str(db.session.connection().exec_driver_sql("SELECT * FROM audit_rows").all())
    assert "norma 3" not in dumped
    assert "se queda" not in dumped
    assert "Yo también busco" not in dumped
