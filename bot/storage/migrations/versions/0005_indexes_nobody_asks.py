"""Drop two indexes that every message kept and no query asked. No row changes.

The outbox is read whole when it is swept: what is in it is what waits.

Revision ID: 0005
Revises: 0004
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

UNASKED = (("contacts", "sending_until"), ("outbox", "not_before"))


def upgrade() -> None:
    for table, column in UNASKED:
        op.drop_index(f"ix_{table}_{column}", table_name=table)


def downgrade() -> None:
    for table, column in UNASKED:
        op.create_index(f"ix_{table}_{column}", table, [column], unique=False)
