"""The index of PostgreSQL's full text. On SQLite the table is there too and stays empty: one set of tables.

Revision: 0015, after 0014.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

TABLE = "search_documents"
GIN = {"postgresql_using": "gin", "postgresql_with": {"fastupdate": "off"}}
OPENING = sa.text("opening")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("post_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("format", sa.SmallInteger(), nullable=False),
        sa.Column("opening", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("author", sa.String(length=140), nullable=False),
        sa.Column("tags", sa.Text().with_variant(postgresql.ARRAY(sa.Text()), "postgresql"), nullable=False),
        sa.Column("vector", sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_search_documents")),
        postgresql_with={"toast_tuple_target": 128},
    )
    op.create_index(op.f("ix_search_documents_thread_id"), TABLE, ["thread_id"])
    op.create_index(op.f("ix_search_documents_author"), TABLE, ["author"])
    op.create_index(op.f("ix_search_documents_tags"), TABLE, ["tags"], **GIN)
    op.create_index(op.f("ix_search_documents_vector"), TABLE, ["vector"], **GIN)
    op.create_index(
        op.f("ix_search_documents_openings"),
        TABLE,
        ["vector"],
        postgresql_where=OPENING,
        sqlite_where=OPENING,
        **GIN,
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {TABLE} ALTER COLUMN vector SET STORAGE EXTERNAL")


def downgrade() -> None:
    op.drop_table(TABLE)
