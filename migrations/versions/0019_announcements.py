"""What is written to all people, and which mails wait for those that somebody is waiting for.

Revision: 0019, after 0018.
"""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

WAITING = sa.text('sent IS NULL')


def upgrade() -> None:
    op.create_table(
        'announcements',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=30), nullable=False),
        sa.Column('template', sa.String(length=60), nullable=False),
        sa.Column('subjects', sa.JSON(), nullable=False),
        sa.Column('fields', sa.JSON(), nullable=False),
        sa.Column('link', sa.String(length=500), nullable=False, server_default=''),
        sa.Column('created', sa.DateTime(), nullable=False),
        sa.Column('last', sa.Integer(), nullable=False),
        sa.Column('reached', sa.Integer(), nullable=False),
        sa.Column('done', sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_announcements')),
    )
    op.add_column('mails', sa.Column('bulk', sa.Boolean(), nullable=False, server_default=sa.false()))
    wait_by('bulk', 'next_try')


def downgrade() -> None:
    wait_by('next_try')
    op.drop_column('mails', 'bulk')
    op.drop_table('announcements')


def wait_by(*columns: str) -> None:
    """Order the mails that wait."""
    op.drop_index('ix_mails_waiting', 'mails')
    op.create_index(
        'ix_mails_waiting', 'mails', list(columns), sqlite_where=WAITING, postgresql_where=WAITING
    )
