"""What the two kinds of database have in common: which schema, how many rows, which place is empty."""

from sqlalchemy import Connection, MetaData, func, inspect, select, text

from forum.accounts.models import User
from forum.debates.models import File, Post, Thread
from forum.extensions import db
from forum.lib.tables import table_of
from forum.operations.emptiness import is_empty

COUNTED = (User, Thread, Post, File)


def kind() -> str:
    """Which kind of database this forum has: sqlite or postgresql."""
    return db.engine.dialect.name


def schema_of(connection: Connection) -> str:
    """The migration that a database is at."""
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def counts_of(connection: Connection) -> dict[str, int]:
    """How many rows there are, by table."""
    tables = [table_of(model) for model in COUNTED]
    return {table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def has_tables() -> bool:
    """Whether the database was ever migrated."""
    return inspect(db.engine).has_table(table_of(User).name)


def holds_something() -> bool:
    """Whether there are people or threads in the database of this forum."""
    found = has_tables() and not is_empty()
    db.session.remove()
    return found


def drop_tables() -> None:
    """Leave no table, where there is nothing in any that counts."""
    there = MetaData()
    with db.engine.begin() as connection:
        there.reflect(connection)
        there.drop_all(connection)
