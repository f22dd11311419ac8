"""Column types that say the same on both databases."""

from sqlalchemy import String
from sqlalchemy.dialects.postgresql import VARCHAR


def by_bytes(length: int) -> String:
    """Text compared and sorted by its bytes, as SQLite always does; PostgreSQL else as its locale has it."""
    return String(length).with_variant(VARCHAR(length, collation="C"), "postgresql")
