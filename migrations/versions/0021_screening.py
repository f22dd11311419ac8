"""What is asked of a text before it is published: settings, watched words, and which texts say the same.

Revision: 0021, after 0020.
"""

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None

APPROVAL = "approval IN ('nobody', 'new', 'all')"
ACTION = "action IN ('block', 'approve', 'flag', 'replace')"


def upgrade() -> None:
    op.create_table(
        'screening_settings',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('version', sa.String(32), nullable=False),
        sa.Column('approval', sa.String(10), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in (
            'new_until', 'new_links', 'flood_posts', 'flood_minutes', 'copies', 'copies_hours',
        )),
        sa.CheckConstraint(APPROVAL, name=op.f('ck_screening_settings_approval')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_screening_settings')),
    )
    op.create_table(
        'screening_groups',
        sa.Column('group_id', sa.Integer(), nullable=False),
        sa.Column('approval', sa.String(10)),
        sa.Column('new_links', sa.Integer()),
        sa.CheckConstraint(APPROVAL, name=op.f('ck_screening_groups_approval')),
        sa.ForeignKeyConstraint(
            ['group_id'], ['groups.id'], name=op.f('fk_screening_groups_group_id'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('group_id', name=op.f('pk_screening_groups')),
    )
    op.create_table(
        'watched_patterns',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('pattern', sa.String(200), nullable=False),
        sa.Column('action', sa.String(10), nullable=False),
        sa.Column('replacement', sa.String(200), nullable=False),
        sa.Column('note', sa.String(300), nullable=False),
        sa.Column('creator_id', sa.Integer()),
        sa.Column('created', sa.DateTime(), nullable=False),
        sa.CheckConstraint(ACTION, name=op.f('ck_watched_patterns_action')),
        sa.ForeignKeyConstraint(['creator_id'], ['users.id'], name=op.f('fk_watched_patterns_creator_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_watched_patterns')),
        sa.UniqueConstraint('pattern', name=op.f('uq_watched_patterns_pattern')),
    )
    op.create_index(op.f('ix_watched_patterns_creator_id'), 'watched_patterns', ['creator_id'])
    op.add_column('submissions', sa.Column('text_key', sa.String(32)))
    op.create_index('ix_submissions_text_key', 'submissions', ['text_key', 'created'])


def downgrade() -> None:
    op.drop_index('ix_submissions_text_key', 'submissions')
    with op.batch_alter_table('submissions') as submissions:
        submissions.drop_column('text_key')
    op.drop_table('watched_patterns')
    op.drop_table('screening_groups')
    op.drop_table('screening_settings')
