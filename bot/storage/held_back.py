"""What a complaint has for her that she has not read: behind a note of its own lane.

The rule kept here: no phone's list of waiting texts shows it, and what becomes of its note is the
complaint's alone.
"""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from bot.storage.delivery import mark_delivery
from bot.storage.rows import select, values_of
from bot.storage.tables.columns import Sealed
from bot.storage.tables.threads import waiting
from bot.storage.waiting import let_go

_w = waiting.c


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A text for her that waits behind a complaint's note."""

    id: bytes
    entry_id: bytes | None
    body: Sealed
    created_at: int
    expires_at: int
    opened_at: int | None
    noted_at: int | None


_held = select(waiting, HeldRow).where(_w.complaint_id == sa.bindparam("complaint_id"))


def hold(conn: sa.Connection, complaint_id: bytes, row: HeldRow) -> None:
    """Let a text wait behind this complaint's note; no phone's list of waiting texts shows it."""
    conn.execute(
        sa.insert(waiting).values(lane="complaint", complaint_id=complaint_id, **values_of(row))
    )


def of_complaint(conn: sa.Connection, complaint_id: bytes, now: int) -> list[HeldRow]:
    """Return what waits behind a complaint's note, the oldest first."""
    query = _held.where(_w.expires_at > now).order_by(_w.created_at, _w.id)
    return [HeldRow(*row) for row in conn.execute(query, {"complaint_id": complaint_id})]


def mark_noted(conn: sa.Connection, complaint_ids: Collection[bytes], now: int) -> None:
    """The neutral note went out for all that waits of these complaints."""
    conn.execute(
        sa.update(waiting)
        .where(_w.complaint_id.in_(complaint_ids), _w.noted_at.is_(None))
        .values(noted_at=now)
    )


def mark_opened(conn: sa.Connection, waiting_id: bytes, entry_id: bytes | None, now: int) -> None:
    """She chose *Show* on what waits of a complaint."""
    conn.execute(sa.update(waiting).where(_w.id == waiting_id).values(opened_at=now))
    if entry_id is not None:
        mark_delivery(conn, entry_id, "opened")


def drop(conn: sa.Connection, complaint_ids: Collection[bytes]) -> None:
    """Leave: what waits of these complaints goes, shown or not."""
    let_go(conn, _w.complaint_id.in_(complaint_ids))


def without_note(conn: sa.Connection, limit: int) -> list[bytes]:
    """Return complaints with something unread that no note has told of."""
    query = (
        sa.select(_w.complaint_id)
        .where(_w.complaint_id.is_not(None), _w.noted_at.is_(None), _w.opened_at.is_(None))
        .distinct()
        .limit(limit)
    )
    return [row.complaint_id for row in conn.execute(query)]


def forget_shown(conn: sa.Connection, before: int) -> int:
    """Delete the copies of what was shown, once its hide time has passed."""
    gone = sa.delete(waiting).where(_w.complaint_id.is_not(None), _w.opened_at < before)
    return conn.execute(gone).rowcount
