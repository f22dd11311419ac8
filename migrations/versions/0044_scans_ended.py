"""What people read of a thread whose posts move is found without reading what everybody read of every one.

So are the posts of a group or of some days, where nothing else is sought.

Revision: 0044, after 0043.
"""

from alembic import op

revision = '0044'
down_revision = '0043'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f('ix_reading_positions_thread_id'), 'reading_positions', ['thread_id'])
    op.create_index(op.f('ix_search_documents_group_id'), 'search_documents', ['group_id'])
    op.create_index(op.f('ix_search_documents_day'), 'search_documents', ['day'])


def downgrade() -> None:
    op.drop_index(op.f('ix_search_documents_day'), table_name='search_documents')
    op.drop_index(op.f('ix_search_documents_group_id'), table_name='search_documents')
    op.drop_index(op.f('ix_reading_positions_thread_id'), table_name='reading_positions')
