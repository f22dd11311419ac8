"""A person follows threads.

Revision: 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'subscriptions',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('thread_id', sa.Integer(), nullable=True),
        sa.Column('created', sa.DateTime(), nullable=False),
        sa.CheckConstraint('thread_id IS NOT NULL', name=op.f('ck_subscriptions_target')),
        sa.ForeignKeyConstraint(
            ['user_id'], ['users.id'], name=op.f('fk_subscriptions_user_id'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['thread_id'], ['threads.id'], name=op.f('fk_subscriptions_thread_id'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_subscriptions')),
        sa.UniqueConstraint('user_id', 'thread_id', name=op.f('uq_subscriptions_user_id_thread_id')),
    )
    with op.batch_alter_table('subscriptions') as subscriptions:
        subscriptions.create_index(op.f('ix_subscriptions_thread_id'), ['thread_id', 'user_id'])


def downgrade() -> None:
    op.drop_table('subscriptions')
