"""Whoever wrote posts that the team moved is told where those are now."""

import html

import pytest
from sqlalchemy import select

from forum.debates.models import Transfer
from forum.extensions import db
from forum.groups.models import Group
from forum.lib.numbers import Ranges
from forum.lib.transactions import transaction
from forum.moderation.actions import Grounds
from forum.moderation.actions.threadwork import Work, merge_threads, move_posts, split_thread, undo_transfer
from forum.notifications.models import Communication
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, sign_in
from tests.mailbox import mails_to
from tests.moderation.cases import time_passes


def communications(person):
    """What a person was told: kind, subject, link."""
    db.session.rollback()
    query = select(Communication).where(Communication.user_id == person.id).order_by(Communication.id)
    return [(one.kind, one.subject, one.link) for one in db.session.scalars(query)]


@pytest.mark.parametrize("act", ["split", "merge", "transfer"])
def test_whoever_wrote_what_was_moved_is_told_once_where_it_is_now(client, moderator, act):
    opener, ana, luis = make_user(), make_user(), make_user()
    thread = make_thread("Uno", author=opener)
    first, *_ = [make_reply(thread, author=ana) for _ in range(2)]
    make_reply(thread, author=moderator)
    other = make_reply(thread, author=luis)
    target = make_thread("Dos", group=db.session.get_one(Group, thread.group_id))
    numbers, mails = Ranges.read("2-5"), len(mails_to(ana.email))
    with transaction():
        work = Work(fresh(moderator), Grounds("es otro tema"))
        if act == "split":
            split_thread(fresh(thread), numbers, "Dos", work)
        elif act == "merge":
            merge_threads(fresh(thread), fresh(target), work)
        else:
            move_posts(fresh(thread), numbers, fresh(target), work)
    assert communications(ana) == []
    time_passes()
    time_passes()
    says = "Tus mensajes de «Uno» están ahora en «Dos»"
    assert communications(ana) == [("moved", says, f"/posts/{first.id}")]
    says = "Tu mensaje de «Uno» está ahora en «Dos»"
    assert communications(luis) == [("moved", says, f"/posts/{other.id}")]
    assert communications(moderator) == []
    assert [kind for kind, *_ in communications(opener)] == ["decision"]
    assert len(mails_to(ana.email)) == mails
    sign_in(client, luis)
    assert says in html.unescape(client.get("/notifications").text)


def test_nobody_is_told_of_what_was_undone_nor_of_where_they_may_not_read(client, moderator):
    ana, thread = make_user(), make_thread("Uno")
    make_reply(thread, author=ana)
    target = make_thread("Dos", group=db.session.get_one(Group, thread.group_id))
    with transaction():
        done = merge_threads(fresh(thread), fresh(target), Work(fresh(moderator), Grounds("lo mismo"))).id
    with transaction():
        undo_transfer(db.session.get_one(Transfer, done), fresh(moderator))
    time_passes()
    assert communications(ana) == []
    with transaction():
        merge_threads(fresh(thread), fresh(target), Work(fresh(moderator), Grounds("lo mismo")))
    private = make_group(visibility="private")
    with transaction():
        fresh(target).group_id = private.id
    time_passes()
    assert communications(ana) == []
