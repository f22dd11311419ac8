"""What tests ask of an index that no searcher does: which file or table serves."""

from sqlalchemy import inspect, text

from forum.extensions import db
from forum.search.engine import Engine
from forum.search.postgres_engine import PostgresEngine
from forum.search.whoosh_engine import WhooshEngine


def another(index: Engine) -> Engine:
    """The index as another process opens it."""
    return WhooshEngine(index.folder) if isinstance(index, WhooshEngine) else PostgresEngine()


def serving(index: Engine) -> object:
    """What tells the index that serves from one that is built anew."""
    if isinstance(index, WhooshEngine):
        return index.current()
    return db.session.scalar(text("SELECT 'search_documents'::regclass::oid"))


def indexes_there(index: Engine) -> list[object]:
    """All that is there of indexes: the one that serves, and remains of others."""
    if isinstance(index, WhooshEngine):
        return list(index.folder.glob("index-*"))
    tables = [
        name for name in inspect(db.session.connection()).get_table_names() if "search_documents" in name
    ]
    oids = text("SELECT oid FROM pg_class WHERE relname = ANY(:names) AND pg_table_is_visible(oid)")
    return list(db.session.scalars(oids, {"names": tables}))
