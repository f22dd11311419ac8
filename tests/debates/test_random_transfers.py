"""Whatever is split, merged, moved and taken back, and in whatever order, all is found and checks."""

import random
from contextlib import suppress

import pytest
from sqlalchemy import select

from forum.debates import actions
from forum.debates.models import Post, Thread, Transfer
from forum.extensions import db
from forum.lib.markdown import render
from forum.lib.numbers import Ranges
from forum.lib.refusals import Refusal
from forum.lib.transactions import transaction
from tests.factories import make_group, make_user
from tests.transfers import lands, problems, talk

ACTS = ["split", "merge", "move", "back", "back", "reply", "wait", "hide", "restore"]
TEXT = render("Otra respuesta.")


def one_of(chance, model):
    """One of the rows of a table."""
    return chance.choice(db.session.scalars(select(model).order_by(model.id)).all())


def do(act, chance):
    """One act on whatever comes."""
    source, target, first = one_of(chance, Thread), one_of(chance, Thread), chance.randint(1, 9)
    numbers = Ranges.of((first, first + chance.randint(0, 3)), (first + 5, first + 5))
    if act == "split":
        actions.split_thread(source, numbers, f"Separado {first}", None)
    elif act == "merge":
        actions.merge_threads(source, target, None)
    elif act == "move":
        actions.move_posts(source, numbers, target, None)
    elif act == "back":
        actions.take_back(one_of(chance, Transfer), None)
    elif act in ("reply", "wait"):
        state = "visible" if act == "reply" else "pending"
        actions.post_reply(source, None, TEXT, reply_to=first, state=state, author_name="Ana")
    elif act == "hide":
        actions.hide_post(chance.choice(permanent()), None, "norma 3")
    else:
        actions.restore_post(one_of(chance, Post), None)


def permanent():
    """The posts that have, or had, a number: their permalinks are out in the world."""
    return db.session.scalars(select(Post).where(Post.number.is_not(None)).order_by(Post.id)).all()


@pytest.mark.parametrize("seed", range(4))
def test_random_transfers_leave_no_gap_and_lose_no_post(client, seed):
    chance, group, reader = random.Random(seed), make_group(), make_user()
    for _ in range(3):
        thread, _ = talk(4, group=group)
        with transaction():
            actions.follow_thread(reader.id, thread.id)
    done = dict.fromkeys(ACTS, 0)
    for act in chance.choices(ACTS, k=40):
        with suppress(Refusal, IndexError), transaction():
            do(act, chance)
            done[act] += 1
    assert min(done["split"] + done["merge"] + done["move"], done["back"]) > 0
    assert problems() == []
    for post in permanent():
        assert lands(client, post)
