"""What tests ask of an index that no searcher does: which file or table serves."""

import shutil

from sqlalchemy import inspect, text

from forum.extensions import db
from forum.lib.transactions import transaction
from forum.search.engine import Engine
from forum.search.postgres_engine import PostgresEngine
from forum.search.whoosh_engine import WhooshEngine


def another(index: Engine) -> Engine:
    """The index as another process opens it."""
    return WhooshEngine(index.folder) if isinstance(index, WhooshEngine) else PostgresEngine()


def is_whoosh(index: Engine) -> bool:
    """Whether the index is files in a folder."""
    return isinstance(index, WhooshEngine)


def lost(index: Engine) -> None:
    """Take the index away, as whoever cleans up too much does."""
    if isinstance(index, WhooshEngine):
        shutil.rmtree(index.folder)
        index.mine.snapshot = None
    else:
        with transaction():
            db.session.execute(text("DROP TABLE search_documents"))


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
