"""Lists find their rows in order: the newest of the site, of a group, and what is pinned.

Revision: 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_threads_newest", "threads", ["state", "created", "id"])
    op.create_index("ix_threads_group_newest", "threads", ["group_id", "state", "created", "id"])
    pinned(["last_activity", "id"], "pinned = 1")


def downgrade() -> None:
    pinned(["pinned"], "pinned")
    op.drop_index("ix_threads_group_newest", "threads")
    op.drop_index("ix_threads_newest", "threads")


def pinned(columns: list[str], on_sqlite: str) -> None:
    """Make the index of pinned threads anew."""
    op.drop_index("ix_threads_pinned", "threads")
    op.create_index(
        "ix_threads_pinned",
        "threads",
        columns,
        sqlite_where=sa.text(on_sqlite),
        postgresql_where=sa.text("pinned"),
    )
