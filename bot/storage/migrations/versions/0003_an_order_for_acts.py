"""Give acts an order, complaints a record of their own, and let them go after their time.

Acts that are there get their order from their time; which of several of one moment came first is
not known any more. Days sealed before this revision stay as they were sealed, over every act.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COLUMNS = "id, at, actor_id, act, object_id, other_id"


def _columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("other_id", sa.LargeBinary(length=16), nullable=True),
    ]


def _anew(*parts: sa.Column[object] | sa.Constraint, order: str) -> None:
    """Make the table of acts anew around its rows; a primary key cannot be put beside another."""
    op.drop_index(op.f("ix_audit_at"), table_name="audit")
    op.drop_index(op.f("ix_audit_object_id"), table_name="audit")
    op.create_table("audit_anew", *parts)
    rows = f"SELECT {COLUMNS} FROM audit ORDER BY {order}"  # noqa: S608 - our own words
    op.execute(f"INSERT INTO audit_anew ({COLUMNS}) {rows}")
    op.drop_table("audit")
    op.rename_table("audit_anew", "audit")
    op.create_index(op.f("ix_audit_at"), "audit", ["at"], unique=False)
    op.create_index(op.f("ix_audit_object_id"), "audit", ["object_id"], unique=False)


def upgrade() -> None:
    _anew(
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        *_columns(),
        sa.PrimaryKeyConstraint("seq", name="pk_audit_seq"),
        sa.UniqueConstraint("id", name=op.f("uq_audit_id")),
        order="at, id",
    )
    op.create_table(
        "complaint_days",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_complaint_days")),
    )
    op.create_table(
        "complaint_leaves",
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("gone_by", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("leaf", name=op.f("pk_complaint_leaves")),
    )
    op.create_index(op.f("ix_complaint_leaves_day"), "complaint_leaves", ["day"], unique=False)
    op.create_index(
        op.f("ix_complaint_leaves_gone_by"), "complaint_leaves", ["gone_by"], unique=False
    )
    op.create_table(
        "complaint_counts",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_counts")),
        sa.UniqueConstraint("month", name=op.f("uq_complaint_counts_month")),
    )


def downgrade() -> None:
    op.drop_table("complaint_counts")
    op.drop_table("complaint_leaves")
    op.drop_table("complaint_days")
    _anew(*_columns(), sa.PrimaryKeyConstraint("id", name="pk_audit_id"), order="seq")
