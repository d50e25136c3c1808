"""What came in: the ids seen, the messages parked while our own code failed, and timers.

The rule kept here: an id is remembered in the unit that handles it, so that a repeated webhook
answers 200 only when the original is durable.
"""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from bot.storage.hot import Hot
from bot.storage.rows import insert, select, values_of
from bot.storage.tables.columns import Sealed
from bot.storage.tables.messages import inbound, leases, parked, timers

_seen = Hot(postgresql.insert(inbound).on_conflict_do_nothing())


_p = parked.c
_t = timers.c
_hasten = Hot(
    sa.update(timers)
    .where(_t.subject_id == sa.bindparam("b_subject"), _t.kind == sa.bindparam("b_kind"))
    .values(due_at=sa.bindparam("now"))
)


def first_time(conn: sa.Connection, source: str, external: str, at: int) -> bool:
    """Remember a carrier's id; return False when it was handled before."""
    return _seen.run(conn, {"source": source, "external": external, "at": at}) == 1


def forget_seen(conn: sa.Connection, before: int, limit: int) -> int:
    """Forget ids older than the carriers repeat (seven days)."""
    old = (
        sa.select(inbound.c.source, inbound.c.external)
        .where(inbound.c.at < before)
        .limit(limit)
        .subquery()
    )
    gone = sa.delete(inbound).where(
        sa.tuple_(inbound.c.source, inbound.c.external).in_(sa.select(old.c.source, old.c.external))
    )
    return conn.execute(gone).rowcount


@dataclass(frozen=True, slots=True)
class ParkedRow:
    """A message kept sealed because our own code failed on it."""

    id: bytes
    contact_id: bytes
    raw: Sealed
    fault: str
    revision: int
    tries: int
    at: int
    next_at: int


def park(conn: sa.Connection, row: ParkedRow) -> None:
    """Keep a message our own code failed on."""
    conn.execute(sa.insert(parked).values(values_of(row)))


def parked_due(conn: sa.Connection, now: int, limit: int) -> list[ParkedRow]:
    """Return parked messages to be tried again, oldest first."""
    query = select(parked, ParkedRow).where(_p.next_at <= now).order_by(_p.at, _p.id)
    return [ParkedRow(*row) for row in conn.execute(query.limit(limit))]


def unpark(conn: sa.Connection, row_id: bytes) -> bool:
    """Delete a parked message; False when another worker already did."""
    return conn.execute(sa.delete(parked).where(_p.id == row_id)).rowcount == 1


def still_parked(conn: sa.Connection, row_id: bytes) -> bool:
    """Whether no other worker has handled a parked message meanwhile."""
    found = conn.execute(sa.select(_p.id).where(_p.id == row_id).with_for_update())
    return found.first() is not None


def park_again(conn: sa.Connection, row_id: bytes, next_at: int) -> None:
    """Count a failed try of a parked message."""
    conn.execute(
        sa.update(parked).where(_p.id == row_id).values(tries=_p.tries + 1, next_at=next_at)
    )


def set_timer(conn: sa.Connection, row_id: bytes, kind: str, subject: bytes, due_at: int) -> None:
    """Set, or move, the one timer of a kind for a subject."""
    conn.execute(
        insert(conn, timers)
        .values(id=row_id, kind=kind, subject_id=subject, due_at=due_at)
        .on_conflict_do_update(index_elements=["kind", "subject_id"], set_={"due_at": due_at})
    )


def hasten(conn: sa.Connection, subject: bytes, kind: str, now: int) -> None:
    """Let a subject's timer fire now, where there is one."""
    _hasten.run(conn, {"b_subject": subject, "b_kind": kind, "now": now})


def has_timer(conn: sa.Connection, subject: bytes, kind: str) -> bool:
    """Say whether a subject has a timer of a kind."""
    query = sa.select(_t.id).where(_t.subject_id == subject, _t.kind == kind)
    return conn.execute(query).first() is not None


def drop_timers(conn: sa.Connection, subject: bytes, kind: str | None = None) -> None:
    """Delete a subject's timers, of one kind or all."""
    gone = sa.delete(timers).where(_t.subject_id == subject)
    conn.execute(gone if kind is None else gone.where(_t.kind == kind))


def timers_due(conn: sa.Connection, now: int, limit: int) -> list[tuple[bytes, str, bytes]]:
    """Return (id, kind, subject) of timers that have fired, oldest first."""
    found = conn.execute(
        sa.select(_t.id, _t.kind, _t.subject_id)
        .where(_t.due_at <= now)
        .order_by(_t.due_at)
        .limit(limit)
    )
    return [(row.id, row.kind, row.subject_id) for row in found]


def put_off(conn: sa.Connection, row_id: bytes, now: int, later: int) -> None:
    """Let a timer that is due fire later; one that was moved meanwhile stays where it is."""
    conn.execute(sa.update(timers).where(_t.id == row_id, _t.due_at <= now).values(due_at=later))


def claim_timer(conn: sa.Connection, row_id: bytes, now: int) -> bool:
    """Delete a fired timer; False when another worker had it, or it was moved to a later time."""
    gone = conn.execute(sa.delete(timers).where(_t.id == row_id, _t.due_at <= now))
    return gone.rowcount == 1


def hold_lease(conn: sa.Connection, name: str, holder: bytes, now: int, until: int) -> int | None:
    """Take or renew a named lease; return its kept value, or None when somebody else holds it."""
    conn.execute(
        insert(conn, leases)
        .values(name=name, holder=None, until=0, value=0)
        .on_conflict_do_nothing()
    )
    row = conn.execute(
        sa.select(leases.c.holder, leases.c.until, leases.c.value)
        .where(leases.c.name == name)
        .with_for_update()
    ).one()
    if row.holder not in {None, holder} and row.until >= now:
        return None
    conn.execute(sa.update(leases).where(leases.c.name == name).values(holder=holder, until=until))
    return int(row.value)
