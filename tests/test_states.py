"""Rows that are collected as garbage while SQLAlchemy works on them: in its own process, which may die."""

import subprocess
import sys

from tests.servers import ROOT

COLLECTED = """
import gc
from sqlalchemy import Column, Integer, create_engine, insert, inspect
from sqlalchemy.orm import Session
from forum.extensions import Base

class Thing(Base):
    __tablename__ = "things_collected"
    id = Column(Integer, primary_key=True)

engine = create_engine("sqlite://")
Base.metadata.create_all(engine, [Thing.__table__])
with Session(engine) as session:
    session.execute(insert(Thing), [{"id": number} for number in range(100)])
    session.commit()
with Session(engine) as session:  # what the class knows of names is what these have
    things = session.query(Thing).all()
    inspect(things[0]).insert_order = 1
gc.set_threshold(10, 1000, 1000)
for number in range(1, 100):
    gc.disable()
    with Session(engine) as session:
        thing = session.get(Thing, number)
        state, thing.itself = inspect(thing), thing
        del thing
        kept = [{} for _ in range(200)], [[] for _ in range(50)]  # no dictionary left to be taken again
        gc.enable()
        state._strong_obj = None  # as SQLAlchemy says at the end of a session
        gc.disable()
        vars(state)["more"] = 1
    del state
print("alive")
"""


def test_a_row_that_is_collected_while_its_session_ends_harms_nobody():
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", COLLECTED],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.stdout, done.stderr) == ("alive\n", "")
