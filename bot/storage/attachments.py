"""Voice notes and photos on their way from the carrier into the thread.

The rule kept here: the carrier's file id is forgotten in the unit that keeps the sealed file.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.storage.tables.columns import Sealed
from bot.storage.tables.keys import keys
from bot.storage.tables.threads import attachments, entries, threads

_a = attachments.c


@dataclass(frozen=True, slots=True)
class Expected:
    """A file that is still at the carrier."""

    id: bytes
    kind: str
    file: Sealed
    tries: int
    owner_id: bytes  # the survivor, or the complaint that it was sent with
    survivor_id: bytes | None
    wrapped: bytes


_owner = sa.func.coalesce(threads.c.survivor_id, entries.c.object_id)
_due = (
    sa.select(
        _a.id, _a.kind, _a.file, _a.tries, keys.c.owner_id, threads.c.survivor_id, keys.c.wrapped
    )
    .join(entries, entries.c.id == _a.entry_id)
    .outerjoin(threads, threads.c.id == entries.c.object_id)
    .join(keys, keys.c.owner_id == _owner)
    .where(
        _a.state == "waiting",
        _a.file.is_not(None),
        sa.or_(_a.next_at.is_(None), _a.next_at <= sa.bindparam("now")),
        keys.c.owner_id.not_in(sa.bindparam("busy", expanding=True)),
    )
    .order_by(_a.created_at)
    .limit(sa.bindparam("most"))
)


def due(conn: sa.Connection, now: int, most: int, busy: Collection[bytes]) -> list[Expected]:
    """Return files to be fetched now, oldest first; without those of who is busy."""
    rows: Any = conn.execute(_due, {"now": now, "most": most, "busy": list(busy)})
    return [Expected(*row) for row in rows]


def keep(conn: sa.Connection, attachment_id: bytes, body: Sealed) -> None:
    """Keep the sealed file and forget where it was."""
    conn.execute(
        sa.update(attachments)
        .where(_a.id == attachment_id)
        .values(body=body, file=None, state="kept", next_at=None)
    )


def postpone(conn: sa.Connection, attachment_id: bytes, next_at: int) -> None:
    """Count a failed try."""
    conn.execute(
        sa.update(attachments)
        .where(_a.id == attachment_id)
        .values(tries=_a.tries + 1, next_at=next_at)
    )


def lose(conn: sa.Connection, attachment_id: bytes) -> None:
    """Give a file up; the entry says that one was sent and could not be fetched."""
    conn.execute(
        sa.update(attachments)
        .where(_a.id == attachment_id)
        .values(file=None, state="lost", next_at=None)
    )
