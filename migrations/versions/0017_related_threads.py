"""Threads that are about the same as another, and when to look for them.

Revision: 0017, after 0016. Those that are there are looked at as the worker has time.
"""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None

LONG_AGO = datetime(2000, 1, 1)


def thread_key(table: str, name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], ['threads.id'], name=op.f(f'fk_{table}_{name}'), ondelete='CASCADE')


def upgrade() -> None:
    op.create_table(
        'related_threads',
        sa.Column('thread_id', sa.Integer(), nullable=False),
        sa.Column('place', sa.Integer(), nullable=False),
        sa.Column('other_id', sa.Integer(), nullable=False),
        thread_key('related_threads', 'thread_id'),
        thread_key('related_threads', 'other_id'),
        sa.PrimaryKeyConstraint('thread_id', 'place', name=op.f('pk_related_threads')),
    )
    op.create_index(op.f('ix_related_threads_other_id'), 'related_threads', ['other_id'])
    looks = op.create_table(
        'related_looks',
        sa.Column('thread_id', sa.Integer(), nullable=False),
        sa.Column('due', sa.DateTime(), nullable=False),
        sa.Column('changed', sa.Boolean(), nullable=False),
        thread_key('related_looks', 'thread_id'),
        sa.PrimaryKeyConstraint('thread_id', name=op.f('pk_related_looks')),
    )
    op.create_index(op.f('ix_related_looks_due'), 'related_looks', ['due'])
    threads = sa.table('threads', sa.column('id', sa.Integer()))
    first = sa.select(threads.c.id, sa.literal(LONG_AGO, sa.DateTime()), sa.false())
    op.execute(looks.insert().from_select(['thread_id', 'due', 'changed'], first))


def downgrade() -> None:
    op.drop_table('related_looks')
    op.drop_table('related_threads')
