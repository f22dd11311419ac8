"""How Alembic reaches the database: through the application's own engine and tables."""

from alembic import context
from sqlalchemy.types import TypeDecorator

from forum.extensions import Base, db


def plain_type(kind: str, item: object, autogen_context: object) -> str | bool:
    """Write column types of our own as what they are in the database."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def run() -> None:
    """Migrate in one transaction: a migration that fails changes nothing. On SQLite no two at once."""
    with db.engine.connect().execution_options(writes=True) as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            render_item=plain_type,
            transaction_per_migration=False,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7361)")
            context.run_migrations()


run()
