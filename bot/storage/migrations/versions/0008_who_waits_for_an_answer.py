"""Indexes of what ends a wait for an answer, for My day. No row changes.

Both are of rows that staff alone make, so a survivor's message keeps neither.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_entries_answers", "entries", "created_at", "kind = 'reply' AND author_id IS NOT NULL"),
    ("ix_audit_settled", "audit", "at", "act = 'settled'"),
)


def upgrade() -> None:
    for name, table, when, where in INDEXES:
        op.create_index(
            name,
            table,
            ["object_id", when],
            unique=False,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )


def downgrade() -> None:
    for name, table, _, _ in reversed(INDEXES):
        op.drop_index(name, table_name=table)
