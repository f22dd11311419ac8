"""What is written to people officially is kept, and the bell tells of it.

Revision: 0018, after 0017.
"""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None

BEFORE = {
    'kind': "kind IN ('thread', 'answer', 'search')",
    'thread': "(thread_id IS NULL) = (kind = 'search')",
    'search': "(search_id IS NOT NULL) = (kind = 'search')",
}
AFTER = {
    'kind': "kind IN ('thread', 'answer', 'search', 'communication')",
    'thread': "(thread_id IS NOT NULL) = (kind IN ('thread', 'answer'))",
    'search': "(search_id IS NOT NULL) = (kind = 'search')",
    'communication': "(communication_id IS NOT NULL) = (kind = 'communication')",
}


def upgrade() -> None:
    op.create_table(
        'communications',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=30), nullable=False),
        sa.Column('language', sa.String(length=5), nullable=False),
        sa.Column('subject', sa.String(length=300), nullable=False),
        sa.Column('body', sa.Text(), nullable=False),
        sa.Column('link', sa.String(length=500), nullable=False, server_default=''),
        sa.Column('created', sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ['user_id'], ['users.id'], name=op.f('fk_communications_user_id'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_communications')),
    )
    op.create_index('ix_communications_user_id', 'communications', ['user_id', 'created', 'id'])
    rebuild(BEFORE, AFTER, 20, add_communication)
    op.create_index(
        'uq_notifications_communication_id', 'notifications', ['communication_id'], unique=True
    )


def downgrade() -> None:
    op.execute("DELETE FROM notifications WHERE kind = 'communication'")
    op.drop_index('uq_notifications_communication_id', 'notifications')
    rebuild(AFTER, BEFORE, 10, drop_communication)
    op.drop_table('communications')


def add_communication(table: BatchOperations) -> None:
    table.add_column(sa.Column('communication_id', sa.Integer(), nullable=True))
    table.create_foreign_key(
        op.f('fk_notifications_communication_id'),
        'communications',
        ['communication_id'],
        ['id'],
        ondelete='CASCADE',
    )


def drop_communication(table: BatchOperations) -> None:
    table.drop_constraint(op.f('fk_notifications_communication_id'), type_='foreignkey')
    table.drop_column('communication_id')


def rebuild(
    before: dict[str, str], after: dict[str, str], width: int, change: Callable[[BatchOperations], None]
) -> None:
    """Change the table and the conditions on it; SQLite makes it anew, and what hangs on it is kept."""
    anew = op.get_bind().dialect.name == 'sqlite'
    if anew:  # dropping the old table deletes the rows that refer to it
        op.execute('CREATE TEMPORARY TABLE kept AS SELECT * FROM found_posts')
    with op.batch_alter_table('notifications') as table:
        for name in before:
            table.drop_constraint(op.f(f'ck_notifications_{name}'), type_='check')
        change(table)
        table.alter_column('kind', type_=sa.String(length=width), existing_nullable=False)
        for name, condition in after.items():
            table.create_check_constraint(op.f(f'ck_notifications_{name}'), condition)
    if anew:
        op.execute('INSERT INTO found_posts SELECT * FROM kept')
        op.execute('DROP TABLE kept')
