"""Whom posts call with an at sign; the bell tells them.

Revision: 0022, after 0021. Posts that are there call nobody until they are edited.
"""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

BEFORE = {
    'kind': "kind IN ('thread', 'answer', 'search', 'communication')",
    'thread': "(thread_id IS NOT NULL) = (kind IN ('thread', 'answer'))",
}
AFTER = {
    'kind': "kind IN ('thread', 'answer', 'mention', 'search', 'communication')",
    'thread': "(thread_id IS NOT NULL) = (kind IN ('thread', 'answer', 'mention'))",
}


def upgrade() -> None:
    op.create_table(
        'mentions',
        sa.Column('post_id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('there', sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.ForeignKeyConstraint(
            ['post_id'], ['posts.id'], name=op.f('fk_mentions_post_id'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['user_id'], ['users.id'], name=op.f('fk_mentions_user_id'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('post_id', 'user_id', name=op.f('pk_mentions')),
    )
    op.create_index(op.f('ix_mentions_user_id'), 'mentions', ['user_id'])
    rule(AFTER)


def downgrade() -> None:
    op.execute("DELETE FROM notifications WHERE kind = 'mention'")
    rule(BEFORE)
    op.drop_table('mentions')


def rule(conditions: dict[str, str]) -> None:
    """Put other conditions on notifications; SQLite makes the table anew, and what hangs on it is kept."""
    anew = op.get_bind().dialect.name == 'sqlite'
    if anew:  # dropping the old table deletes the rows that refer to it
        op.execute('CREATE TEMPORARY TABLE kept AS SELECT * FROM found_posts')
    with op.batch_alter_table('notifications') as table:
        for name, condition in conditions.items():
            table.drop_constraint(op.f(f'ck_notifications_{name}'), type_='check')
            table.create_check_constraint(op.f(f'ck_notifications_{name}'), condition)
    if anew:
        op.execute('INSERT INTO found_posts SELECT * FROM kept')
        op.execute('DROP TABLE kept')
