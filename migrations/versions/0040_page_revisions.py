"""What guests' pages show has revisions, so that the pages can be kept; those of threads are among them.

Revision: 0040, after 0039.
"""

import sqlalchemy as sa
from alembic import op

revision = '0040'
down_revision = '0039'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'page_revisions',
        sa.Column('name', sa.String(40), nullable=False),
        sa.Column('revision', sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint('name', name='pk_page_revisions'),
    )
    op.drop_column('threads', 'revision')


def downgrade() -> None:
    op.add_column('threads', sa.Column('revision', sa.Integer(), nullable=False, server_default='1'))
    op.drop_table('page_revisions')
