"""When her advocate last saw something done on a phone, by which its link sleeps.

It was counted from whatever was last heard on the phone, a complaint included, and its not sleeping
told of that. Where phones are linked it begins with the day of this upgrade: no row says more.

Revision ID: 0006
Revises: 0005
"""

import time

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

FAILING = sa.text("failed_days > 0")


def upgrade() -> None:
    op.add_column("contacts", sa.Column("thread_at", sa.BigInteger(), nullable=True))
    phones = sa.table(
        "contacts",
        sa.column("thread_at", sa.BigInteger()),
        sa.column("survivor_id", sa.LargeBinary()),
    )
    linked = sa.update(phones).where(phones.c.survivor_id.is_not(None))
    op.execute(linked.values(thread_at=int(time.time() * 1000)))
    op.create_index(
        "ix_contacts_failing",
        "contacts",
        ["thread_at"],
        unique=False,
        sqlite_where=FAILING,
        postgresql_where=FAILING,
    )


def downgrade() -> None:
    op.drop_index("ix_contacts_failing", table_name="contacts")
    op.drop_column("contacts", "thread_at")
