"""Alerts: somebody must be reached at once.

The rule kept here: a row says that and when, and with whom it is; the kind is sealed, and words
are nowhere.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from bot.storage.rows import select, values_of
from bot.storage.tables.columns import Sealed
from bot.storage.tables.duties import alerts

_a = alerts.c


@dataclass(frozen=True, slots=True)
class AlertRow:
    """An alert as stored."""

    id: bytes
    kind: str
    survivor_id: bytes | None
    complaint_id: bytes | None
    category: Sealed
    staff_id: bytes | None
    asked: Sealed
    made_at: int
    next_at: int | None
    taken_by: bytes | None
    taken_at: int | None
    opens_until: int | None


_select = select(alerts, AlertRow)
_by_id = _select.where(_a.id == sa.bindparam("id"))
_untaken = _select.where(_a.taken_at.is_(None)).order_by(_a.made_at, _a.id)
_due = _untaken.where(_a.next_at <= sa.bindparam("now")).limit(sa.bindparam("many"))
_taken = _select.where(
    _a.taken_by == sa.bindparam("staff_id"), _a.opens_until > sa.bindparam("now")
).order_by(_a.made_at, _a.id)


def add(conn: sa.Connection, row: AlertRow) -> None:
    """Add an alert."""
    conn.execute(sa.insert(alerts).values(values_of(row)))


def get(conn: sa.Connection, alert_id: bytes) -> AlertRow | None:
    """Return one alert."""
    found = conn.execute(_by_id, {"id": alert_id}).first()
    return None if found is None else AlertRow(*found)


def untaken(conn: sa.Connection) -> list[AlertRow]:
    """Return what nobody has taken yet, the oldest first."""
    return [AlertRow(*row) for row in conn.execute(_untaken)]


def due(conn: sa.Connection, now: int, limit: int) -> list[AlertRow]:
    """Return what nobody has taken in time."""
    return [AlertRow(*row) for row in conn.execute(_due, {"now": now, "many": limit})]


def taken_by(conn: sa.Connection, staff_id: bytes, now: int) -> list[AlertRow]:
    """Return what somebody has taken, while it opens anything."""
    found = conn.execute(_taken, {"staff_id": staff_id, "now": now})
    return [AlertRow(*row) for row in found]


def take(
    conn: sa.Connection, alert_id: bytes, staff_id: bytes, now: int, until: int, asked: Sealed
) -> bool:
    """Give it to somebody; False when somebody else was first. ``asked`` says so, sealed."""
    changed = conn.execute(
        sa.update(alerts)
        .where(_a.id == alert_id, _a.taken_at.is_(None))
        .values(taken_by=staff_id, taken_at=now, opens_until=until, asked=asked, next_at=None)
    )
    return changed.rowcount == 1


def ask(
    conn: sa.Connection, alert_id: bytes, staff_id: bytes | None, asked: Sealed, next_at: int | None
) -> None:
    """Ask somebody else, or the same person again; ``asked`` is everybody who was asked."""
    conn.execute(
        sa.update(alerts)
        .where(_a.id == alert_id, _a.taken_at.is_(None))
        .values(staff_id=staff_id, asked=asked, next_at=next_at)
    )


def hasten(conn: sa.Connection, alert_id: bytes, now: int) -> None:
    """Let the next person be asked now."""
    conn.execute(
        sa.update(alerts).where(_a.id == alert_id, _a.taken_at.is_(None)).values(next_at=now)
    )
