"""Carrying out a plan, through the same actions as the web, inside one transaction that the caller owns."""

from collections.abc import Callable, Iterable, Sized
from typing import Protocol

from sqlalchemy import func, select

from forum.audit.actions import record
from forum.debates.models import Tag
from forum.extensions import db
from forum.importers.report import Report
from forum.importers.wordpress.actions.addresses import keep_addresses
from forum.importers.wordpress.actions.entries import bring
from forum.importers.wordpress.actions.files import keep_digests
from forum.importers.wordpress.actions.people import settle
from forum.importers.wordpress.actions.run import Run
from forum.importers.wordpress.plan import Plan
from forum.importers.wordpress.rows import Entry


class Entries(Sized, Iterable[Entry], Protocol):
    """The entries of a plan."""


Progress = Callable[[Entries], Iterable[Entry]]


def carry_out(plan: Plan, progress: Progress = iter) -> Report:
    """Make what the plan brings and is not here yet. The caller owns the transaction."""
    run = Run(plan)
    tags_before = count_tags()
    for person in plan.people.values():
        settle(run, person)
    for entry in progress(plan.entries):
        bring(run, entry)
    keep_addresses(run)
    keep_digests(run)
    run.report.tags = count_tags() - tags_before
    if any(run.report.made.values()) or run.report.changed:
        record("import.wordpress", "site", None, None, **run.report.made, changed=run.report.changed)
    return run.report


def count_tags() -> int:
    """How many tags there are."""
    return db.session.scalar(select(func.count(Tag.id))) or 0
