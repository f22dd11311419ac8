"""Names as they are read at a glance, where registrations come from, and who may not register.

Revision: 0027, after 0026.
"""

import sqlalchemy as sa
from alembic import op

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None

# As forum/lib/alike.py had it: what is left of a username's key is Latin letters, digits, dots, dashes.
READ_AS = (
    *((mark, '') for mark in '._-·'),
    *(('ı', 'i'), ('ł', 'l'), ('ø', 'o'), ('đ', 'd'), ('ŧ', 't'), ('ħ', 'h')),
    *(('0', 'o'), ('1', 'l'), ('i', 'l'), ('rn', 'm'), ('vv', 'w')),
)


def upgrade() -> None:
    op.add_column('users', sa.Column('skeleton', sa.String(40), nullable=False, server_default=''))
    read = sa.literal_column('username_key')
    for drawn, like in READ_AS:
        read = sa.func.replace(read, drawn, like)
    users = sa.table('users', sa.column('skeleton'))
    op.execute(users.update().values(skeleton=read))
    op.create_index(op.f('ix_users_skeleton'), 'users', ['skeleton'])
    op.create_table(
        'sign_ups',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('network', sa.String(64), nullable=False),
        sa.Column('mail_host', sa.String(254), nullable=False),
        sa.Column('at', sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ['user_id'], ['users.id'], name=op.f('fk_sign_ups_user_id'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_ups')),
        sa.UniqueConstraint('user_id', name=op.f('uq_sign_ups_user_id')),
    )
    op.create_index('ix_sign_ups_network', 'sign_ups', ['network', 'at'])
    op.create_index('ix_sign_ups_mail_host', 'sign_ups', ['mail_host', 'at'])
    op.create_index('ix_sign_ups_at', 'sign_ups', ['at'])
    op.create_table(
        'bans',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(10), nullable=False),
        sa.Column('pattern', sa.String(254), nullable=False),
        sa.Column('reason', sa.String(300), nullable=False),
        sa.Column('until', sa.DateTime(), nullable=True),
        sa.Column('creator_id', sa.Integer(), nullable=True),
        sa.Column('created', sa.DateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('name', 'mail', 'network')", name=op.f('ck_bans_kind')),
        sa.ForeignKeyConstraint(['creator_id'], ['users.id'], name=op.f('fk_bans_creator_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_bans')),
        sa.UniqueConstraint('kind', 'pattern', name=op.f('uq_bans_kind_pattern')),
    )
    op.create_index(op.f('ix_bans_creator_id'), 'bans', ['creator_id'])


def downgrade() -> None:
    op.drop_table('bans')
    op.drop_table('sign_ups')
    op.drop_index(op.f('ix_users_skeleton'), 'users')
    op.drop_column('users', 'skeleton')
