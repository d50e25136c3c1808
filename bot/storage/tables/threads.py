"""The tables of words: threads, what is sealed to them, and what waits to be read."""

from typing import Final

from sqlalchemy import Index, Table, UniqueConstraint

from bot.storage.tables.columns import (
    count,
    few,
    loose,
    metadata,
    moment,
    own_id,
    ref,
    sealed,
    server,
    word,
)

UNREAD: Final = "kind = 'words' AND read_at IS NULL"
"""Of ``entries``: words that nobody of staff has opened. A query says it in the same letters."""

UNOPENED: Final = "kind = 'reply' AND delivery <> 'opened'"
"""Of ``entries``: answers that she has not opened."""

ANSWERS: Final = "kind = 'reply' AND author_id IS NOT NULL"
"""Of ``entries``: what staff wrote themselves."""


threads = Table(
    "threads",
    metadata,
    own_id(),
    ref("survivor_id", "survivors.id"),
    count("epoch"),
    server("public"),
    moment("created_at"),
    UniqueConstraint("survivor_id"),
)

entries = Table(
    "entries",
    metadata,
    own_id(),
    loose("object_id"),  # a thread, or a complaint
    word("kind", length=12),  # words | reply | internal | system
    count("epoch"),
    sealed("body"),
    word("mark", null=True, length=20),  # locked | fault | meeting
    loose("author_id", null=True),  # staff who wrote it; null: she did
    loose("contact_id", null=True),
    moment("sequence"),  # the carrier's own number
    moment("created_at"),
    word(
        "delivery", null=True, length=20
    ),  # kept, note_held, note_sent, opened, delivered, not_delivered, not_read
    moment("read_at", null=True),  # staff opened it, or she did
    Index(None, "object_id", "created_at"),
    few("ix_entries_unread", "object_id", "created_at", where=UNREAD),
    few("ix_entries_unopened", "object_id", "created_at", where=UNOPENED),
    few("ix_entries_answers", "object_id", "created_at", where=ANSWERS),
)

attachments = Table(
    "attachments",
    metadata,
    own_id(),
    ref("entry_id", "entries.id"),
    word("kind", length=10),  # voice | photo
    server("file", null=True),  # the carrier's file id, until fetched
    sealed("body", null=True),
    word("state", length=10),  # waiting | kept | lost
    count("tries"),
    moment("next_at", null=True),
    moment("created_at"),
    Index(None, "entry_id"),
    Index(None, "state", "next_at"),
)

waiting = Table(
    "waiting",
    metadata,
    own_id(),
    ref("survivor_id", "survivors.id", null=True),
    ref("contact_id", "contacts.id", null=True),  # null in the lane of complaints: no phone's
    word("lane", length=10),  # thread | complaint
    loose("complaint_id", null=True),  # whose data key seals it, in that lane
    loose("entry_id", null=True),
    server("body"),
    moment("created_at"),
    moment("expires_at"),
    moment("opened_at", null=True),
    moment("noted_at", null=True),  # the neutral note went out
    Index(None, "contact_id"),
    Index(None, "complaint_id"),
    Index(None, "expires_at"),
)
