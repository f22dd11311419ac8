"""Who wants the weekly summary of moderation, and which week they were told of.

Revision: 0033, after 0032.
"""

import sqlalchemy as sa
from alembic import op

revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'weekly_summaries',
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('wanted', sa.Boolean(), nullable=False, server_default=sa.text('true')),
        sa.Column('week', sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ['user_id'], ['users.id'], name=op.f('fk_weekly_summaries_user_id'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('user_id', name=op.f('pk_weekly_summaries')),
    )


def downgrade() -> None:
    op.drop_table('weekly_summaries')
