"""Maintenance: everything can be read and nothing written, by whoever is not the operator.

That it is on stands in the database, where every machine sees it. `transaction()` asks in each write
transaction of a request or a job, so that no view needs to; pages, which only tell of it, ask at most once
a second in each process.
"""

import time
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, String, select
from sqlalchemy.orm import Mapped, mapped_column

from forum.extensions import Base, db
from forum.lib.clock import UTCDateTime, utcnow
from forum.lib.dates import moment
from forum.lib.refusals import ReadOnly
from forum.lib.transactions import before_writing

LOOK_EVERY = 1.0  # seconds
A_WHILE = 300  # seconds to wait where it takes longer than was said
KEY = "maintenance"


class MaintenanceRow(Base):
    """The one row that there is while maintenance is on. `until` is what people are told; it ends nothing."""

    __tablename__ = "maintenance"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    until: Mapped[datetime] = mapped_column(UTCDateTime)
    message: Mapped[str] = mapped_column(String(300), default="")


@dataclass(frozen=True)
class Maintenance:
    """Until when, about, nothing is written, and what the operator says of it."""

    until: datetime
    message: str

    @property
    def is_late(self) -> bool:
        """Whether it takes longer than was said."""
        return self.until <= utcnow()

    @property
    def wait(self) -> int:
        """Seconds until it is worth trying again."""
        return max(int((self.until - utcnow()).total_seconds()), A_WHILE if self.is_late else 1)

    def __str__(self) -> str:
        if self.is_late:
            return str(_l("Se puede leer y buscar; escribir, dentro de unos minutos."))
        return str(_l("Se puede leer y buscar; escribir, desde el %(moment)s.", moment=moment(self.until)))


CURRENT = select(MaintenanceRow.until, MaintenanceRow.message)


def current() -> Maintenance | None:
    """The maintenance that is on, as the database says now."""
    row = db.session.execute(CURRENT).first()
    return Maintenance(row.until, row.message) if row else None


def known() -> Maintenance | None:
    """The maintenance that is on, as far as this process knows: at most a second late."""
    looked, found = current_app.extensions.get(KEY, (-LOOK_EVERY, None))
    if time.monotonic() - looked >= LOOK_EVERY:
        found = current()
        current_app.extensions[KEY] = (time.monotonic(), found)
    known: Maintenance | None = found
    return known


def forget() -> None:
    """Have this process look again at once."""
    current_app.extensions.pop(KEY, None)


def begin(until: datetime, message: str) -> None:
    """From now on only the operator writes. The caller owns the transaction."""
    db.session.merge(MaintenanceRow(id=1, until=until, message=message))
    db.session.flush()


def end() -> bool:
    """Everybody writes again; gives whether it was on. The caller owns the transaction."""
    row = db.session.get(MaintenanceRow, 1)
    if row is not None:
        db.session.delete(row)
        db.session.flush()
    return row is not None


@before_writing
def refuse_while_on() -> None:
    """Raise ReadOnly while maintenance is on."""
    found = current()
    if found is not None:
        raise ReadOnly(f"{found} {found.message}".strip(), retry_after=found.wait)
