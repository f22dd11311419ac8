"""What the audit log keeps a digest of has a salt, and decisions say whether they restrict anybody.

Revision: 0035, after 0034.
"""

import sqlalchemy as sa
from alembic import op

revision = '0035'
down_revision = '0034'
branch_labels = None
depends_on = None

SEALED = ('decisions', 'appeals', 'notices')
RESTRICTING = ('hide', 'remove', 'edit', 'close', 'warn', 'silence', 'suspend', 'arrange')
MOVING = ('move', 'split', 'merge', 'transfer')
SETTINGS = ('title', 'closed', 'closes_at', 'slow_minutes')


def upgrade() -> None:
    for table in SEALED:
        op.add_column(table, sa.Column('seal', sa.String(length=32), nullable=True))
    op.add_column(
        'decisions', sa.Column('restricts', sa.Boolean(), nullable=False, server_default=sa.text('true'))
    )
    say_which_restrict()


def say_which_restrict() -> None:
    """Decisions until now were all counted as if they restricted somebody."""
    decisions = sa.table(
        'decisions',
        sa.column('id', sa.Integer()),
        sa.column('act', sa.String()),
        sa.column('ground', sa.String()),
        sa.column('rule', sa.String()),
        sa.column('before', sa.JSON()),
        sa.column('restricts', sa.Boolean()),
    )
    connection = op.get_bind()
    named = decisions.c.act.in_(MOVING) & ((decisions.c.rule != '') | (decisions.c.ground == 'law'))
    others = decisions.c.act.not_in(RESTRICTING), sa.not_(named)
    connection.execute(decisions.update().where(*others).values(restricts=False))
    arranged = connection.execute(
        sa.select(decisions.c.id, decisions.c.before).where(decisions.c.act == 'arrange')
    ).all()
    for number, before in arranged:
        after = before.get('after', {})
        if not any(after.get(name) for name in SETTINGS):
            connection.execute(decisions.update().where(decisions.c.id == number).values(restricts=False))


def downgrade() -> None:
    op.drop_column('decisions', 'restricts')
    for table in reversed(SEALED):
        op.drop_column(table, 'seal')
