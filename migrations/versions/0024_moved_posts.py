"""Posts that went from one thread to another, and what stays in their former places.

Revision: 0024, after 0023. Going back keeps the posts where they are: the numbers that they left are missing.
"""

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def key(table: str, column: str, to: str, **more: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f'{to}.id'], name=op.f(f'fk_{table}_{column}'), **more)


def upgrade() -> None:
    op.add_column('threads', sa.Column('divider_count', sa.Integer(), nullable=False, server_default='0'))
    op.create_table(
        'transfers',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=10), nullable=False),
        sa.Column('source_id', sa.Integer(), nullable=False),
        sa.Column('target_id', sa.Integer(), nullable=False),
        sa.Column('first', sa.Integer(), nullable=False),
        sa.Column('last', sa.Integer(), nullable=False),
        sa.Column('emptied', sa.Boolean(), nullable=False),
        sa.Column('linked_id', sa.Integer(), nullable=True),
        sa.Column('at', sa.DateTime(), nullable=False),
        sa.Column('undone', sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('split', 'merge', 'move', 'back')", name=op.f('ck_transfers_kind')
        ),
        key('transfers', 'source_id', 'threads'),
        key('transfers', 'target_id', 'threads'),
        key('transfers', 'linked_id', 'threads'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_transfers')),
    )
    op.create_index('ix_transfers_source_id', 'transfers', ['source_id', 'id'])
    op.create_index('ix_transfers_target_id', 'transfers', ['target_id', 'first'])
    op.create_table(
        'moved_posts',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('transfer_id', sa.Integer(), nullable=False),
        sa.Column('thread_id', sa.Integer(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=True),
        sa.Column('post_id', sa.Integer(), nullable=False),
        sa.Column('reply_to', sa.Integer(), nullable=True),
        key('moved_posts', 'transfer_id', 'transfers'),
        key('moved_posts', 'thread_id', 'threads'),
        key('moved_posts', 'post_id', 'posts', ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_moved_posts')),
        sa.UniqueConstraint('thread_id', 'number', name=op.f('uq_moved_posts_thread_id_number')),
    )
    op.create_index(op.f('ix_moved_posts_transfer_id'), 'moved_posts', ['transfer_id'])
    op.create_index(op.f('ix_moved_posts_post_id'), 'moved_posts', ['post_id'])


def downgrade() -> None:
    op.drop_table('moved_posts')
    op.drop_table('transfers')
    op.drop_column('threads', 'divider_count')
