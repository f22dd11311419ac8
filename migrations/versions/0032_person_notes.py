"""The team's notes about people.

Revision: 0032, after 0031.
"""

import sqlalchemy as sa
from alembic import op

revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'person_notes',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('author_id', sa.Integer(), nullable=False),
        sa.Column('text', sa.String(length=4000), nullable=False),
        sa.Column('created', sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ['person_id'], ['users.id'], name=op.f('fk_person_notes_person_id'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(['author_id'], ['users.id'], name=op.f('fk_person_notes_author_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_person_notes')),
    )
    op.create_index('ix_person_notes_person_id', 'person_notes', ['person_id', 'id'])
    op.create_index(op.f('ix_person_notes_author_id'), 'person_notes', ['author_id'])


def downgrade() -> None:
    op.drop_table('person_notes')
