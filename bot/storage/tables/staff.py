"""The tables of staff: who they are, for whom they work, what they may and whom they know."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from bot.storage.tables.columns import (
    blob,
    count,
    flag,
    loose,
    metadata,
    moment,
    own_id,
    ref,
    server,
    word,
)

organisations = Table(
    "organisations",
    metadata,
    own_id(),
    server("name"),
    server("nation"),
    server("languages"),
    loose("lead_id", null=True),  # complaints_lead: whom a handler elsewhere writes to
    flag("hub"),
    server("proof", null=True),  # whether it is the Hub: see bot/proved.py
    moment("created_at"),
)

staff = Table(
    "staff",
    metadata,
    own_id(),
    ref("organisation_id", "organisations.id"),
    blob("email_index", unique=True),
    server("name"),
    server("sms_name"),
    server("email"),
    server("phone", null=True),  # for the content-free SMS to the person on call
    server("working_days"),
    server("cohort", null=True),
    word("state", length=10),  # invited | unverified | active | disabled
    server("public", null=True),
    server("totp", null=True),
    count("totp_step"),
    blob("salt", null=True),
    word("kdf", null=True, length=40),
    blob("verifier", null=True),
    blob("wrapped", null=True),  # the private key under the passphrase
    loose("invited_by", null=True),
    loose("verified_by", null=True),
    moment("verified_at", null=True),
    server("standing", null=True),  # state, employer, roles, key: what we go by, bound to the id
    moment("created_at"),
)

roles = Table(
    "roles",
    metadata,
    ref("staff_id", "staff.id"),
    word("role", length=20),
    moment("since"),
    PrimaryKeyConstraint("staff_id", "role"),
)

relations = Table(
    "relations",
    metadata,
    own_id(),
    ref("staff_id", "staff.id"),
    server(
        "body"
    ),  # kind (line_manager | cover | related), the other, since, end: bound to staff_id
    moment("since"),
    moment("ended_at", null=True),
    Index(None, "staff_id"),
)
