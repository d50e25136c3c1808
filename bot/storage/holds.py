"""Holds: what keeps a survivor's data past its time, until a date.

The rule kept here: it ends by its date whoever forgets it; why it is there is sealed under her key.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from bot.storage.rows import select, values_of
from bot.storage.tables.columns import Sealed
from bot.storage.tables.complaints import holds

_h = holds.c


@dataclass(frozen=True, slots=True)
class HoldRow:
    """One hold as stored."""

    id: bytes
    object_id: bytes
    kind: str
    reason: Sealed
    made_by: bytes
    made_at: int
    until: int
    ended_at: int | None


_select = select(holds, HoldRow).order_by(_h.until, _h.id)


def add(conn: sa.Connection, row: HoldRow) -> None:
    """Keep a hold."""
    conn.execute(sa.insert(holds).values(values_of(row)))


def running(conn: sa.Connection, object_id: bytes, now: int) -> list[HoldRow]:
    """Return the holds on something that run now, the first to end first."""
    query = _select.where(_h.object_id == object_id, *_runs(now))
    return [HoldRow(*row) for row in conn.execute(query)]


def on(*columns: sa.ColumnElement[bytes], now: int) -> sa.ColumnElement[bool]:
    """Say in a query whether a hold that runs now is on one of these."""
    held = sa.or_(*(_h.object_id == column for column in columns))
    return sa.select(_h.id).where(held, *_runs(now)).exists()


def _runs(now: int) -> tuple[sa.ColumnElement[bool], ...]:
    return _h.until > now, _h.ended_at.is_(None)


def end(conn: sa.Connection, hold_id: bytes, now: int) -> bool:
    """End a hold before its date; False when it had ended."""
    changed = conn.execute(
        sa.update(holds).where(_h.id == hold_id, _h.ended_at.is_(None)).values(ended_at=now)
    )
    return changed.rowcount == 1
