"""Which decisions end the case that they were taken in: not what only takes a post from sight meanwhile.

Revision: 0037, after 0035.
"""

import sqlalchemy as sa
from alembic import op

revision = '0037'
down_revision = '0035'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        'decisions',
        sa.Column('settles', sa.Boolean(), nullable=False, server_default=sa.text('true')),
    )


def downgrade() -> None:
    op.drop_column('decisions', 'settles')
