"""The spine.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "approvals",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("proposal", sa.LargeBinary(), nullable=False),
        sa.Column("proposed_by", sa.LargeBinary(length=16), nullable=False),
        sa.Column("proposed_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_by", sa.LargeBinary(length=16), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decision", sa.String(length=10), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approvals")),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("other_id", sa.LargeBinary(length=16), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_at"), "audit", ["at"], unique=False)
    op.create_table(
        "audit_days",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_audit_days")),
    )
    op.create_table(
        "contact_plans",
        sa.Column("survivor_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("contact_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("plan", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("survivor_id", name=op.f("pk_contact_plans")),
    )
    op.create_table(
        "entries",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("object_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("mark", sa.String(length=20), nullable=True),
        sa.Column("author_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("contact_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("delivery", sa.String(length=20), nullable=True),
        sa.Column("read_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
    )
    op.create_index(
        op.f("ix_entries_object_id_created_at"),
        "entries",
        ["object_id", "created_at"],
        unique=False,
    )
    op.create_table(
        "erased",
        sa.Column("owner_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("owner_id", name=op.f("pk_erased")),
    )
    op.create_table(
        "grants",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("object_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("holder", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grants")),
        sa.UniqueConstraint(
            "object_id", "epoch", "holder_id", name=op.f("uq_grants_object_id_epoch_holder_id")
        ),
    )
    op.create_index(op.f("ix_grants_holder_id"), "grants", ["holder_id"], unique=False)
    op.create_table(
        "inbound",
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("external", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("source", "external", name=op.f("pk_inbound")),
    )
    op.create_index(op.f("ix_inbound_at"), "inbound", ["at"], unique=False)
    op.create_table(
        "invites",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("subject_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made_by", sa.LargeBinary(length=16), nullable=True),
        sa.Column("code_mac", sa.LargeBinary(), nullable=False),
        sa.Column("link_mac", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.Column("contact_id", sa.LargeBinary(length=16), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invites")),
        sa.UniqueConstraint("code_mac", name=op.f("uq_invites_code_mac")),
        sa.UniqueConstraint("link_mac", name=op.f("uq_invites_link_mac")),
    )
    op.create_index(op.f("ix_invites_subject_id"), "invites", ["subject_id"], unique=False)
    op.create_table(
        "keys",
        sa.Column("owner_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("owner_id", name=op.f("pk_keys")),
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.LargeBinary(length=16), nullable=True),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "organisations",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("nation", sa.LargeBinary(), nullable=False),
        sa.Column("languages", sa.LargeBinary(), nullable=False),
        sa.Column("lead_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("hub", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
    )
    op.create_table(
        "recoveries",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("retired_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recoveries")),
    )
    op.create_table(
        "survivors",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("advocate_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("case_name", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("language", sa.LargeBinary(), nullable=False),
        sa.Column("nation", sa.LargeBinary(), nullable=False),
        sa.Column("staff_words", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survivors")),
    )
    op.create_index(op.f("ix_survivors_advocate_id"), "survivors", ["advocate_id"], unique=False)
    op.create_table(
        "tasks",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("survivor_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("detail", sa.LargeBinary(), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("done_by", sa.LargeBinary(length=16), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
    )
    op.create_index(
        op.f("ix_tasks_staff_id_done_at"), "tasks", ["staff_id", "done_at"], unique=False
    )
    op.create_index(op.f("ix_tasks_survivor_id"), "tasks", ["survivor_id"], unique=False)
    op.create_table(
        "timers",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timers")),
        sa.UniqueConstraint("kind", "subject_id", name=op.f("uq_timers_kind_subject_id")),
    )
    op.create_index(op.f("ix_timers_due_at"), "timers", ["due_at"], unique=False)
    op.create_table(
        "attachments",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("entry_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name=op.f("fk_attachments_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    op.create_index(op.f("ix_attachments_entry_id"), "attachments", ["entry_id"], unique=False)
    op.create_index(
        op.f("ix_attachments_state_next_at"), "attachments", ["state", "next_at"], unique=False
    )
    op.create_table(
        "consents",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("survivor_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survivor_id"], ["survivors.id"], name=op.f("fk_consents_survivor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index(op.f("ix_consents_survivor_id"), "consents", ["survivor_id"], unique=False)
    op.create_table(
        "contacts",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("address_index", sa.LargeBinary(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("survivor_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("standing", sa.String(length=10), nullable=False),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.Column("language", sa.LargeBinary(), nullable=True),
        sa.Column("settings", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.LargeBinary(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("word_mac", sa.LargeBinary(), nullable=True),
        sa.Column("word_tries", sa.Integer(), nullable=False),
        sa.Column("word_tried_at", sa.BigInteger(), nullable=True),
        sa.Column("heard_at", sa.BigInteger(), nullable=False),
        sa.Column("hushed_at", sa.BigInteger(), nullable=True),
        sa.Column("adult_at", sa.BigInteger(), nullable=True),
        sa.Column("sending_until", sa.BigInteger(), nullable=True),
        sa.Column("sending_by", sa.LargeBinary(length=16), nullable=True),
        sa.Column("retry_at", sa.BigInteger(), nullable=True),
        sa.Column("failed_days", sa.Integer(), nullable=False),
        sa.Column("failed_at", sa.BigInteger(), nullable=True),
        sa.Column("card", sa.String(length=64), nullable=True),
        sa.Column("unsaid", sa.String(length=10), nullable=True),
        sa.Column("covered", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survivor_id"], ["survivors.id"], name=op.f("fk_contacts_survivor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
        sa.UniqueConstraint("address_index", name=op.f("uq_contacts_address_index")),
    )
    op.create_index(op.f("ix_contacts_heard_at"), "contacts", ["heard_at"], unique=False)
    op.create_index(op.f("ix_contacts_sending_until"), "contacts", ["sending_until"], unique=False)
    op.create_index(op.f("ix_contacts_survivor_id"), "contacts", ["survivor_id"], unique=False)
    op.create_table(
        "staff",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("organisation_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("email_index", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("sms_name", sa.LargeBinary(), nullable=False),
        sa.Column("email", sa.LargeBinary(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("working_days", sa.LargeBinary(), nullable=False),
        sa.Column("cohort", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=True),
        sa.Column("totp", sa.LargeBinary(), nullable=True),
        sa.Column("totp_step", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("kdf", sa.String(length=40), nullable=True),
        sa.Column("verifier", sa.LargeBinary(), nullable=True),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("invited_by", sa.LargeBinary(length=16), nullable=True),
        sa.Column("verified_by", sa.LargeBinary(length=16), nullable=True),
        sa.Column("verified_at", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_staff_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("email_index", name=op.f("uq_staff_email_index")),
    )
    op.create_table(
        "threads",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("survivor_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survivor_id"], ["survivors.id"], name=op.f("fk_threads_survivor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threads")),
        sa.UniqueConstraint("survivor_id", name=op.f("uq_threads_survivor_id")),
    )
    op.create_table(
        "ledger",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("contact_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("message", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("entry_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_ledger_contact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger")),
    )
    op.create_index(op.f("ix_ledger_contact_id"), "ledger", ["contact_id"], unique=False)
    op.create_index(op.f("ix_ledger_message"), "ledger", ["message"], unique=False)
    op.create_table(
        "notices",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("link", sa.LargeBinary(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_notices_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index(op.f("ix_notices_not_before"), "notices", ["not_before"], unique=False)
    op.create_table(
        "outbox",
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("contact_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("cls", sa.String(length=10), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("fresh", sa.Boolean(), nullable=False),
        sa.Column("entry_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=False),
        sa.Column("not_after", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_outbox_contact_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_outbox")),
    )
    op.create_index(op.f("ix_outbox_contact_id_seq"), "outbox", ["contact_id", "seq"], unique=False)
    op.create_index(op.f("ix_outbox_not_before"), "outbox", ["not_before"], unique=False)
    op.create_table(
        "parked",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("contact_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("fault", sa.String(length=80), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_parked_contact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parked")),
    )
    op.create_index(op.f("ix_parked_next_at"), "parked", ["next_at"], unique=False)
    op.create_table(
        "relations",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_relations_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relations")),
    )
    op.create_index(op.f("ix_relations_staff_id"), "relations", ["staff_id"], unique=False)
    op.create_table(
        "roles",
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_roles_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", "role", name=op.f("pk_roles")),
    )
    op.create_table(
        "rota",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_rota_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rota")),
    )
    op.create_index(op.f("ix_rota_starts_at"), "rota", ["starts_at"], unique=False)
    op.create_table(
        "waiting",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("survivor_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("contact_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("lane", sa.String(length=10), nullable=False),
        sa.Column("entry_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=True),
        sa.Column("noted_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_waiting_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["survivor_id"], ["survivors.id"], name=op.f("fk_waiting_survivor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting")),
    )
    op.create_index(op.f("ix_waiting_contact_id"), "waiting", ["contact_id"], unique=False)
    op.create_index(op.f("ix_waiting_expires_at"), "waiting", ["expires_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_waiting_expires_at"), table_name="waiting")
    op.drop_index(op.f("ix_waiting_contact_id"), table_name="waiting")
    op.drop_table("waiting")
    op.drop_index(op.f("ix_rota_starts_at"), table_name="rota")
    op.drop_table("rota")
    op.drop_table("roles")
    op.drop_index(op.f("ix_relations_staff_id"), table_name="relations")
    op.drop_table("relations")
    op.drop_index(op.f("ix_parked_next_at"), table_name="parked")
    op.drop_table("parked")
    op.drop_index(op.f("ix_outbox_not_before"), table_name="outbox")
    op.drop_index(op.f("ix_outbox_contact_id_seq"), table_name="outbox")
    op.drop_table("outbox")
    op.drop_index(op.f("ix_notices_not_before"), table_name="notices")
    op.drop_table("notices")
    op.drop_index(op.f("ix_ledger_message"), table_name="ledger")
    op.drop_index(op.f("ix_ledger_contact_id"), table_name="ledger")
    op.drop_table("ledger")
    op.drop_table("threads")
    op.drop_table("staff")
    op.drop_index(op.f("ix_contacts_survivor_id"), table_name="contacts")
    op.drop_index(op.f("ix_contacts_sending_until"), table_name="contacts")
    op.drop_index(op.f("ix_contacts_heard_at"), table_name="contacts")
    op.drop_table("contacts")
    op.drop_index(op.f("ix_consents_survivor_id"), table_name="consents")
    op.drop_table("consents")
    op.drop_index(op.f("ix_attachments_state_next_at"), table_name="attachments")
    op.drop_index(op.f("ix_attachments_entry_id"), table_name="attachments")
    op.drop_table("attachments")
    op.drop_index(op.f("ix_timers_due_at"), table_name="timers")
    op.drop_table("timers")
    op.drop_index(op.f("ix_tasks_survivor_id"), table_name="tasks")
    op.drop_index(op.f("ix_tasks_staff_id_done_at"), table_name="tasks")
    op.drop_table("tasks")
    op.drop_index(op.f("ix_survivors_advocate_id"), table_name="survivors")
    op.drop_table("survivors")
    op.drop_table("recoveries")
    op.drop_table("organisations")
    op.drop_table("leases")
    op.drop_table("keys")
    op.drop_index(op.f("ix_invites_subject_id"), table_name="invites")
    op.drop_table("invites")
    op.drop_index(op.f("ix_inbound_at"), table_name="inbound")
    op.drop_table("inbound")
    op.drop_index(op.f("ix_grants_holder_id"), table_name="grants")
    op.drop_table("grants")
    op.drop_table("erased")
    op.drop_index(op.f("ix_entries_object_id_created_at"), table_name="entries")
    op.drop_table("entries")
    op.drop_table("contact_plans")
    op.drop_table("audit_days")
    op.drop_index(op.f("ix_audit_at"), table_name="audit")
    op.drop_table("audit")
    op.drop_table("approvals")
