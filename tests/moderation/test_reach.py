"""What is somebody else's to decide: acts on an administrator's threads and posts, and undoing on one's own
what another of the team decided. The pages hide them, the actions refuse them.
"""

import pytest
from sqlalchemy import select

from forum.debates.models import Thread
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.markdown import render
from forum.lib.numbers import Ranges
from forum.lib.transactions import transaction
from forum.moderation.actions import (
    Grounds,
    decide_person,
    decide_post,
    decide_thread,
    dismiss_case,
    undo_decision,
)
from forum.moderation.actions.arranging import arrange_thread, mark_post
from forum.moderation.actions.editing import edit_by_team
from forum.moderation.actions.refusals import DecidedByOthers, OnAdmin, OnOneself, OwnFlag
from forum.moderation.actions.threadwork import Work, merge_threads, move_posts, split_thread, undo_transfer
from forum.moderation.models import Decision
from tests.factories import committed, fresh, make_group, make_reply, make_thread, make_user, sign_in
from tests.moderation.cases import make_case

WHY = Grounds("norma 3")
ADMINS = "Es de alguien de administración"
THREAD_ACTS = ("close", "open", "pin", "unpin", "move", "remove", "restore")


@pytest.fixture
def chief(app):
    return make_user("jefa", role="admin")


@pytest.fixture
def other(app):
    return make_user("otro", role="moderator")


def do(act, *args, **given):
    """An act of moderation, in a transaction of its own; what it gives."""

    def done():
        return act(*(fresh(one) if hasattr(one, "id") else one for one in args), **given)

    return committed(done)


def refused(why, act, *args, **given):
    with pytest.raises(why), transaction():
        act(*(fresh(one) if hasattr(one, "id") else one for one in args), **given)


@pytest.mark.parametrize("act", THREAD_ACTS)
def test_a_whole_thread_of_an_administrator_is_an_administrators(app, moderator, chief, other, act):
    thread, group = make_thread(author=chief), make_group()
    if act in ("open", "unpin", "restore"):
        do(decide_thread, thread, chief, {"open": "close", "unpin": "pin", "restore": "remove"}[act], WHY)
    refused(OnAdmin, decide_thread, thread, moderator, act, WHY, group)
    second = make_user(role="admin")
    do(decide_thread, thread, second, act, WHY, fresh(group))


def test_nor_is_it_arranged_split_merged_or_added_to(app, moderator, chief):
    theirs, thread = make_thread(author=chief), make_thread()
    posts = [make_reply(one) for one in (theirs, thread)]
    refused(OnAdmin, arrange_thread, theirs, moderator, WHY, title="Otro título")
    refused(OnAdmin, split_thread, theirs, Ranges.read("2"), "Aparte", Work(fresh(moderator), WHY))
    refused(OnAdmin, move_posts, theirs, Ranges.read("2"), thread, Work(fresh(moderator), WHY))
    refused(OnAdmin, move_posts, thread, Ranges.read("2"), theirs, Work(fresh(moderator), WHY))
    refused(OnAdmin, merge_threads, theirs, thread, Work(fresh(moderator), WHY))
    refused(OnAdmin, merge_threads, thread, theirs, Work(fresh(moderator), WHY))
    assert [fresh(post).thread_id for post in posts] == [theirs.id, thread.id]
    assert db.session.scalars(select(Decision)).all() == []


def test_what_an_administrator_wrote_in_others_threads(app, moderator, chief):
    thread = make_thread()
    theirs, after = make_reply(thread, author=chief), make_reply(thread)
    refused(OnAdmin, decide_post, theirs, moderator, "hide", WHY)
    refused(OnAdmin, mark_post, theirs, moderator, WHY, picked=True, wiki=False)
    refused(OnAdmin, edit_by_team, theirs, moderator, render("Otro texto."), WHY)
    refused(OnAdmin, dismiss_case, make_case(theirs), moderator, WHY)
    refused(OnAdmin, decide_person, chief, moderator, "warn", WHY)
    refused(
        OnAdmin,
        split_thread,
        thread,
        Ranges.read("2-3"),
        "De quien administra",
        Work(fresh(moderator), WHY),
    )
    do(split_thread, thread, Ranges.read("3"), "Aparte", Work(fresh(moderator), WHY))
    assert fresh(after).thread_id != thread.id
    target = make_thread()
    do(move_posts, thread, Ranges.read("2"), target, Work(fresh(moderator), WHY))
    assert fresh(theirs).thread_id == target.id


def test_others_posts_in_an_administrators_thread_are_moderated_as_anywhere(app, moderator, chief):
    post = make_reply(make_thread(author=chief))
    do(mark_post, post, moderator, WHY, picked=True, wiki=False)
    do(decide_post, post, moderator, "hide", WHY)
    assert (fresh(post).picked, fresh(post).state) == (True, "hidden")


