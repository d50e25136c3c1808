"""The tables of the audit: acts, and the chains of days that vouch for them."""

from typing import Final

from sqlalchemy import Index, PrimaryKeyConstraint, Table, UniqueConstraint

from bot.storage.tables.columns import blob, counted, few, loose, metadata, moment, own_id, word

SETTLED: Final = "settled"
"""The act by which staff say that nothing in a thread is to be answered any more."""

SETTLEMENTS: Final = f"act = '{SETTLED}'"
"""Of ``audit``: those acts. A query says it in the same letters."""

audit = Table(
    "audit",
    metadata,
    counted(),
    own_id("id", primary=False),
    moment("at"),
    loose("actor_id", null=True),
    word("act", length=40),
    loose("object_id", null=True),
    loose("other_id", null=True),
    UniqueConstraint("id"),
    Index(None, "at"),
    Index(None, "object_id"),
    few("ix_audit_settled", "object_id", "at", where=SETTLEMENTS),
)

audit_days = Table(
    "audit_days",
    metadata,
    word("day", length=10),
    blob("salt"),
    blob("hash"),
    PrimaryKeyConstraint("day"),
)

complaint_days = Table(  # as audit_days, of what was done in complaints: a chain of its own
    "complaint_days",
    metadata,
    word("day", length=10),
    blob("salt"),
    blob("hash"),
    PrimaryKeyConstraint("day"),
)

complaint_leaves = Table(  # what a sealed day still needs of acts that went with their complaint
    "complaint_leaves",
    metadata,
    blob("leaf"),
    word("day", length=10),
    loose("gone_by"),  # the act by which they went, which vouches for them
    PrimaryKeyConstraint("leaf"),
    Index(None, "day"),
    Index(None, "gone_by"),
)
