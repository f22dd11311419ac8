"""What a person opened, of one kind and newest first, is found without reading what others did

Revision: 0003, after 0002.
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_threads_author_id", "threads")
    op.create_index("ix_threads_author_id", "threads", ["author_id", "kind", "state", "created", "id"])


def downgrade() -> None:
    op.drop_index("ix_threads_author_id", "threads")
    op.create_index("ix_threads_author_id", "threads", ["author_id", "created"])
