"""Who is on call, which organisation is the Hub, which pair is in force: proved beside it.

What is there is believed once, as in 0009.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = ("rota", "organisations", "recoveries")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("proof", sa.LargeBinary(), nullable=True))
    config = op.get_context().config
    adopt = None if config is None else config.attributes.get("adopt")
    if adopt is not None:
        adopt(op.get_bind(), revision)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_column(table, "proof")
