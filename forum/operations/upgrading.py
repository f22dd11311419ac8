"""Migrating the database, with the row of the audit log that says so."""

from flask_migrate import upgrade

from forum.audit.actions import record
from forum.audit.seals import begin_seals
from forum.extensions import db
from forum.lib.transactions import transaction
from forum.moderation.checks import SEALED
from forum.operations.archive.databases import has_tables, schema_of


def upgrade_database() -> None:
    """Migrate to the newest version. The row follows the migration: before it there may be no log."""
    left = schema_now() if has_tables() else None
    upgrade()
    entered = schema_now()
    if entered != left:
        with transaction():
            record("db.upgrade", "site", None, None, left=left, entered=entered)
            begin_seals(SEALED)


def schema_now() -> str:
    """The migration that this forum's database is at."""
    with db.engine.connect() as connection:
        return schema_of(connection)
