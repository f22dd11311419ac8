"""Of every table it is known what guests' pages show of it."""

from forum.extensions import db
from forum.lib.pages.revisions import declared
from forum.search.postgres_engine.table import NEXT


def test_every_table_is_declared(plain_app):
    assert declared() == {*db.metadata.tables, *NEXT.metadata.tables}
