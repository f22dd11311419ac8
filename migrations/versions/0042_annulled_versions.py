"""A version of a text is known to be the team's, and to have been annulled.

Revision: 0042, after 0040.
"""

import sqlalchemy as sa
from alembic import op

revision = '0042'
down_revision = '0040'
branch_labels = None
depends_on = None

# Only the team gives another's post a text, but for one that all edit.
BY_TEAM = """
    UPDATE post_revisions SET by_team = true
    WHERE editor_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM posts
        WHERE posts.id = post_revisions.post_id AND NOT posts.wiki AND posts.author_id IS NOT NULL
        AND posts.author_id <> post_revisions.editor_id
    )
"""


def upgrade() -> None:
    for name in ('by_team', 'annulled'):
        op.add_column(
            'post_revisions', sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.text('false'))
        )
    op.execute(BY_TEAM)


def downgrade() -> None:
    for name in ('annulled', 'by_team'):
        op.drop_column('post_revisions', name)
