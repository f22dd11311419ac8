"""Sort keys are compared by their bytes on PostgreSQL too, whatever its locale.

Revision: 0009, after 0008.
"""

from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

SORT_KEYS = {'users': 160, 'groups': 160, 'tags': 120}


def collate(collation: str) -> None:
    """SQLite compares by bytes already, and has no other way."""
    if op.get_bind().dialect.name == 'postgresql':
        for table, length in SORT_KEYS.items():
            op.execute(
                f'ALTER TABLE {table} ALTER COLUMN sort_key TYPE VARCHAR({length}) COLLATE "{collation}"'
            )


def upgrade() -> None:
    collate('C')


def downgrade() -> None:
    collate('default')
