"""The audit log by act and by person.

Revision: 0031, after 0030.
"""

from alembic import op

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f('ix_audit_rows_act'), 'audit_rows', ['act', 'id'])
    op.create_index(op.f('ix_audit_rows_actor_id'), 'audit_rows', ['actor_id', 'id'])


def downgrade() -> None:
    op.drop_index(op.f('ix_audit_rows_actor_id'), table_name='audit_rows')
    op.drop_index(op.f('ix_audit_rows_act'), table_name='audit_rows')
