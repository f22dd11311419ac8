"""Beside a thread stand those that are about the same, as its reader may see them now."""

import re
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from forum.debates.actions import (
    edit_post,
    hide_post,
    move_thread,
    relate,
    remove_thread,
    restore_post,
    restore_thread,
)
from forum.debates.models import RelatedThread, Thread
from forum.extensions import db
from forum.groups.models import Group
from forum.lib.clock import utcnow
from forum.lib.markdown import render
from forum.lib.refusals import Refusal
from forum.lib.transactions import transaction
from forum.search.jobs import index_changes
from forum.search.models import RelatedLook
from forum.search.similar import jobs, looks
from forum.search.similar.jobs import KEPT, relate_threads
from tests.factories import fresh, make_group, make_thread, make_user, opening_of, sign_in
from tests.statements import statements

TITLES = ("Teletrabajo en ayuntamientos", "El teletrabajo de un ayuntamiento", "Ayuntamientos y teletrabajo")


def look():
    """Index what is new, and look at what is related."""
    index_changes()
    return relate_threads()


def look_again():
    """Look at every thread once more, as after a while."""
    with transaction():
        db.session.execute(update(RelatedLook).values(due=utcnow() - timedelta(seconds=1)))
    return look()


def beside(client, thread):
    """The threads that stand beside one."""
    page = client.get(f"/debates/{fresh(thread).key}")
    panel = re.search(r"<ul[^>]* data-related>(.*?)</ul>", page.text, re.DOTALL)
    return [int(id) for id in re.findall(r'href="/(?:debates|blog)/(\d+)', panel[1])] if panel else []


def stored(thread):
    db.session.rollback()
    rows = select(RelatedThread.other_id).where(RelatedThread.thread_id == thread.id)
    return list(db.session.scalars(rows.order_by(RelatedThread.place)))


def test_a_new_thread_stands_beside_others_and_they_soon_beside_it(client, index):
    first = make_thread(TITLES[0], "¿Quién lo tiene?")
    make_thread("Permuta de Lugo a Vigo")
    assert look() == 2
    assert beside(client, first) == []
    second = make_thread(TITLES[1], "Aquí, dos días.")
    assert look() == 1
    assert beside(client, second) == [first.id]
    assert beside(client, first) == []
    due = db.session.get_one(RelatedLook, first.id).due
    assert due <= utcnow() + timedelta(hours=1)
    assert look_again() == 3
    assert beside(client, first) == [second.id]
    assert look() == 0


def test_those_that_were_woken_wake_nobody(client, index):
    first, second = (make_thread(title) for title in TITLES[:2])
    look()
    look_again()
    far = utcnow() + timedelta(days=29)
    assert all(db.session.get_one(RelatedLook, one.id).due > far for one in (first, second))


def test_a_thread_that_says_something_else_has_others_beside_it(client, index):
    work, swap = make_thread(TITLES[0], "¿Quién lo tiene?"), make_thread("Permuta de Lugo a Vigo")
    turned = make_thread(TITLES[1], "Aquí, dos días.")
    look()
    assert beside(client, turned) == [work.id]
    opening, text = opening_of(turned), render("Busco permuta.")
    with transaction():
        edit_post(fresh(opening), None, text, title="Permuta de Vigo a Lugo")
    look()
    assert beside(client, turned) == [swap.id]


@pytest.mark.parametrize("indexed", [True, False], ids=["and indexed", "and not yet indexed"])
@pytest.mark.parametrize("act", ["hide", "remove", "move"])
def test_what_is_taken_away_is_gone_at_once(client, index, act, indexed):
    first, second = (make_thread(title) for title in TITLES[:2])
    look()
    look_again()
    assert beside(client, first) == [second.id]
    opening, secret = opening_of(second), make_group(visibility="private")
    acts = {
        "hide": lambda: hide_post(fresh(opening), None, ""),
        "remove": lambda: remove_thread(fresh(second), None, ""),
        "move": lambda: move_thread(fresh(second), fresh(secret), None),
    }
    with transaction():
        acts[act]()
    if indexed:
        look()
    assert beside(client, first) == []
    if act != "move":
        with transaction():
            restore_post(fresh(opening), None) if act == "hide" else restore_thread(fresh(second), None)
        assert beside(client, first) == [second.id]


def test_beside_a_private_thread_stand_its_groups_and_open_ones_alone(app, client, index):
    member = make_user()
    ours, theirs = (make_group(visibility="private", members=(member,)) for _ in range(2))
    mine = make_thread(TITLES[0], group=ours)
    make_thread(TITLES[1], group=theirs)
    near, public = make_thread(TITLES[1], group=ours), make_thread(TITLES[2])
    look()
    look_again()
    assert set(stored(mine)) == {near.id, public.id}
    assert stored(public) == []
    sign_in(client, member)
    assert set(beside(client, mine)) == {near.id, public.id}


