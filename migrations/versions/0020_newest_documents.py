"""The index in the order of dates: searches for what very many posts have look at the newest first.

Revision: 0020, after 0019.
"""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None

TABLE = "search_documents"
CREATED, OPENED = f"ix_{TABLE}_created", f"ix_{TABLE}_opened"
OPENING = sa.text("opening")


def upgrade() -> None:
    op.create_index(op.f(CREATED), TABLE, ["created", "post_id"])
    op.create_index(
        op.f(OPENED), TABLE, ["created", "post_id"], postgresql_where=OPENING, sqlite_where=OPENING
    )


def downgrade() -> None:
    op.drop_index(op.f(OPENED), TABLE)
    op.drop_index(op.f(CREATED), TABLE)
