"""Search knows which posts were picked; and which posts an older renderer made is told without reading all.

Revision: 0039, after 0038.
"""

import sqlalchemy as sa
from alembic import op

revision = '0039'
down_revision = '0038'
branch_labels = None
depends_on = None

DOCUMENTS = "search_documents"
BUILDING = (f"{DOCUMENTS}_next", f"{DOCUMENTS}_missed")
RENDERED = "ix_posts_render_version"


def upgrade() -> None:
    drop_unfinished()
    op.add_column(DOCUMENTS, sa.Column("picked", sa.Boolean(), server_default=sa.false(), nullable=False))
    posts = sa.table("posts", sa.column("picked", sa.Boolean), sa.column("indexed_revision", sa.Integer))
    behind = sa.case((posts.c.indexed_revision > 0, -1), else_=posts.c.indexed_revision - 1)
    op.execute(posts.update().where(posts.c.picked).values(indexed_revision=behind))
    op.create_index(op.f(RENDERED), "posts", ["render_version"])


def downgrade() -> None:
    drop_unfinished()
    op.drop_index(op.f(RENDERED), "posts")
    op.drop_column(DOCUMENTS, "picked")


def drop_unfinished() -> None:
    """Drop an index that was being built, of the other shape."""
    for name in BUILDING:
        op.execute(sa.DDL(f"DROP TABLE IF EXISTS {name}"))
