"""Complaints that are over: which have had their time, everything of one deleted, and the counts.

The rule kept here: what is deleted is all that names the complaint by its id; what is left is a
count that names nobody.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from bot.storage import retention
from bot.storage.complaints import ANSWERED, PAUSED, ComplaintRow
from bot.storage.holds import on
from bot.storage.tables.columns import Sealed
from bot.storage.tables.complaints import complaint_counts, complaints, holds, points
from bot.storage.tables.duties import alerts, tasks
from bot.storage.tables.keys import grants, keys
from bot.storage.tables.messages import outbox, timers
from bot.storage.tables.survivors import ledger
from bot.storage.tables.threads import attachments, entries, waiting

RESTING = (*PAUSED, "referred_elsewhere")
"""States in which nobody works on it and nobody has closed it."""

_c = complaints.c
_n = complaint_counts.c
_over_at = sa.case(
    (_c.closed_at.is_not(None), _c.closed_at),
    (_c.state.in_(ANSWERED), _c.decided_at),
    (_c.state.in_(RESTING), _c.paused_at),
    else_=None,
)
"""Closed or taken back; answered and not closed by anybody counts from its answer.

What was paused or passed on, and nobody went on with or closed, counts from that day.
"""


@dataclass(frozen=True, slots=True)
class OverRow:
    """A complaint that is over, and since when."""

    id: bytes
    step: str
    over_at: int


@dataclass(frozen=True, slots=True)
class CountRow:
    """The counts of one month."""

    id: bytes
    month: str
    body: Sealed


def over(conn: sa.Connection, before: int, now: int, only: bytes | None = None) -> list[OverRow]:
    """Return complaints that were over before a moment and that no hold keeps, the oldest first.

    With ``only``: that one, if it is among them.
    """
    held = on(_c.id, _c.survivor_id, now=now)
    query = sa.select(_c.id, _c.step, _over_at).where(_over_at < before, ~held)
    if only is not None:
        query = query.where(_c.id == only)
    return [OverRow(*row) for row in conn.execute(query.order_by(_over_at, _c.id))]


def over_at(row: ComplaintRow) -> int | None:
    """Return since when a complaint is over; None: it isn't."""
    if row.closed_at is not None:
        return row.closed_at
    if row.state in RESTING:
        return row.paused_at
    return row.decided_at if row.state in ANSWERED else None


def resting(conn: sa.Connection, before: int) -> list[bytes]:
    """Return what was paused or passed on before a moment, and rests since, the oldest first."""
    query = sa.select(_c.id).where(
        _c.state.in_(RESTING), _c.closed_at.is_(None), _c.paused_at < before
    )
    return [row.id for row in conn.execute(query.order_by(_c.paused_at, _c.id))]


def tasks_since(conn: sa.Connection, kind: str, since: int) -> list[tuple[bytes, Sealed, int]]:
    """Return (id, detail, made) of tasks of a kind, done or not, that were made after that."""
    query = sa.select(tasks.c.id, tasks.c.detail, tasks.c.created_at).where(
        tasks.c.kind == kind, tasks.c.detail.is_not(None), tasks.c.created_at > since
    )
    return [(row.id, row.detail, row.created_at) for row in conn.execute(query)]


def erase(conn: sa.Connection, complaint_id: bytes, now: int) -> None:
    """Delete a complaint with everything that names it, and its key; its id is remembered."""
    words = sa.select(entries.c.id).where(entries.c.object_id == complaint_id)
    for table in (outbox, ledger, attachments):
        conn.execute(sa.delete(table).where(table.c.entry_id.in_(words)))
    for table in (entries, grants, holds):
        conn.execute(sa.delete(table).where(table.c.object_id == complaint_id))
    for table in (waiting, points, alerts):
        conn.execute(sa.delete(table).where(table.c.complaint_id == complaint_id))
    conn.execute(sa.delete(timers).where(timers.c.subject_id == complaint_id))
    conn.execute(sa.delete(complaints).where(_c.id == complaint_id))
    conn.execute(sa.delete(keys).where(keys.c.owner_id == complaint_id))
    retention.remember_erased(conn, complaint_id, now)


def tasks_of_kinds(conn: sa.Connection, kinds: Iterable[str]) -> list[tuple[bytes, Sealed]]:
    """Return (id, detail) of tasks whose kinds begin so, done or not."""
    begins = sa.or_(*(tasks.c.kind.startswith(kind) for kind in kinds))
    query = sa.select(tasks.c.id, tasks.c.detail).where(
        begins, tasks.c.detail.is_not(None), tasks.c.survivor_id.is_(None)
    )
    return [(row.id, row.detail) for row in conn.execute(query)]


def drop(conn: sa.Connection, table: sa.Table, ids: list[bytes]) -> None:
    """Delete rows by their ids."""
    conn.execute(sa.delete(table).where(table.c.id.in_(ids)))


def counts(conn: sa.Connection, month: str = "") -> list[CountRow]:
    """Return the counts of one month, its row locked, or of all."""
    query = sa.select(_n.id, _n.month, _n.body).order_by(_n.month)
    if month:
        query = query.where(_n.month == month).with_for_update()
    return [CountRow(*row) for row in conn.execute(query)]


def put_counts(conn: sa.Connection, row: CountRow) -> None:
    """Keep the counts of a month."""
    changed = conn.execute(sa.update(complaint_counts).where(_n.id == row.id).values(body=row.body))
    if not changed.rowcount:
        conn.execute(sa.insert(complaint_counts).values(id=row.id, month=row.month, body=row.body))
