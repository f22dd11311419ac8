"""Names of attributes are made known to SQLAlchemy's `InstanceState` at once: Python 3.11 may die otherwise.

Where an object gets an attribute for whose name its class has no place left, Python 3.11 makes a dictionary
of all that it has, and may collect garbage in the midst of that. If it finds the row that the state belongs
to, SQLAlchemy tells the state, which gets attributes then, and a dictionary of the same values. Both give the
values back in the end, and their memory is twice somebody's: web processes under load had a segmentation
fault within minutes. A class has places for the names that its first objects have, some thirty. Python 3.12
collects garbage between two instructions alone.
"""

from sqlalchemy.orm.state import InstanceState


def make_places() -> None:
    """Have the class of all states know every name that SQLAlchemy gives one. Before there is any state."""
    first: InstanceState[object] = InstanceState.__new__(InstanceState)
    for name in InstanceState.__annotations__:
        if name not in InstanceState.__slots__:
            setattr(first, name, None)
