"""The tables of the way of a message: ids seen, what was parked, what goes out and when."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table, UniqueConstraint

from bot.storage.tables.columns import (
    count,
    counted,
    flag,
    loose,
    metadata,
    moment,
    own_id,
    ref,
    server,
    word,
)

inbound = Table(
    "inbound",
    metadata,
    word("source", length=64),
    word("external", length=64),
    moment("at"),
    PrimaryKeyConstraint("source", "external"),
    Index(None, "at"),
)

parked = Table(
    "parked",
    metadata,
    own_id(),
    ref("contact_id", "contacts.id"),
    server("raw"),
    word("fault", length=80),  # the error's class
    count("revision"),
    count("tries"),
    moment("at"),
    moment("next_at"),
    Index(None, "next_at"),
)

outbox = Table(
    "outbox",
    metadata,
    counted(),
    own_id("id", primary=False),
    ref("contact_id", "contacts.id"),
    word("cls", length=10),
    server("payload"),
    flag("fresh"),
    loose("entry_id", null=True),
    count("tries"),
    moment("not_before"),
    moment("not_after"),
    moment("created_at"),
    Index(None, "contact_id", "seq"),
)

timers = Table(
    "timers",
    metadata,
    own_id(),
    word("kind", length=20),
    loose("subject_id"),
    moment("due_at"),
    UniqueConstraint("kind", "subject_id"),
    Index(None, "due_at"),
)

leases = Table(  # one worker polls, one worker runs retention
    "leases",
    metadata,
    word("name", length=40),
    loose("holder", null=True),
    moment("until"),
    moment("value"),
    PrimaryKeyConstraint("name"),
)
