"""What moderators set on threads and posts: times, where it is pinned, slow mode; picks, and posts that all edit.

Revision: 0026, after 0025.
"""

import sqlalchemy as sa
from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None

TIMES = ('closes_at', 'opens_at', 'pinned_until')
PICKED = {'sqlite_where': sa.text('picked = 1'), 'postgresql_where': sa.text('picked')}


def upgrade() -> None:
    for name in TIMES:
        there = sa.text(f'{name} IS NOT NULL')
        op.add_column('threads', sa.Column(name, sa.DateTime(), nullable=True))
        op.create_index(f'ix_threads_{name}', 'threads', [name], sqlite_where=there, postgresql_where=there)
    everywhere = sa.Column('pinned_everywhere', sa.Boolean(), nullable=False, server_default=sa.true())
    op.add_column('threads', everywhere)
    for name in ('slow_minutes', 'pick_count'):
        op.add_column('threads', sa.Column(name, sa.Integer(), nullable=False, server_default='0'))
    for name in ('picked', 'wiki'):
        op.add_column('posts', sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index('ix_posts_picked', 'posts', ['thread_id', 'number'], **PICKED)


def downgrade() -> None:
    op.drop_index('ix_posts_picked', 'posts')
    for name in ('wiki', 'picked'):
        op.drop_column('posts', name)
    for name in ('pick_count', 'slow_minutes', 'pinned_everywhere'):
        op.drop_column('threads', name)
    for name in TIMES:
        op.drop_index(f'ix_threads_{name}', 'threads')
        op.drop_column('threads', name)
