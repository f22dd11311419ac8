"""News for people: notifications, the searches that they follow, and when a mail tells of them.

Revision: 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

UNREAD = sa.text('read IS NULL')
MAIL = "mail IN ('none', 'at_once', 'daily')"


def upgrade() -> None:
    op.add_column(
        'users', sa.Column('news_mail', sa.String(length=10), nullable=False, server_default='daily')
    )
    op.add_column(
        'mails', sa.Column('unsubscribe', sa.String(length=500), nullable=False, server_default='')
    )
    make_searches()
    make_notifications()
    op.create_table(
        'found_posts',
        sa.Column('notification_id', sa.Integer(), nullable=False),
        sa.Column('post_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ['notification_id'],
            ['notifications.id'],
            name=op.f('fk_found_posts_notification_id'),
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['post_id'], ['posts.id'], name=op.f('fk_found_posts_post_id'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('notification_id', 'post_id', name=op.f('pk_found_posts')),
    )
    op.create_index(op.f('ix_found_posts_post_id'), 'found_posts', ['post_id'])


def make_searches() -> None:
    """A person follows a search under a name."""
    op.create_table(
        'saved_searches',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=120), nullable=False),
        sa.Column('query', sa.Text(), nullable=False),
        sa.Column('digest', sa.String(length=64), nullable=False),
        sa.Column('created', sa.DateTime(), nullable=False),
        sa.Column('turn', sa.Integer(), nullable=False),
        sa.Column('mail', sa.String(length=10), nullable=False),
        sa.CheckConstraint(MAIL, name=op.f('ck_saved_searches_mail')),
        sa.ForeignKeyConstraint(
            ['user_id'], ['users.id'], name=op.f('fk_saved_searches_user_id'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_searches')),
        sa.UniqueConstraint('user_id', 'digest', name=op.f('uq_saved_searches_user_id_digest')),
    )
    op.create_index('ix_saved_searches_turn', 'saved_searches', ['turn', 'user_id', 'id'])


def make_notifications() -> None:
    """A person is told of something, once while it is unread."""
    op.create_table(
        'notifications',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=10), nullable=False),
        sa.Column('thread_id', sa.Integer(), nullable=True),
        sa.Column('search_id', sa.Integer(), nullable=True),
        sa.Column('first', sa.Integer(), nullable=False),
        sa.Column('last', sa.Integer(), nullable=False),
        sa.Column('created', sa.DateTime(), nullable=False),
        sa.Column('at', sa.DateTime(), nullable=False),
        sa.Column('read', sa.DateTime(), nullable=True),
        sa.Column('to_mail', sa.Boolean(), nullable=False),
        sa.Column('mailed', sa.DateTime(), nullable=True),
        sa.CheckConstraint("kind IN ('thread', 'answer', 'search')", name=op.f('ck_notifications_kind')),
        sa.CheckConstraint("(thread_id IS NULL) = (kind = 'search')", name=op.f('ck_notifications_thread')),
        sa.CheckConstraint(
            "(search_id IS NOT NULL) = (kind = 'search')", name=op.f('ck_notifications_search')
        ),
        sa.ForeignKeyConstraint(
            ['user_id'], ['users.id'], name=op.f('fk_notifications_user_id'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['thread_id'], ['threads.id'], name=op.f('fk_notifications_thread_id'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['search_id'], ['saved_searches.id'], name=op.f('fk_notifications_search_id'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_notifications')),
    )
    for name, columns in {'thread': ['user_id', 'thread_id'], 'search': ['search_id']}.items():
        op.create_index(
            f'uq_notifications_unread_{name}',
            'notifications',
            columns,
            unique=True,
            sqlite_where=UNREAD,
            postgresql_where=UNREAD,
        )
    op.create_index('ix_notifications_user_id', 'notifications', ['user_id', 'at', 'id'])
    op.create_index('ix_notifications_search_id', 'notifications', ['search_id'])
    op.create_index('ix_notifications_read', 'notifications', ['read'])
    op.create_index(
        'ix_notifications_to_mail',
        'notifications',
        ['user_id'],
        sqlite_where=sa.text('to_mail = 1'),
        postgresql_where=sa.text('to_mail'),
    )


def downgrade() -> None:
    for table in ('found_posts', 'notifications', 'saved_searches'):
        op.drop_table(table)
    op.drop_column('mails', 'unsubscribe')
    op.drop_column('users', 'news_mail')
