"""Where the flags of a case went, and pictures that only withheld versions of a text show.

Revision: 0038, after 0037.
"""

import sqlalchemy as sa
from alembic import op

revision = '0038'
down_revision = '0037'
branch_labels = None
depends_on = None

SHOWN = """
    EXISTS (
        SELECT 1 FROM posts
        WHERE posts.id = post_files.post_id AND posts.body_html LIKE '%/files/' || {name} || '%'
    ) OR EXISTS (
        SELECT 1 FROM post_revisions
        WHERE post_revisions.post_id = post_files.post_id AND NOT post_revisions.withheld
        AND post_revisions.body_html LIKE '%/files/' || {name} || '%'
    )
""".format(name='(SELECT files.name FROM files WHERE files.id = post_files.file_id)')
HAS_WITHHELD = 'SELECT post_revisions.post_id FROM post_revisions WHERE post_revisions.withheld'


def upgrade() -> None:
    op.create_table(
        'moved_cases',
        sa.Column('case_id', sa.Integer(), nullable=False),
        sa.Column('into_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_moved_cases_case_id')),
        sa.ForeignKeyConstraint(['into_id'], ['cases.id'], name=op.f('fk_moved_cases_into_id')),
        sa.PrimaryKeyConstraint('case_id', name=op.f('pk_moved_cases')),
    )
    op.create_index('ix_moved_cases_into_id', 'moved_cases', ['into_id'])
    op.add_column(
        'post_files', sa.Column('withheld', sa.Boolean(), nullable=False, server_default=sa.text('false'))
    )
    op.execute(
        f'UPDATE post_files SET withheld = true WHERE post_id IN ({HAS_WITHHELD}) AND NOT ({SHOWN})'
    )


def downgrade() -> None:
    op.drop_column('post_files', 'withheld')
    op.drop_index('ix_moved_cases_into_id', 'moved_cases')
    op.drop_table('moved_cases')
