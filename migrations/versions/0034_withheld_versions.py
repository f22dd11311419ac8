"""Versions of a text that moderators took out of sight.

Revision: 0034, after 0033.
"""

import sqlalchemy as sa
from alembic import op

revision = '0034'
down_revision = '0033'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        'post_revisions',
        sa.Column('withheld', sa.Boolean(), nullable=False, server_default=sa.text('false')),
    )


def downgrade() -> None:
    op.drop_column('post_revisions', 'withheld')
