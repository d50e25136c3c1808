"""The areas that a complaint is about, and what was decided about each.

The rule kept here: where somebody else looks again, what was decided before stands there to be
read, and counts no more (``decided_at`` is empty).
"""

from dataclasses import dataclass

import sqlalchemy as sa

from bot.storage.rows import select
from bot.storage.tables.columns import Sealed
from bot.storage.tables.complaints import points

_p = points.c


@dataclass(frozen=True, slots=True)
class PointRow:
    """One area of a complaint and what was decided about it."""

    id: bytes
    complaint_id: bytes
    area: str
    decision: str | None
    reason: Sealed | None
    decided_at: int | None


_points = select(points, PointRow)


def add(conn: sa.Connection, point_id: bytes, complaint_id: bytes, area: str) -> None:
    """Keep one area of a complaint."""
    conn.execute(sa.insert(points).values(id=point_id, complaint_id=complaint_id, area=area))


def drop(conn: sa.Connection, complaint_id: bytes, area: str) -> None:
    """Take an area out of a complaint, unless something was decided about it."""
    conn.execute(
        sa.delete(points).where(
            _p.complaint_id == complaint_id, _p.area == area, _p.decision.is_(None)
        )
    )


def of_complaint(conn: sa.Connection, complaint_id: bytes) -> list[PointRow]:
    """Return the areas of a complaint."""
    query = _points.where(_p.complaint_id == complaint_id).order_by(_p.area, _p.id)
    return [PointRow(*row) for row in conn.execute(query)]


def decide_anew(conn: sa.Connection, complaint_id: bytes) -> None:
    """Let every area be decided anew; what was decided before stays to be read."""
    conn.execute(sa.update(points).where(_p.complaint_id == complaint_id).values(decided_at=None))


def decide(
    conn: sa.Connection, point_id: bytes, decision: str | None, reason: Sealed | None, at: int
) -> None:
    """Set what was decided about one area."""
    conn.execute(
        sa.update(points)
        .where(_p.id == point_id)
        .values(decision=decision, reason=reason, decided_at=at)
    )
