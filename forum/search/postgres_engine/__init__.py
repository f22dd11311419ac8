"""PostgreSQL's full text, in the application's database, of our own terms. See docs/decisions for why."""

from forum.search.postgres_engine.engine import PostgresEngine

__all__ = ["PostgresEngine"]