def test_the_pages_hide_it_and_say_why(client, moderator, chief):
    thread, titled = make_thread("De la jefa", author=chief), make_thread("Otro")
    reply = make_reply(thread)
    sign_in(client, moderator)
    page = client.get(f"/debates/{thread.key}").text
    assert "/moderation/threads/" not in page
    assert f"/moderation/posts/{reply.id}" in page
    opening = page.partition('id="post-1"')[2].partition("</article>")[0]
    assert "/moderation/posts/" not in opening
    form = client.get(f"/moderation/threads/{thread.id}")
    assert ADMINS in form.text
    assert 'name="act"' not in form.text
    for what, fields in (
        ("", {"act": "close"}),
        ("/arrange", {"title": "Otro", "slow_minutes": "0"}),
        ("/split", {"numbers": "2", "title": "Aparte", "action": "do"}),
        ("/work", None),
    ):
        where = f"/moderation/threads/{thread.id}{what}"
        answer = client.get(where) if fields is None else client.post(where, data=fields)
        assert answer.status_code == 403, where
        assert ADMINS in answer.text
    found = client.post(f"/moderation/threads/{titled.id}/merge", data={"target": "jefa", "action": "do"})
    assert found.status_code == 422
    assert "De la jefa" not in found.text
    named = {"target": str(thread.id), "action": "do"}
    named = client.post(f"/moderation/threads/{titled.id}/merge", data=named)
    assert (named.status_code, "puedas moderar" in named.text) == (422, True)


@pytest.mark.parametrize(("first", "back"), [("close", "open"), ("pin", "unpin"), ("remove", "restore")])
def test_nobody_undoes_on_their_own_thread_what_another_decided(client, moderator, other, first, back):
    thread = make_thread(author=moderator)
    do(decide_thread, thread, other, first, WHY)
    sign_in(client, moderator)
    form = client.get(f"/moderation/threads/{thread.id}").text
    assert f'value="{back}"' not in form
    assert "lo que decidió de él otra persona" in form
    refused(DecidedByOthers, decide_thread, thread, moderator, back, WHY)
    do(decide_thread, thread, make_user(role="moderator"), back, WHY)
    own = make_thread(author=moderator)
    do(decide_thread, own, moderator, first, WHY)
    do(decide_thread, own, moderator, back, WHY)


def test_what_another_decided_of_one_thing_leaves_the_others(app, moderator, other):
    thread = make_thread("Uno", author=moderator)
    do(arrange_thread, thread, other, WHY, title="Dos", slow_minutes=5)
    refused(DecidedByOthers, arrange_thread, thread, moderator, WHY, title="Uno")
    refused(DecidedByOthers, arrange_thread, thread, moderator, WHY, slow_minutes=0)
    assert fresh(thread).title == "Dos"
    do(decide_thread, thread, moderator, "close", WHY)
    do(arrange_thread, thread, moderator, WHY, pinned=True)
    do(decide_thread, thread, other, "open", WHY)
    refused(DecidedByOthers, arrange_thread, thread, moderator, WHY, closes_at=utcnow())


def test_nor_takes_back_where_another_moved_their_posts(app, moderator, other):
    source = make_thread(author=moderator)
    make_reply(source)
    make_reply(source, author=moderator)
    for numbers in ("2", "3"):  # the second opens a thread of the moderator's own
        done = do(split_thread, source, Ranges.read(numbers), "Aparte", Work(fresh(other), WHY))
        refused(DecidedByOthers, undo_transfer, done, moderator)
    refused(OnOneself, undo_decision, last_decision(), moderator)
    refused(DecidedByOthers, merge_threads, target_of(done), make_thread(), Work(fresh(moderator), WHY))
    do_undo = make_user(role="moderator")
    with transaction():
        undo_transfer(fresh(done), fresh(do_undo))
    assert fresh(done).undone


def test_whoever_flagged_takes_back_by_no_door_what_was_decided_there(app, moderator, other):
    source, target = make_thread(), make_thread()
    case = make_case(make_reply(source), moderator)
    done = do(move_posts, source, Ranges.read("2"), target, Work(fresh(other), WHY, fresh(case)))
    refused(OwnFlag, undo_decision, last_decision(), moderator)
    refused(OwnFlag, undo_transfer, done, moderator)
    assert not fresh(done).undone


def test_their_own_marks_are_theirs_and_anothers_stay(app, moderator, other):
    post = make_reply(make_thread(), author=moderator)
    do(mark_post, post, moderator, WHY, picked=True, wiki=False)
    do(mark_post, post, other, WHY, picked=False, wiki=False)
    refused(DecidedByOthers, mark_post, post, moderator, WHY, picked=True, wiki=False)
    do(mark_post, post, moderator, WHY, picked=False, wiki=True)


def test_nobody_decides_about_themselves(app, moderator):
    own, waits = make_reply(make_thread(), author=moderator), make_thread(author=moderator)
    with transaction():
        fresh(waits).state = "pending"
    refused(OnOneself, decide_post, own, moderator, "restore", WHY)
    refused(OnOneself, edit_by_team, own, moderator, render("Otro texto."), WHY)
    refused(OnOneself, dismiss_case, make_case(own), moderator, WHY)
    refused(OnOneself, decide_person, moderator, moderator, "lift", WHY)
    refused(OnOneself, decide_thread, waits, moderator, "restore", WHY)


def last_decision():
    return db.session.scalars(select(Decision).order_by(Decision.id.desc()).limit(1)).one()


def target_of(transfer):
    return db.session.get_one(Thread, transfer.target_id)
