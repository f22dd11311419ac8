"""Maintenance: while there is a row, pages are read and nothing is written, until about then.

Revision: 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'maintenance',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('until', sa.DateTime(), nullable=False),
        sa.Column('message', sa.String(length=300), nullable=False),
        sa.CheckConstraint('id = 1', name=op.f('ck_maintenance_single')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_maintenance')),
    )


def downgrade() -> None:
    op.drop_table('maintenance')
