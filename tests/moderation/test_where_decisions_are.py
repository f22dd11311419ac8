"""Cases, decisions and appeals are where what they are about is now, whoever moved it and however often."""

import random

import pytest
from sqlalchemy import select

from forum.debates.models import Post, Thread, Transfer
from forum.extensions import db
from forum.groups.models import Group
from forum.groups.queries import viewer_of
from forum.lib.clock import utcnow
from forum.lib.numbers import Ranges
from forum.lib.refusals import NotFound, Refusal
from forum.lib.transactions import transaction
from forum.moderation.actions import Grounds, appeal, decide_post, decide_thread, dismiss_case, flag_post
from forum.moderation.actions.threadwork import Work, merge_threads, move_posts, split_thread, undo_transfer
from forum.moderation.models import Appeal, Case, Decision
from forum.moderation.queries import (
    appeal_list,
    decision_list,
    decisions_in,
    find_appeal,
    find_case,
    find_decision,
    hearers,
)
from forum.permissions import may
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, sign_in
from tests.moderation.cases import make_case

WHY = Grounds("norma 3")


class World:
    """Three groups with a moderator each, threads with decided cases in them, and what happens to these."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.site, self.author = make_user("nuria", role="moderator"), make_user("ana")
        self.local = [make_user(f"local{number}") for number in range(3)]
        self.groups = [make_group(moderators=(person,)) for person in self.local]
        for number in range(4):
            thread = make_thread(author=self.author, group=self.groups[number % 3])
            for _ in range(4):
                make_reply(thread, author=self.author)
        self.decide()

    def decide(self):
        """Decide cases about a few posts, and about whole threads with a case and without."""
        flagger, posts = make_user(), db.session.scalars(select(Post.id).order_by(Post.id)).all()
        for number, post_id in enumerate(self.random.sample(posts, 8)):
            with transaction():
                post = db.session.get_one(Post, post_id)
                case = db.session.get_one(Case, flag_post(post, fresh(flagger), "spam").case_id)
                if number % 2:
                    dismiss_case(case, fresh(self.site), WHY)
                else:
                    decide_post(post, fresh(self.site), "hide", WHY, case)
        for thread_id in self.threads():
            with transaction():
                decide_thread(db.session.get_one(Thread, thread_id), fresh(self.site), "close", WHY)
        with transaction():
            for decision in db.session.scalars(select(Decision)):
                decision.told = utcnow()
            for decision in db.session.scalars(select(Decision).where(Decision.act != "dismiss")).all()[::2]:
                appeal(decision, fresh(self.author), "No es así.")

    def threads(self):
        shown = select(Thread.id).where(Thread.state == "visible").order_by(Thread.id)
        return db.session.scalars(shown).all()

    def step(self):
        """Move something at random, if it can be moved."""
        act = self.random.choice(["group", "split", "merge", "move", "undo"])
        source, target = self.random.choices(self.threads(), k=2)
        try:
            with transaction():
                self.do(act, db.session.get_one(Thread, source), db.session.get_one(Thread, target))
        except Refusal:
            db.session.rollback()

    def do(self, act, source, target):
        numbers, site = Ranges.read(str(self.random.randint(2, 9))), fresh(self.site)
        group = db.session.get_one(Group, self.random.choice(self.groups).id)
        if act == "group":
            decide_thread(source, None, "move", WHY, group)
        elif act == "split":
            split_thread(source, numbers, "Aparte", Work(site, WHY), group=group)
        elif act == "merge":
            merge_threads(source, target, Work(site, WHY))
        elif act == "move":
            move_posts(source, numbers, target, Work(site, WHY))
        else:
            undone = db.session.scalars(select(Transfer.id).where(Transfer.kind != "back")).all()
            if undone:
                undo_transfer(db.session.get_one(Transfer, self.random.choice(undone)), site)


def found(find, row_id, viewer):
    """What a query finds for a viewer; None where it is not for them."""
    try:
        return find(row_id, viewer)
    except NotFound:
        return None


def wrong_for(person):
    """Where cases, their decisions and the appeals against these are not in the same place for a person."""
    viewer, wrong = viewer_of(fresh(person)), []
    listed = {one.id for one in decision_list(viewer)}
    for case_id in db.session.scalars(select(Case.id)).all():
        sees = found(find_case, case_id, viewer) is not None
        for row in decisions_in(db.session.get_one(Case, case_id)):
            decision = found(find_decision, row.id, viewer)
            if row.transfer is not None:
                continue
            if (decision is not None) is not sees:
                wrong.append(("decision", row.act, case_id))
            if may(viewer, "decision.undo", row) is not sees:
                wrong.append(("undo", row.act, case_id))
            if sees and len(listed) < 25 and row.id not in listed:
                wrong.append(("list", row.act, case_id))
    waiting = {one.id for one in appeal_list(viewer)}
    for appeal_id in db.session.scalars(select(Appeal.id)).all():
        one = db.session.get_one(Appeal, appeal_id)
        case_id = db.session.get_one(Decision, one.decision_id).case_id
        sees, seen = found(find_case, case_id, viewer), found(find_appeal, appeal_id, viewer)
        hears = seen is not None and may(viewer, "appeal.hear", seen)
        if (sees is None) is not (seen is None) or (appeal_id in waiting) is not (seen is not None):
            wrong.append(("appeal", case_id))
        if seen is not None and hears is not (person.id in {one.id for one in hearers(seen)}):
            wrong.append(("hearers", case_id))
    return wrong


@pytest.mark.parametrize("seed", range(3))
def test_a_case_is_seen_by_whom_its_decisions_are_and_they_may_undo_and_hear(app, seed):
    world = World(seed)
    for _ in range(12):
        world.step()
        for person in (*world.local, world.site):
            assert wrong_for(person) == []


def test_after_a_merge_it_is_the_groups_where_the_posts_are(client):
    before, now = make_user("antes"), make_user("ahora")
    source = make_thread(group=make_group(moderators=(before,)))
    target = make_thread("Donde está ahora", group=make_group(moderators=(now,)))
    site = make_user(role="moderator")
    case = make_case(make_reply(source))
    with transaction():
        decision_id = dismiss_case(fresh(case), fresh(site), WHY).id
        merge_threads(fresh(source), fresh(target), Work(fresh(site), WHY))
    sign_in(client, before)
    assert client.get(f"/moderation/cases/{case.id}").status_code == 404
    assert client.post(f"/moderation/decisions/{decision_id}/undo").status_code == 404
    sign_in(client, now)
    assert client.get(f"/moderation/cases/{case.id}").status_code == 200
    assert "Donde está ahora" in client.get("/moderation/log").text
    assert client.post(f"/moderation/decisions/{decision_id}/undo").status_code == 303
    assert fresh(case).is_open


@pytest.mark.parametrize("act", ["move-posts", "merge"])
def test_what_moved_posts_is_taken_back_and_heard_by_whom_both_ends_are(client, act):
    (here, there, both), site = (make_user() for _ in range(3)), make_user(role="moderator")
    ana = make_user("ana")
    source = make_thread(author=ana, group=make_group(moderators=(here, both)))
    target = make_thread(group=make_group(moderators=(there, both)))
    make_reply(source)
    sign_in(client, site)
    asked = {"action": "do", "reason": "va allí", "numbers": "2", "target": str(target.id)}
    assert client.post(f"/moderation/threads/{source.id}/{act}", data=asked).status_code == 303
    decision_id, transfer_id = last(Decision), last(Transfer)
    for person in (here, there):
        sign_in(client, person)
        assert client.post(f"/moderation/decisions/{decision_id}/undo").status_code == 404
        assert client.post(f"/moderation/transfers/{transfer_id}/undo").status_code == 403
    with transaction():
        decision = db.session.get_one(Decision, decision_id)
        decision.told = utcnow()
        appeal_id = appeal(decision, fresh(ana), "No es así.").id
    for person in (here, there, both):
        sign_in(client, person)
        seen = client.get(f"/moderation/appeals/{appeal_id}").status_code
        assert seen == (200 if person is both else 404)
    found = find_appeal(appeal_id, viewer_of(fresh(both)))
    assert [one.id for one in hearers(found)] == [both.id]
    heard = {"outcome": "reversed", "reasons": "Es verdad."}
    assert client.post(f"/moderation/appeals/{appeal_id}", data=heard).status_code == 303
    assert db.session.get_one(Transfer, transfer_id).undone


def last(model):
    """The id of the row that was made last."""
    db.session.rollback()
    return db.session.scalars(select(model.id).order_by(model.id.desc()).limit(1)).one()
