"""A tag's threads stand in order, and its entries are counted: its page reads only what it shows.

Revision: 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

INDEX, TABLE = 'ix_thread_tags_tag_id', 'thread_tags'
OPENED = """
    UPDATE thread_tags SET opened = (SELECT created FROM threads WHERE threads.id = thread_tags.thread_id)
"""
ENTRIES = """
    UPDATE tags SET entry_count = (
        SELECT count(*) FROM thread_tags
        JOIN threads ON threads.id = thread_tags.thread_id
        LEFT JOIN "groups" ON "groups".id = threads.group_id
        WHERE thread_tags.tag_id = tags.id AND threads.kind = 'entry' AND threads.state = 'visible'
        AND (threads.group_id IS NULL OR "groups".visibility = 'open')
    )
"""


def upgrade() -> None:
    op.add_column(TABLE, sa.Column('opened', sa.DateTime(), nullable=True))
    op.execute(OPENED)
    op.drop_index(INDEX, TABLE)
    with op.batch_alter_table(TABLE) as thread_tags:
        thread_tags.alter_column('opened', existing_type=sa.DateTime(), nullable=False)
    op.create_index(INDEX, TABLE, ['tag_id', 'opened', 'thread_id'])
    # With a default there is no need to make the table anew, whose rows others refer to.
    op.add_column('tags', sa.Column('entry_count', sa.Integer(), nullable=False, server_default='0'))
    op.execute(ENTRIES)


def downgrade() -> None:
    op.drop_column('tags', 'entry_count')
    op.drop_index(INDEX, TABLE)
    op.drop_column(TABLE, 'opened')
    op.create_index(INDEX, TABLE, ['tag_id', 'thread_id'])
