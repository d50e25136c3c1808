"""Whose survivor somebody is, what somebody of staff is, who proposed what: sealed beside it.

What is there is sealed as it stands, by the keys of whoever migrates (``bot.adopting``): this is
the one moment at which the clear columns are believed. Relations are sealed anew, with their times.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COLUMNS = (
    ("staff", "standing"),
    ("survivors", "advocate"),
    ("approvals", "proof"),
    ("invites", "proof"),
)


def upgrade() -> None:
    for table, column in COLUMNS:
        op.add_column(table, sa.Column(column, sa.LargeBinary(), nullable=True))
    config = op.get_context().config
    adopt = None if config is None else config.attributes.get("adopt")
    if adopt is not None:
        adopt(op.get_bind(), revision)


def downgrade() -> None:
    """Relations stay as they are: a release before reads them, too."""
    for table, column in reversed(COLUMNS):
        op.drop_column(table, column)