def test_five_are_shown_and_some_more_kept(client, index):
    group = make_group()
    threads = [make_thread(f"{TITLES[0]} {n}", group=group) for n in range(KEPT + 3)]
    look()
    look_again()
    assert len(stored(threads[0])) == KEPT
    assert beside(client, threads[0]) == stored(threads[0])[:5]
    with transaction():
        remove_thread(fresh(threads[stored(threads[0])[0] - threads[0].id]), None, "")
    assert len(beside(client, threads[0])) == 5


def test_the_entry_that_a_debate_is_about_stands_above_it_already(client, index):
    entry = make_thread(TITLES[0], kind="entry")
    debate = make_thread(TITLES[1], linked=fresh(entry))
    look()
    assert stored(debate) == []


def test_a_look_that_two_take_is_noted_once(client, index):
    first, second = (make_thread(title) for title in TITLES[:2])
    index_changes()
    waiting = looks.waiting_threads(9)
    found = [(one, [first.id + second.id - one.thread_id]) for one in waiting]
    assert jobs.note(found) == 2
    assert jobs.note(found) == 0
    assert stored(first) == [second.id]


def test_what_the_index_holds_and_the_database_does_not_is_left_out(client, index):
    thread, other = make_thread(TITLES[0]), make_thread(TITLES[1])
    with transaction():
        relate(thread.id, [10**6, other.id])
    assert stored(thread) == [other.id]


def test_they_wait_for_the_index(client, engine):
    thread = make_thread(TITLES[0])
    assert relate_threads() == 0
    assert db.session.get_one(RelatedLook, thread.id).changed


def test_tags_and_related_threads_are_one_statement(client, index):
    threads = [make_thread(title, tags=("horario", "conciliación")) for title in TITLES]
    look()
    look_again()
    costs = []
    for _ in range(3):  # whether there is maintenance is asked now and then
        with statements() as asked:
            page = client.get(f"/debates/{threads[0].key}")
        costs.append(len(asked))
    assert min(costs) == 3
    assert page.text.index("horario") < page.text.index("conciliación")
    assert len(beside(client, threads[0])) == 2


@pytest.mark.long
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_nobody_sees_beside_a_thread_what_they_may_not_see(app, index, data):
    """Whatever was moved, hidden or removed since the list was made, and whoever reads."""
    member, moderator = make_user(), make_user(role="moderator")
    groups = [make_group(), make_group(visibility="private", members=(member,))]
    threads = [make_thread(title, group=data.draw(st.sampled_from(groups))) for title in TITLES]
    look()
    look_again()
    for _ in range(data.draw(st.integers(1, 4))):
        thread = data.draw(st.sampled_from(threads))
        act = data.draw(st.sampled_from(["move", "hide", "show", "remove", "restore", "look", "close"]))
        change(act, thread, groups, data)
    for reader in (None, make_user(), member, moderator):
        client = app.test_client()
        if reader:
            sign_in(client, reader)
        seen = visible_to(reader in (member, moderator))
        for thread in threads:
            assert set(beside(client, thread)) <= seen


def change(act, thread, groups, data):
    opening = opening_of(thread)
    acts = {
        "move": lambda: move_thread(fresh(thread), fresh(data.draw(st.sampled_from(groups))), None),
        "hide": lambda: hide_post(fresh(opening), None, ""),
        "show": lambda: restore_post(fresh(opening), None),
        "remove": lambda: remove_thread(fresh(thread), None, ""),
        "restore": lambda: restore_thread(fresh(thread), None),
        "close": lambda: setattr(fresh(groups[0]), "visibility", "private"),
    }
    if act == "look":
        look()
        return
    try:
        with transaction():
            acts[act]()
    except Refusal:
        pass


def visible_to(inside):
    """The threads whose text somebody may read, `inside` the private group or not."""
    db.session.rollback()
    threads = select(Thread.id).join(Group, Group.id == Thread.group_id).where(Thread.state == "visible")
    if not inside:
        threads = threads.where(Group.visibility == "open")
    hidden = {id for id in db.session.scalars(threads) if opening_of(fresh_thread(id)).state != "visible"}
    return set(db.session.scalars(threads)) - hidden


def fresh_thread(thread_id):
    return db.session.get_one(Thread, thread_id)


SUBJECTS = {
    "Nóminas": "Este mes la nómina llega sin los trienios y nadie de intervención contesta.",
    "Permutas": "Busco una permuta de Lugo a Vigo y llevo diez años en la misma plaza, este mes los hago.",
    "Archivo": "¿Qué hacéis con los expedientes de obras menores en papel, hay quien los digitaliza?",
    "Bomberos": "El turno de este mes se cuenta mal cuando coincide con un festivo local, según el convenio.",
}


def test_in_a_tiny_forum_nothing_unrelated_stands_beside_a_thread(client, index):
    made = {title: make_thread(title, text) for title, text in SUBJECTS.items()}
    twin = make_thread("Los trienios en la nómina", "Otro mes sin trienios: intervención no contesta.")
    look()
    assert stored(made["Nóminas"]) == [twin.id]
    assert stored(twin) == [made["Nóminas"].id]
    for title in ("Permutas", "Archivo", "Bomberos"):
        assert stored(made[title]) == [], title
