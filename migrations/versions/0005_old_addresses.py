"""Where the addresses of imported sites lead now, and which of their files are kept here.

Revision: 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TARGETS = {"thread_id": "threads", "tag_id": "tags", "user_id": "users", "file_id": "files"}
ONE_TARGET = " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" for name in TARGETS) + " = 1"


def upgrade() -> None:
    op.create_table(
        "old_sites",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("path", sa.String(length=255), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_old_sites"),
        sa.UniqueConstraint("key", name="uq_old_sites_key"),
    )
    op.create_table(
        "old_addresses",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=400), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in TARGETS),
        sa.CheckConstraint(ONE_TARGET, name=op.f("ck_old_addresses_target")),
        sa.ForeignKeyConstraint(
            ["site_id"], ["old_sites.id"], name="fk_old_addresses_site_id", ondelete="CASCADE"
        ),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=f"fk_old_addresses_{name}", ondelete="CASCADE")
            for name, table in TARGETS.items()
        ),
        sa.PrimaryKeyConstraint("site_id", "path", name="pk_old_addresses"),
    )
    for name in TARGETS:
        op.create_index(f"ix_old_addresses_{name}", "old_addresses", [name])
    op.create_table(
        "taken_files",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name="fk_taken_files_file_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("digest", name="pk_taken_files"),
    )
    op.create_index("ix_taken_files_file_id", "taken_files", ["file_id"])


def downgrade() -> None:
    for table in ("taken_files", "old_addresses", "old_sites"):
        op.drop_table(table)
