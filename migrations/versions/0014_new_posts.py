"""Posts that saved searches have yet to look at.

Revision: 0014, after 0013.
"""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

WAITING = sa.text('turn IS NULL')


def upgrade() -> None:
    op.create_table(
        'new_posts',
        sa.Column('post_id', sa.Integer(), nullable=False),
        sa.Column('turn', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ['post_id'], ['posts.id'], name=op.f('fk_new_posts_post_id'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('post_id', name=op.f('pk_new_posts')),
    )
    op.create_index(op.f('ix_new_posts_turn'), 'new_posts', ['turn'])
    op.create_index(
        'ix_new_posts_waiting', 'new_posts', ['post_id'], sqlite_where=WAITING, postgresql_where=WAITING
    )


def downgrade() -> None:
    op.drop_table('new_posts')
