"""Indexes of the few entries that wait for somebody, for My day. No row changes.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

UNREAD = sa.text("kind = 'words' AND read_at IS NULL")
UNOPENED = sa.text("kind = 'reply' AND delivery <> 'opened'")


def upgrade() -> None:
    for name, where in (("unread", UNREAD), ("unopened", UNOPENED)):
        op.create_index(
            f"ix_entries_{name}",
            "entries",
            ["object_id", "created_at"],
            unique=False,
            sqlite_where=where,
            postgresql_where=where,
        )


def downgrade() -> None:
    for name in ("unread", "unopened"):
        op.drop_index(f"ix_entries_{name}", table_name="entries")
