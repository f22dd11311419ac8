"""Digests of what rows say, in the log's chain: so that what was changed past the product is found.

Each has a salt of its own, kept in its row. Whoever empties a text because the law says so seals the row
again: the salt from before is gone, and nobody can guess the text from the digest that stays in the chain.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select

from forum.audit.actions import record
from forum.audit.models import AuditRow, Sealed
from forum.extensions import db
from forum.lib.checks import AT_ONCE, Check, Problem, thing_of
from forum.lib.tables import table_of

BEGIN = "seals.begin"


def record_sealed(act: str, row: Sealed, actor_id: int | None, **details: object) -> None:
    """Record an act on a row, with a digest of what it says from now on: nothing may change it after."""
    row.seal = secrets.token_hex(16)
    db.session.flush()
    record(act, thing_name(type(row)), row.id, actor_id, says=digest_of(row), **details)


def thing_name(model: type[Sealed]) -> str:
    """What the log calls a row of the table."""
    return thing_of(model).replace(" ", "_")


def digest_of(row: Sealed) -> str:
    """HMAC-SHA256, under the row's salt, of what it says; 64 hex digits.

    What is None is left out, so that a column that is added later, and is None, breaks no digest.
    """
    columns = table_of(type(row)).columns.keys()
    values = {name: getattr(row, name) for name in columns if name not in {"seal", *row.UNSEALED}}
    said = {name: plain(value) for name, value in values.items() if value is not None}
    line = json.dumps(said, sort_keys=True, ensure_ascii=True)
    return hmac.new(str(row.seal).encode(), line.encode(), hashlib.sha256).hexdigest()


def plain(value: object) -> object:
    """A value as a digest takes it: the same, whichever database it came from."""
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value


def seal_check(model: type[Sealed], first_act: str) -> Check:
    """That rows say what they said when they were last sealed, and that none came or went without an act.

    Two statements, in one pass each.
    """

    def find() -> Iterator[Problem]:
        yield from changed_rows(model, first_act)
        yield from removed_rows(model)

    return Check(f"{thing_of(model)} as sealed", find)


def changed_rows(model: type[Sealed], first_act: str) -> Iterator[Problem]:
    """Rows that say something else than the log, and those that it does not know though it should."""
    first = first_sealed(model, first_act)
    for row, details in db.session.execute(with_last_seal(model)):
        said = (details or {}).get("says")
        if said is None and (row.seal is not None or (first is not None and row.id >= first)):
            yield Problem(f"{thing_of(model)} {row.id}", "it", "inserted", "made by an act of the audit log")
        elif said is not None and not (row.seal and hmac.compare_digest(said, digest_of(row))):
            yield Problem(f"{thing_of(model)} {row.id}", "it", "changed", "as the audit log has it sealed")


def with_last_seal(model: type[Sealed]) -> Any:
    """Each row, with the details of the last row of the log about it."""
    about = AuditRow.thing == thing_name(model), AuditRow.thing_id == model.id
    last = select(func.max(AuditRow.id)).where(*about).correlate(model).scalar_subquery()
    rows = select(model, AuditRow.details).outerjoin(AuditRow, AuditRow.id == last).order_by(model.id)
    return rows.execution_options(yield_per=AT_ONCE)


def removed_rows(model: type[Sealed]) -> Iterator[Problem]:
    """Rows that the log knows, and that are no longer there."""
    there = select(model.id).where(model.id == AuditRow.thing_id).exists()
    known = select(AuditRow.thing_id).where(AuditRow.thing == thing_name(model), ~there)
    for number in db.session.scalars(known.distinct().order_by(AuditRow.thing_id)):
        yield Problem(f"{thing_of(model)} {number}", "it", "removed", "there")


def begin_seals(models: Iterable[type[Sealed]]) -> None:
    """Have the log say, once, up to which row of each table nothing need be sealed: later ones must be."""
    if db.session.scalar(select(AuditRow.id).where(AuditRow.act == BEGIN).limit(1)) is None:
        last = {thing_name(model): db.session.scalar(select(func.max(model.id))) or 0 for model in models}
        record(BEGIN, "site", None, None, **last)


def first_sealed(model: type[Sealed], first_act: str) -> int | None:
    """The first row that had to be sealed: after those of `begin_seals`, or else the first that was."""
    begun = db.session.scalar(select(AuditRow.details).where(AuditRow.act == BEGIN).order_by(AuditRow.id))
    if begun is not None and thing_name(model) in begun:
        return int(str(begun[thing_name(model)])) + 1
    made = AuditRow.thing == thing_name(model), AuditRow.act == first_act
    sealed = AuditRow.details["says"].as_string().is_not(None)
    return db.session.scalar(select(func.min(AuditRow.thing_id)).where(*made, sealed))


def count_unsealed(model: type[Sealed]) -> int:
    """How many rows are from before there were seals: what they say is not covered."""
    return db.session.scalar(select(func.count()).select_from(model).where(model.seal.is_(None))) or 0
