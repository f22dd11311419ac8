"""What pages show, by name, and the revision of each: raised in the transaction that changes it.

No action says so itself. What a flush writes is looked at row by row, and tells its names by what
forum/shown.py declares of its table; any other statement that writes is taken to change what every page
shows, unless it says what it changes (`touching`, `quietly`). So forgetting costs time, and never truth.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Flask, has_app_context
from sqlalchemy import BigInteger, Connection, String, bindparam, event, inspect, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql.dml import UpdateBase

from forum.extensions import Base, db
from forum.lib.upsert import built_once, insert_into

SITE = "site"  # what stands on every page
OPTION = "touches"
TOUCHED, FLUSHING = "pages touched", "pages flushing"

Changed = frozenset[str] | None  # the attributes that changed; None for a new row, or one that goes
Names = Callable[[Any, Changed], Iterable[str]]


class PageRevision(Base):
    """How often something that pages show has changed; no row: never."""

    __tablename__ = "page_revisions"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    revision: Mapped[int] = mapped_column(BigInteger, default=1)


def nowhere(row: object, changed: Changed) -> tuple[str, ...]:
    """What no guest's page shows."""
    return ()


ASKED = select(PageRevision.name, PageRevision.revision).where(
    PageRevision.name.in_(bindparam("names", expanding=True))
)
_declared: dict[str, Names] = {PageRevision.__tablename__: nowhere}


def declared() -> frozenset[str]:
    """The tables of which it is known what changes with them."""
    return frozenset(_declared)


def revisions_by(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """The revisions of these names, as far as they ever changed, as a connection sees them."""
    return {row.name: row.revision for row in connection.execute(ASKED, {"names": list(names)})}


def touching(*names: str) -> dict[str, object]:
    """The execution options of a statement that changes what these names stand for, and nothing else."""
    return {OPTION: names}


def quietly() -> dict[str, object]:
    """The execution options of a statement that changes nothing that a guest's page shows."""
    return touching()


def touch(names: Iterable[str]) -> None:
    """Have these revisions raised when the transaction commits."""
    db.session.info.setdefault(TOUCHED, set()).update(names)


def begin_flush(session: Session, *_: object) -> None:
    """From here to `end_flush`, statements are those of the rows that `end_flush` looks at."""
    session.info[FLUSHING] = True


def end_flush(session: Session, *_: object) -> None:
    """Touch what the rows of this flush show."""
    session.info[FLUSHING] = False
    for row in (*session.new, *session.deleted):
        touch(names_of(row, None))
    for row in session.dirty:
        changed = frozenset(one.key for one in inspect(row).attrs if one.history.has_changes())
        if changed:
            touch(names_of(row, changed))


def names_of(row: Any, changed: Changed) -> Iterable[str]:
    """What changes with a row; of an unknown table, every page."""
    names = _declared.get(row.__tablename__)
    return (SITE,) if names is None else names(row, changed)


def hear(connection: Connection, statement: object, *given: Any) -> None:
    """Touch what a statement that writes, and is not of a flush, may change."""
    if not isinstance(statement, UpdateBase) or not has_app_context() or db.session.info.get(FLUSHING):
        return
    options = given[-1]
    if OPTION in options:
        touch(options[OPTION])
        return
    if _declared.get(str(statement.table)) is not nowhere:
        touch((SITE,))


def raise_touched(session: Session) -> None:
    """Raise what the transaction touched, in one statement and one order, as its last act."""
    session.flush()
    names = session.info.pop(TOUCHED, None)
    if not names:
        return
    rows = [{"name": name, "revision": 1} for name in sorted(names)]
    session.execute(raising(), rows, execution_options=quietly())


@built_once
def raising() -> Any:
    """The statement that raises revisions."""
    more = {"revision": PageRevision.revision + 1}
    return insert_into(PageRevision).on_conflict_do_update(index_elements=["name"], set_=more)


def outdate_all() -> None:
    """Have no page hold that was ever kept: the database became another. In the caller's transaction."""
    values = {"name": SITE, "revision": secrets.randbelow(2**62)}
    said = insert_into(PageRevision).values(values)
    db.session.execute(
        said.on_conflict_do_update(index_elements=["name"], set_=values), execution_options=quietly()
    )


def forget_touched(session: Session) -> None:
    """What was rolled back changed nothing; what came before a savepoint may have."""
    session.info.pop(FLUSHING, None)
    if not session.in_nested_transaction():
        session.info.pop(TOUCHED, None)


def hear_writes(app: Flask, tables: Mapping[str, Names]) -> None:
    """Have every transaction raise what it touches: the names that change with a row of each table."""
    _declared.update(tables)
    with app.app_context():
        event.listen(db.engine, "before_execute", hear)
    for name, act in SESSION_EVENTS.items():
        if not event.contains(db.session, name, act):
            event.listen(db.session, name, act)


SESSION_EVENTS: Mapping[str, Callable[..., None]] = {
    "before_flush": begin_flush,
    "after_flush": end_flush,
    "before_commit": raise_touched,
    "after_rollback": forget_touched,
}
