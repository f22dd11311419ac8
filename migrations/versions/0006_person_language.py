"""The language that a person chose to read in; none means as their browser asks.

Revision: 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('users') as users:
        users.add_column(sa.Column('language', sa.String(length=5), nullable=True))


def downgrade() -> None:
    op.drop_column('users', 'language')  # SQLite drops no table that rows refer to
