"""The versions of the duty pages that administrators write, and what the operator fills their blanks with.

Revision: 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'duty_versions',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('page', sa.String(length=20), nullable=False),
        sa.Column('language', sa.String(length=5), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('body', sa.Text(), nullable=True),
        sa.Column('editor_id', sa.Integer(), nullable=True),
        sa.Column('created', sa.DateTime(), nullable=False),
        sa.Column('reason', sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(['editor_id'], ['users.id'], name='fk_duty_versions_editor_id'),
        sa.PrimaryKeyConstraint('id', name='pk_duty_versions'),
        sa.UniqueConstraint('page', 'language', 'number', name='uq_duty_versions_page_language_number'),
    )
    op.create_table(
        'blank_values',
        sa.Column('name', sa.String(length=40), nullable=False),
        sa.Column('value', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('name', name='pk_blank_values'),
    )


def downgrade() -> None:
    op.drop_table('blank_values')
    op.drop_table('duty_versions')
