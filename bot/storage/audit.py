"""Audit rows, and the sealed days that chain them.

The rules kept here: a row is written with the unit it tells of, and holds ids and a word, no more;
rows come back in the order in which they were written, never by their random ids; what was done in
a complaint is on no list but its own, and is sealed in a chain of its own.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from bot.storage.rows import select, values_of
from bot.storage.tables.audit import audit, audit_days, complaint_days, complaint_leaves
from bot.storage.tables.threads import threads

_a = audit.c
_l = complaint_leaves.c

COMPLAINT = "complaint"
"""How the word of an act begins that was done in a complaint, or because there is one."""

GRANT = "grant"
"""The act by which somebody is given a copy of a thread."""

GONE = "complaint_retention"
"""The act by which complaints go that have had their time."""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """Who did what to what."""

    id: bytes
    at: int
    actor_id: bytes | None
    act: str
    object_id: bytes | None
    other_id: bytes | None


@dataclass(frozen=True, slots=True)
class DayRow:
    """One sealed day."""

    day: str
    salt: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class LeafRow:
    """What is left of an act that went with its complaint: enough to check its day."""

    leaf: bytes
    day: str
    gone_by: bytes


_insert = sa.insert(audit).inline()
_order = (_a.at, _a.seq)
_general = ~_a.act.startswith(COMPLAINT)
_select = select(audit, AuditRow)
_between = _select.where(_a.at >= sa.bindparam("begin"), _a.at < sa.bindparam("end"))


def add(conn: sa.Connection, row: AuditRow) -> None:
    """Write one row."""
    conn.execute(_insert, values_of(row))


def between(conn: sa.Connection, begin: int, end: int) -> list[AuditRow]:
    """Return the rows of a stretch of time, oldest first."""
    found = conn.execute(_between.order_by(*_order), {"begin": begin, "end": end})
    return [AuditRow(*row) for row in found]


def newest(conn: sa.Connection, before: int, most: int) -> list[AuditRow]:
    """Return the newest rows before a moment, the newest first; none of complaints.

    A row less on a page, or a page more, would tell that there is one: they have their own list.
    All rows of the last moment come along, more than ``most`` if need be: the next page begins
    before it.
    """
    shown = sa.select(_a.at).where(_a.at < before, _general).order_by(_a.at.desc())
    last = conn.execute(shown.offset(most - 1).limit(1)).scalar()
    query = _select.where(_a.at < before, _general).order_by(_a.at.desc(), _a.seq.desc())
    if last is not None:
        query = query.where(_a.at >= last)
    return [AuditRow(*row) for row in conn.execute(query)]


def of_object(conn: sa.Connection, object_id: bytes) -> list[AuditRow]:
    """Return what was done to one thing, the oldest first."""
    found = conn.execute(_select.where(_a.object_id == object_id).order_by(*_order))
    return [AuditRow(*row) for row in found]


def of_actor(conn: sa.Connection, actor_id: bytes) -> list[AuditRow]:
    """Return what somebody did, the oldest first; nothing of complaints."""
    query = _select.where(_a.actor_id == actor_id, _general).order_by(*_order)
    return [AuditRow(*row) for row in conn.execute(query)]


def first_at(conn: sa.Connection) -> int | None:
    """Return the time of the oldest row."""
    return conn.execute(sa.select(sa.func.min(_a.at))).scalar()


def days(conn: sa.Connection, *, complaints: bool = False) -> list[DayRow]:
    """Return the sealed days of one chain in order."""
    table = complaint_days if complaints else audit_days
    query = sa.select(table.c.day, table.c.salt, table.c.hash).order_by(table.c.day)
    return [DayRow(*row) for row in conn.execute(query)]


def add_day(conn: sa.Connection, row: DayRow, *, complaints: bool = False) -> None:
    """Keep a sealed day of one chain."""
    table = complaint_days if complaints else audit_days
    conn.execute(sa.insert(table).values(values_of(row)))


def leaves(conn: sa.Connection, *, day: str = "") -> list[LeafRow]:
    """Return what is left of acts that went with their complaint: of a day, or of all days."""
    query = sa.select(_l.leaf, _l.day, _l.gone_by).order_by(_l.leaf)
    found = conn.execute(query.where(_l.day == day) if day else query)
    return [LeafRow(*row) for row in found]


def gone_acts(conn: sa.Connection) -> dict[bytes, bytes | None]:
    """Return the acts by which complaints went, and what each vouches for."""
    found = conn.execute(sa.select(_a.id, _a.other_id).where(_a.act == GONE))
    return {row.id: row.other_id for row in found}


def reduce(conn: sa.Connection, rows: list[LeafRow], ids: list[bytes]) -> None:
    """Put leaves in the place of rows."""
    if rows:
        values = [values_of(row) for row in rows]
        conn.execute(sa.insert(complaint_leaves), values)
    conn.execute(sa.delete(audit).where(_a.id.in_(ids)))


def trim(conn: sa.Connection, before: int, limit: int) -> int:
    """Delete rows past their retention, and leaves that no row vouches for any more.

    Their days' hashes stay. So does who was given a copy of a thread, as long as there is one: who
    ever held it is shut out of complaints of hers, and that doesn't lapse (security.md 4).
    """
    told = sa.and_(_a.act == GRANT, _a.object_id.in_(sa.select(threads.c.id)))
    old = sa.select(_a.id).where(_a.at < before, ~told).limit(limit)
    gone = conn.execute(sa.delete(audit).where(_a.id.in_(old))).rowcount
    if gone:
        vouched = sa.select(_a.id).where(_a.act == GONE)
        conn.execute(sa.delete(complaint_leaves).where(_l.gone_by.not_in(vouched)))
    return gone
