"""The table that is the index, in the application's database: it means something on PostgreSQL alone.

On SQLite it is made too and stays empty, so that both databases have the tables that the models say.
A vector lies apart from its row where both pass 2 KB. It is not packed: searches read many.
"""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    Text,
    false,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR

from forum.extensions import NAMES, Base
from forum.lib.clock import UTCDateTime

FORMAT = 3  # an index with rows of another format is not read but made again
NAME = "search_documents"
OPENING = text("opening")


def documents(name: str, metadata: MetaData) -> Table:
    """A table of documents called `name`, its indexes named after it."""
    return Table(
        name,
        metadata,
        Column("post_id", Integer, autoincrement=False),
        Column("thread_id", Integer, nullable=False),
        Column("group_id", Integer, nullable=False),
        Column("length", Integer, nullable=False),  # terms in title and text
        Column("created", UTCDateTime, nullable=False),
        Column("day", Date, nullable=False),
        Column("format", SmallInteger, nullable=False),
        Column("opening", Boolean, nullable=False),
        Column("picked", Boolean, nullable=False, server_default=false()),
        Column("kind", String(20), nullable=False),
        Column("language", String(5), nullable=False),
        Column("author", String(140), nullable=False),
        Column("tags", Text().with_variant(ARRAY(Text), "postgresql"), nullable=False),
        Column("vector", Text().with_variant(TSVECTOR, "postgresql"), nullable=False),
        PrimaryKeyConstraint("post_id", name=f"pk_{name}"),
        Index(f"ix_{name}_thread_id", "thread_id"),
        Index(f"ix_{name}_author", "author"),
        Index(f"ix_{name}_group_id", "group_id"),
        Index(f"ix_{name}_day", "day"),
        Index(f"ix_{name}_created", "created", "post_id"),
        Index(f"ix_{name}_opened", "created", "post_id", postgresql_where=OPENING, sqlite_where=OPENING),
        gin(f"ix_{name}_tags", "tags"),
        gin(f"ix_{name}_vector", "vector"),
        gin(f"ix_{name}_openings", "vector", postgresql_where=OPENING, sqlite_where=OPENING),
        postgresql_with={"toast_tuple_target": 128},
    )


def gin(name: str, column: str, **where: Any) -> Index:
    """An index of what stands in a column. What is added goes into its place at once, not onto a list."""
    return Index(name, column, postgresql_using="gin", postgresql_with={"fastupdate": "off"}, **where)


DOCUMENTS = documents(NAME, Base.metadata)
NEXT = documents(f"{NAME}_next", MetaData(naming_convention=NAMES))
MISSED = Table(  # what goes into the index while the next one is built
    f"{NAME}_missed", NEXT.metadata, Column("post_id", Integer, primary_key=True, autoincrement=False)
)
APART = "ALTER TABLE %(table)s ALTER COLUMN vector SET STORAGE EXTERNAL"  # never packed
