"""Notices of illegal content from people with an account or without, and their appeals.

Revision: 0029, after 0028. Going back drops the notices, and the appeals of whoever sent one.
"""

import sqlalchemy as sa
from alembic import op

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None

NAMED = sa.text('forgotten IS NULL')


def upgrade() -> None:
    op.create_table(
        'notices',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('year', sa.Integer(), nullable=False),
        sa.Column('serial', sa.Integer(), nullable=False),
        sa.Column('case_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=True),
        sa.Column('digest', sa.String(length=64), nullable=False),
        sa.Column('salt', sa.String(length=32), nullable=False),
        sa.Column('address', sa.String(length=500), nullable=False),
        sa.Column('in_sight', sa.Boolean(), nullable=False),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('name', sa.String(length=80), nullable=False),
        sa.Column('mail', sa.String(length=254), nullable=False),
        sa.Column('language', sa.String(length=5), nullable=False),
        sa.Column('created', sa.DateTime(), nullable=False),
        sa.Column('forgotten', sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_notices_case_id')),
        sa.ForeignKeyConstraint(['person_id'], ['users.id'], name=op.f('fk_notices_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_notices')),
        sa.UniqueConstraint('digest', name=op.f('uq_notices_digest')),
        sa.UniqueConstraint('year', 'serial', name=op.f('uq_notices_year_serial')),
    )
    op.create_index('ix_notices_case_id', 'notices', ['case_id'])
    op.create_index('ix_notices_person_id', 'notices', ['person_id'])
    op.create_index(
        'ix_notices_named', 'notices', ['case_id'], sqlite_where=NAMED, postgresql_where=NAMED
    )
    with op.batch_alter_table('appeals') as appeals:
        appeals.add_column(sa.Column('notice_id', sa.Integer(), nullable=True))
        appeals.create_foreign_key('fk_appeals_notice_id', 'notices', ['notice_id'], ['id'])
        appeals.create_unique_constraint('uq_appeals_decision_id_notice_id', ['decision_id', 'notice_id'])
        appeals.create_check_constraint('who', 'appellant_id IS NULL OR notice_id IS NULL')
    op.create_index('ix_appeals_notice_id', 'appeals', ['notice_id'])


def downgrade() -> None:
    op.execute('DELETE FROM appeals WHERE notice_id IS NOT NULL')
    op.drop_index('ix_appeals_notice_id', 'appeals')
    with op.batch_alter_table('appeals') as appeals:
        appeals.drop_constraint(op.f('ck_appeals_who'), type_='check')
        appeals.drop_constraint(op.f('uq_appeals_decision_id_notice_id'), type_='unique')
        appeals.drop_constraint(op.f('fk_appeals_notice_id'), type_='foreignkey')
        appeals.drop_column('notice_id')
    op.drop_table('notices')
