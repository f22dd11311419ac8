"""What moderation shows is found without reading all that years left: indexes, and whom a case concerns.

Revision: 0043, after 0042.
"""

import sqlalchemy as sa
from alembic import op

revision = '0043'
down_revision = '0042'
branch_labels = None
depends_on = None

# In one line, as SQLite takes a column with its key; Alembic would copy the table.
COLUMN = 'ALTER TABLE cases ADD COLUMN about_id INTEGER CONSTRAINT fk_cases_about_id REFERENCES users (id)'
ABOUT = """
    UPDATE cases SET about_id = coalesce(
        person_id, (SELECT posts.author_id FROM posts WHERE posts.id = cases.post_id)
    )
"""
WHOLE_THREAD = sa.text('post_id IS NULL')


def upgrade() -> None:
    op.execute(COLUMN)
    op.execute(ABOUT)
    op.create_index(op.f('ix_cases_about_id'), 'cases', ['about_id', 'id'])
    op.drop_index(op.f('ix_flags_user_id'), table_name='flags')
    op.create_index(op.f('ix_flags_user_id'), 'flags', ['user_id', 'id'])
    op.create_index(op.f('ix_decisions_person_act'), 'decisions', ['person_id', 'act', 'id'])
    op.create_index(
        op.f('ix_decisions_whole_thread'),
        'decisions',
        ['thread_id', 'id'],
        sqlite_where=WHOLE_THREAD,
        postgresql_where=WHOLE_THREAD,
    )


def downgrade() -> None:
    op.drop_index(op.f('ix_decisions_whole_thread'), table_name='decisions')
    op.drop_index(op.f('ix_decisions_person_act'), table_name='decisions')
    op.drop_index(op.f('ix_flags_user_id'), table_name='flags')
    op.create_index(op.f('ix_flags_user_id'), 'flags', ['user_id'])
    op.drop_index(op.f('ix_cases_about_id'), table_name='cases')
    op.drop_column('cases', 'about_id')
