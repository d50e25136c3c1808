"""The tables of keys: what they open, who holds one, and whose were destroyed."""

from sqlalchemy import Index, Table, UniqueConstraint

from bot.storage.tables.columns import blob, count, loose, metadata, moment, own_id, server, word

keys = Table("keys", metadata, own_id("owner_id"), blob("wrapped"), moment("created_at"))

recoveries = Table(  # recovery and outside-reviewer pairs: public halves, and which is in force
    "recoveries",
    metadata,
    own_id(),
    word("kind"),  # recovery | reviewer
    server("public"),
    server("proof", null=True),  # of which kind it is, and that it is in force: see bot/proved.py
    moment("made_at"),
    moment("retired_at", null=True),
)

grants = Table(
    "grants",
    metadata,
    own_id(),
    loose("object_id"),
    count("epoch"),
    loose("holder_id"),  # staff member, or the recovery pair
    server("holder"),  # proof that holder_id was written by us, bound to it
    blob("sealed"),  # the private half of the epoch, sealed to the holder
    moment("created_at"),
    UniqueConstraint("object_id", "epoch", "holder_id"),
    Index(None, "holder_id"),
)

erased = Table("erased", metadata, own_id("owner_id"), moment("at"))
