"""Words as people write them: what the search compares with a word that nobody wrote.

Revision: 0016, after 0015. A rebuild of the index fills the table; until then new posts do.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

BY_BYTES = sa.String(40).with_variant(postgresql.VARCHAR(40, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        'search_words',
        sa.Column('written', BY_BYTES, nullable=False),
        sa.Column('word', BY_BYTES, nullable=False),
        sa.Column('posts', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('written', name=op.f('pk_search_words')),
    )
    op.create_index(op.f('ix_search_words_word'), 'search_words', ['word'])


def downgrade() -> None:
    op.drop_table('search_words')
