"""Pictures that people upload, who brought them, and which posts show them.

Revision: 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("mime", sa.String(length=40), nullable=False),
        sa.Column("kept", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_files"),
        sa.UniqueConstraint("name", name="uq_files_name"),
    )
    op.create_index("ix_files_kept", "files", ["kept"])
    op.create_table(
        "uploads",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name="fk_uploads_file_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_uploads_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("file_id", "user_id", name="pk_uploads"),
    )
    op.create_index("ix_uploads_user_id", "uploads", ["user_id", "created"])
    op.create_table(
        "post_files",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name="fk_post_files_file_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_post_files_post_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", "file_id", name="pk_post_files"),
    )
    op.create_index("ix_post_files_file_id", "post_files", ["file_id"])


def downgrade() -> None:
    for table in ("post_files", "uploads", "files"):
        op.drop_table(table)
