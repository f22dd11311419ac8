"""Running every room's checks, and mending what they find."""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice

from flask import current_app
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from forum.accounts.checks import CHECKS as ACCOUNTS
from forum.audit.actions import record
from forum.audit.checks import CHECKS as AUDIT
from forum.debates.checks import CHECKS as DEBATES
from forum.extensions import db
from forum.groups.checks import CHECKS as GROUPS
from forum.lib.checks import Check, Problem
from forum.lib.references import reference_checks
from forum.lib.transactions import transaction
from forum.moderation.checks import CHECKS as MODERATION
from forum.moderation.checks import uncovered
from forum.notifications.checks import CHECKS as NEWS
from forum.profiles.checks import CHECKS as PROFILES
from forum.search.checks import CHECKS as SEARCH

CHUNK = 500  # problems mended in one transaction
MOST = 100  # problems told of one check
UNLIMITED = "FORUM_RATE_LIMITS is off: nothing slows down guessing and flooding"


def damaged_pages() -> Iterator[Problem]:
    """What SQLite says of its file, where it does not say «ok». PostgreSQL looks after its own."""
    if db.session.get_bind().dialect.name != "sqlite":
        return
    for said in db.session.execute(text("PRAGMA quick_check(20)")).scalars():
        if said != "ok":
            yield Problem("the database file", "its state", said, "ok")


def all_checks() -> list[Check]:
    """Every check, what others rest on first."""
    first = [Check("database file", damaged_pages), *reference_checks()]
    return [*first, *ACCOUNTS, *GROUPS, *DEBATES, *NEWS, *PROFILES, *MODERATION, *AUDIT, *SEARCH]


@dataclass
class Outcome:
    """What one check found: how many problems, how many of them are mended, and the first of them."""

    check: Check
    found: int = 0
    mended: int = 0

    @property
    def left(self) -> int:
        """How many problems there still are."""
        return self.found - self.mended


Told = Callable[[Check, Problem, bool], object]


def run(check: Check, repair: bool, tell: Told) -> Outcome:
    """Run one check; `tell` hears of the first MOST problems, and whether each is mended."""
    outcome = Outcome(check)
    while repair and check.mend and (batch := first(check, CHUNK)):
        if not mend(check, batch) or first(check, 1) == batch[:1]:
            break
        note(outcome, batch, True, tell)
    note(outcome, found_by(check), False, tell)
    db.session.rollback()
    return outcome


def first(check: Check, most: int) -> list[Problem]:
    """As many of what the check finds now."""
    with closing(found_by(check)) as problems:
        return list(islice(problems, most))


def found_by(check: Check) -> Generator[Problem, None, None]:
    """What the check finds now, in a read transaction of its own."""
    db.session.rollback()
    yield from check.find()


def mend(check: Check, batch: Iterable[Problem]) -> bool:
    """Have the check put right what it found; gives whether the database let it."""
    assert check.mend is not None
    ids = [problem.id for problem in batch]
    try:
        if check.apart:
            check.mend(ids)
        with transaction(alone=True):
            if not check.apart:
                check.mend(ids)
            record("check.repair", "site", None, None, check=check.name, rows=len(ids))
    except IntegrityError:
        return False
    return True


def note(outcome: Outcome, problems: Iterable[Problem], mended: bool, tell: Told) -> None:
    """Count problems, and tell of the first."""
    for problem in problems:
        outcome.found += 1
        outcome.mended += mended
        if outcome.found <= MOST:
            tell(outcome.check, problem, mended)


def warnings() -> list[str]:
    """What is not wrong, but should not stay so."""
    limits = [] if current_app.config["RATE_LIMITS"] else [UNLIMITED]
    return [*limits, *uncovered()]
