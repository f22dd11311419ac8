"""Who moderates is found without reading everybody.

Revision: 0030, after 0029.
"""

import sqlalchemy as sa
from alembic import op

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None

TEAM = sa.text("role != 'member'")


def upgrade() -> None:
    op.create_index('ix_users_team', 'users', ['id'], sqlite_where=TEAM, postgresql_where=TEAM)
    op.create_index(
        'ix_group_members_moderator',
        'group_members',
        ['group_id', 'user_id'],
        sqlite_where=sa.text('moderator = 1'),
        postgresql_where=sa.text('moderator'),
    )


def downgrade() -> None:
    op.drop_index('ix_group_members_moderator', 'group_members')
    op.drop_index('ix_users_team', 'users')
