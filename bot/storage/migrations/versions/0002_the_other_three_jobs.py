"""The other three jobs.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "absences",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("advocate_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_object_id"), ["object_id"], unique=False)

    with op.batch_alter_table("absences", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_absences_advocate_id_ends_at"), ["advocate_id", "ends_at"], unique=False
        )

    op.create_table(
        "alerts",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("survivor_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("complaint_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("category", sa.LargeBinary(), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("asked", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=True),
        sa.Column("taken_by", sa.LargeBinary(length=16), nullable=True),
        sa.Column("taken_at", sa.BigInteger(), nullable=True),
        sa.Column("opens_until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
    )
    with op.batch_alter_table("alerts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alerts_next_at"), ["next_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_alerts_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "calendars",
        sa.Column("advocate_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("at_once", sa.Boolean(), nullable=False),
        sa.Column("length_minutes", sa.Integer(), nullable=False),
        sa.Column("buffer_minutes", sa.Integer(), nullable=False),
        sa.Column("notice_hours", sa.Integer(), nullable=False),
        sa.Column("horizon_days", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("advocate_id", name=op.f("pk_calendars")),
    )
    op.create_table(
        "complaints",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("reference_mac", sa.LargeBinary(), nullable=False),
        sa.Column("pin_mac", sa.LargeBinary(), nullable=True),
        sa.Column("pin_tries", sa.Integer(), nullable=False),
        sa.Column("survivor_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("link_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("contact_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("step", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("safeguarding", sa.Boolean(), nullable=False),
        sa.Column("handler_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("decider_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("reference", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.LargeBinary(), nullable=False),
        sa.Column("nation", sa.LargeBinary(), nullable=False),
        sa.Column("about", sa.LargeBinary(), nullable=False),
        sa.Column("subjects", sa.LargeBinary(), nullable=False),
        sa.Column("excluded", sa.LargeBinary(), nullable=False),
        sa.Column("way_back", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("promised_at", sa.BigInteger(), nullable=False),
        sa.Column("acknowledged_at", sa.BigInteger(), nullable=True),
        sa.Column("paused_at", sa.BigInteger(), nullable=True),
        sa.Column("late_told_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaints")),
        sa.UniqueConstraint("reference_mac", name=op.f("uq_complaints_reference_mac")),
    )
    with op.batch_alter_table("complaints", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_complaints_promised_at"), ["promised_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_complaints_survivor_id"), ["survivor_id"], unique=False
        )

    op.create_table(
        "holds",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("object_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
    )
    with op.batch_alter_table("holds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_holds_object_id"), ["object_id"], unique=False)

    op.create_table(
        "hours",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("advocate_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("from_minute", sa.Integer(), nullable=False),
        sa.Column("to_minute", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours")),
    )
    with op.batch_alter_table("hours", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hours_advocate_id"), ["advocate_id"], unique=False)

    op.create_table(
        "appointments",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("advocate_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("survivor_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("contact_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("how", sa.LargeBinary(), nullable=False),
        sa.Column("place", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=True),
        sa.Column("reminded_at", sa.BigInteger(), nullable=True),
        sa.Column("moved_to", sa.LargeBinary(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["survivor_id"], ["survivors.id"], name=op.f("fk_appointments_survivor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
    )
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_appointments_advocate_id_starts_at"),
            ["advocate_id", "starts_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_appointments_survivor_id"), ["survivor_id"], unique=False
        )

    op.create_table(
        "points",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("complaint_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("area", sa.String(length=20), nullable=False),
        sa.Column("decision", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints.id"], name=op.f("fk_points_complaint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points")),
    )
    with op.batch_alter_table("points", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_points_complaint_id"), ["complaint_id"], unique=False)

    op.create_table(
        "quarters",
        sa.Column("advocate_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("quarter", sa.BigInteger(), nullable=False),
        sa.Column("appointment_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointments.id"], name=op.f("fk_quarters_appointment_id")
        ),
        sa.PrimaryKeyConstraint("advocate_id", "quarter", name=op.f("pk_quarters")),
    )
    with op.batch_alter_table("quarters", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_quarters_appointment_id"), ["appointment_id"], unique=False
        )

    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("link_id", sa.LargeBinary(length=16), nullable=True))

    with op.batch_alter_table("survivors", schema=None) as batch_op:
        batch_op.add_column(sa.Column("preferences", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("erase_at", sa.BigInteger(), nullable=True))

    with op.batch_alter_table("waiting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("complaint_id", sa.LargeBinary(length=16), nullable=True))
        batch_op.alter_column("survivor_id", existing_type=sa.BLOB(), nullable=True)
        batch_op.alter_column("contact_id", existing_type=sa.BLOB(), nullable=True)
        batch_op.create_index(batch_op.f("ix_waiting_complaint_id"), ["complaint_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_object_id"))

    with op.batch_alter_table("waiting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_waiting_complaint_id"))
        batch_op.alter_column("contact_id", existing_type=sa.BLOB(), nullable=False)
        batch_op.alter_column("survivor_id", existing_type=sa.BLOB(), nullable=False)
        batch_op.drop_column("complaint_id")

    with op.batch_alter_table("survivors", schema=None) as batch_op:
        batch_op.drop_column("erase_at")
        batch_op.drop_column("preferences")

    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.drop_column("link_id")

    with op.batch_alter_table("quarters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quarters_appointment_id"))

    op.drop_table("quarters")
    with op.batch_alter_table("points", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_points_complaint_id"))

    op.drop_table("points")
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appointments_survivor_id"))
        batch_op.drop_index(batch_op.f("ix_appointments_advocate_id_starts_at"))

    op.drop_table("appointments")
    with op.batch_alter_table("hours", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hours_advocate_id"))

    op.drop_table("hours")
    with op.batch_alter_table("holds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_holds_object_id"))

    op.drop_table("holds")
    with op.batch_alter_table("complaints", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaints_survivor_id"))
        batch_op.drop_index(batch_op.f("ix_complaints_promised_at"))

    op.drop_table("complaints")
    op.drop_table("calendars")
    with op.batch_alter_table("alerts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alerts_staff_id"))
        batch_op.drop_index(batch_op.f("ix_alerts_next_at"))

    op.drop_table("alerts")
    with op.batch_alter_table("absences", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_absences_advocate_id_ends_at"))

    op.drop_table("absences")
