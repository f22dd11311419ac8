"""A whole import: from a file, and perhaps a folder of files, to a report."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy.exc import DataError, IntegrityError

from forum.extensions import db
from forum.importers.report import Report
from forum.importers.wordpress.actions import Progress, carry_out
from forum.importers.wordpress.actions.files import kept_among, known_files
from forum.importers.wordpress.dates import Clock
from forum.importers.wordpress.folder import Folder
from forum.importers.wordpress.plan import Plan
from forum.importers.wordpress.planner import make_plan
from forum.importers.wordpress.spool import Spool
from forum.importers.wordpress.store import Storing
from forum.importers.wordpress.survey import Survey, survey_of
from forum.importers.wordpress.taking import Taking, discard
from forum.lib.commands import CannotDo
from forum.lib.transactions import transaction

NOT_TAKEN = "The database did not take the import, and nothing has changed"


class UnreadableFile(CannotDo):
    """The file cannot be opened."""


class NotTaken(CannotDo):
    """The database refused what would be written."""


class OnlyTried(Exception):
    """Undoes what a dry run did."""


@dataclass(frozen=True)
class Bars:
    """What shows how far one has got: through a file, and through the entries."""

    watch: Callable[[BinaryIO, str], BinaryIO]
    entries: Progress


def import_export(path: Path, files: Path | None, *, dry_run: bool, bars: Bars) -> Report:
    """Import the export at `path`, with the pictures in the folder `files`, or try to and change nothing.

    Raises UnreadableFile, BrokenExport, NotTaken; then nothing has changed.
    """
    storing = Storing()
    try:
        with TemporaryFile() as space, opened(path) as file:
            found = survey_of(bars.watch(file, "Reading"))
            file.seek(0)
            taking = taking_for(found, files, discard if dry_run else storing)
            plan = make_plan(found, bars.watch(file, "Texts"), clock_of(path), Spool(space), taking)
            return run(plan, bars.entries, dry_run)
    finally:
        db.session.rollback()
        storing.forget(kept_among({*storing.new}))


def opened(path: Path) -> BinaryIO:
    """The file at `path`, to be read. Raises UnreadableFile."""
    try:
        return path.open("rb")
    except OSError as failure:
        raise UnreadableFile(f"«{path}» cannot be read: {failure.strerror}") from None


def clock_of(path: Path) -> Clock:
    """What dates an export's texts that say too little: the site's zone, and when the file was written."""
    return Clock(ZoneInfo(current_app.config["TIMEZONE"]), datetime.fromtimestamp(path.stat().st_mtime, UTC))


def taking_for(found: Survey, files: Path | None, store: Callable[..., None]) -> Taking:
    """What takes the files of a site, from a folder if there is one, and from earlier imports."""
    known = known_files(found.key)
    db.session.rollback()  # what comes is long, and reads nothing
    return Taking(found.site, Folder(files) if files else None, known, store)


def run(plan: Plan, progress: Progress, dry_run: bool) -> Report:
    """Carry the plan out as one transaction; a dry run is the same, undone. Raises NotTaken."""
    try:
        with transaction(alone=True):
            report = carry_out(plan, progress)
            if dry_run:
                raise OnlyTried
    except OnlyTried:
        pass
    except (DataError, IntegrityError) as failure:
        raise NotTaken(f"{NOT_TAKEN}: {str(failure.orig).splitlines()[0]}") from None
    return report
