"""Give what was passed on before that day was kept the day of it, so that it ends like the rest.

Nothing else says that such a complaint is over: it would be kept for ever. Where the audit has
forgotten when it was, its time begins with this upgrade.

Revision ID: 0007
Revises: 0006
"""

import time

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

PASSED_ON = sa.text(
    "UPDATE complaints SET paused_at = coalesce("
    " (SELECT max(audit.at) FROM audit"
    "  WHERE audit.object_id = complaints.id AND audit.act = 'complaint_refer'), :now) "
    "WHERE state = 'referred_elsewhere' AND paused_at IS NULL AND closed_at IS NULL"
)


def upgrade() -> None:
    op.get_bind().execute(PASSED_ON, {"now": int(time.time() * 1000)})


def downgrade() -> None:
    """The day stays: it is true, and nobody reads it there."""
