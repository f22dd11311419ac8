"""Reasons that the team gives often.

Revision: 0028, after 0027.
"""

import sqlalchemy as sa
from alembic import op

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'saved_replies',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=80), nullable=False),
        sa.Column('text', sa.String(length=2000), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_replies')),
        sa.UniqueConstraint('name', name=op.f('uq_saved_replies_name')),
    )


def downgrade() -> None:
    op.drop_table('saved_replies')
