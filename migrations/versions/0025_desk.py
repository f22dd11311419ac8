"""The queue of open cases comes in its order from an index, newest or heaviest first.

Revision: 0025, after 0024.
"""

import sqlalchemy as sa
from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('new', 'in_hand')")
INDEXES = {'ix_cases_open': ['opened', 'id'], 'ix_cases_open_weight': ['weight', 'id']}


def upgrade() -> None:
    for name, columns in INDEXES.items():
        op.create_index(name, 'cases', columns, sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, 'cases')
