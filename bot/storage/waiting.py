"""What waits to be read: a second copy, under the data key, of text not shown to her yet.

The rule kept here (security.md 2): it goes when it was shown and its hide time has passed, at
leave, freeze or erase, and after seven days at the latest; at most five wait at once.
"""

from typing import NamedTuple

import sqlalchemy as sa

from bot.clock import DAY_MS
from bot.storage.delivery import mark_delivery
from bot.storage.hot import Hot
from bot.storage.rows import select
from bot.storage.tables.columns import Sealed
from bot.storage.tables.threads import waiting

MOST = 5
LIFE_MS = 7 * DAY_MS

_w = waiting.c


class WaitingRow(NamedTuple):
    """One text that waits behind a sealed note."""

    id: bytes
    survivor_id: bytes
    contact_id: bytes
    lane: str
    entry_id: bytes | None
    body: Sealed
    created_at: int
    expires_at: int
    opened_at: int | None
    noted_at: int | None


_of_contact = Hot(
    select(waiting, WaitingRow)
    .where(_w.contact_id == sa.bindparam("contact_id"), _w.expires_at > sa.bindparam("now"))
    .order_by(_w.created_at)
)


def add(conn: sa.Connection, row: WaitingRow) -> None:
    """Let a text wait; the oldest beyond five goes (its entry stays sealed in the thread)."""
    conn.execute(sa.insert(waiting).values(row._asdict()))
    kept = (
        sa.select(_w.id)
        .where(_w.contact_id == row.contact_id)
        .order_by(_w.created_at.desc())
        .limit(MOST)
    )
    let_go(conn, sa.and_(_w.contact_id == row.contact_id, _w.id.not_in(kept)))


def of_contact(conn: sa.Connection, contact_id: bytes, now: int) -> list[WaitingRow]:
    """Return what waits on one phone, oldest first."""
    return [
        WaitingRow(*row) for row in _of_contact.all(conn, {"contact_id": contact_id, "now": now})
    ]


def mark_noted(conn: sa.Connection, contact_id: bytes, now: int) -> None:
    """The neutral note went out for all that waits now."""
    conn.execute(
        sa.update(waiting)
        .where(_w.contact_id == contact_id, _w.noted_at.is_(None))
        .values(noted_at=now)
    )


def announced(conn: sa.Connection, contact_id: bytes) -> list[bytes]:
    """Return the entries for which a phone's one note stands: told of, and not opened."""
    query = sa.select(_w.entry_id).where(
        _w.contact_id == contact_id,
        _w.entry_id.is_not(None),
        _w.noted_at.is_not(None),
        _w.opened_at.is_(None),
    )
    return list(conn.execute(query).scalars())


def mark_opened(conn: sa.Connection, row_id: bytes, now: int) -> None:
    """She chose *Show*."""
    conn.execute(sa.update(waiting).where(_w.id == row_id).values(opened_at=now))


def drop(conn: sa.Connection, row_id: bytes) -> None:
    """It was shown and its hide time has passed."""
    conn.execute(sa.delete(waiting).where(_w.id == row_id))


def drop_of_contact(conn: sa.Connection, contact_id: bytes) -> None:
    """Leave, freeze or erase."""
    let_go(conn, _w.contact_id == contact_id)


def expire(conn: sa.Connection, now: int, limit: int) -> int:
    """Delete what nobody read in seven days."""
    old = sa.select(_w.id).where(_w.expires_at <= now).limit(limit)
    return let_go(conn, _w.id.in_(old))


def let_go(conn: sa.Connection, which: sa.ColumnElement[bool]) -> int:
    """Delete these; staff see of what was never opened that it was not read."""
    gone = conn.execute(sa.delete(waiting).where(which).returning(_w.entry_id, _w.opened_at)).all()
    for row in gone:
        if row.entry_id is not None and row.opened_at is None:
            mark_delivery(conn, row.entry_id, "not_read")
    return len(gone)
