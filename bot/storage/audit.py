"""Audit rows, and the sealed days that chain them.

The rule kept here: a row is written with the unit it tells of, and holds ids and a word, no more.
"""

from dataclasses import dataclass, fields

import sqlalchemy as sa

from bot.storage.tables import audit, audit_days

_a = audit.c
_d = audit_days.c


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


_insert = sa.insert(audit)
_select = sa.select(*(_a[field.name] for field in fields(AuditRow)))
_between = _select.where(_a.at >= sa.bindparam("begin"), _a.at < sa.bindparam("end"))
_days = sa.select(_d.day, _d.salt, _d.hash).order_by(_d.day)


def add(conn: sa.Connection, row: AuditRow) -> None:
    """Write one row."""
    conn.execute(_insert, {field.name: getattr(row, field.name) for field in fields(row)})


def between(conn: sa.Connection, begin: int, end: int) -> list[AuditRow]:
    """Return the rows of a stretch of time, oldest first."""
    found = conn.execute(_between.order_by(_a.at, _a.id), {"begin": begin, "end": end})
    return [AuditRow(*row) for row in found]


def newest(conn: sa.Connection, before: int, most: int) -> list[AuditRow]:
    """Return the newest rows before a moment, the newest first; none of complaints.

    A row less on a page, or a page more, would tell that there is one: they have their own list.
    """
    query = _select.where(_a.at < before, ~_a.act.startswith("complaint"))
    found = conn.execute(query.order_by(_a.at.desc(), _a.id).limit(most))
    return [AuditRow(*row) for row in found]


def of_object(conn: sa.Connection, object_id: bytes) -> list[AuditRow]:
    """Return what was done to one thing, the oldest first."""
    found = conn.execute(_select.where(_a.object_id == object_id).order_by(_a.at, _a.id))
    return [AuditRow(*row) for row in found]


def granted(conn: sa.Connection, object_id: bytes) -> set[bytes]:
    """Return everybody who was ever given a copy of this thread."""
    query = sa.select(_a.other_id).where(_a.act == "grant", _a.object_id == object_id)
    return {row.other_id for row in conn.execute(query) if row.other_id is not None}


def first_at(conn: sa.Connection) -> int | None:
    """Return the time of the oldest row."""
    return conn.execute(sa.select(sa.func.min(_a.at))).scalar()


def days(conn: sa.Connection) -> list[DayRow]:
    """Return the sealed days in order."""
    return [DayRow(*row) for row in conn.execute(_days)]


def add_day(conn: sa.Connection, row: DayRow) -> None:
    """Keep a sealed day."""
    conn.execute(sa.insert(audit_days).values(day=row.day, salt=row.salt, hash=row.hash))


def trim(conn: sa.Connection, before: int, limit: int) -> int:
    """Delete rows past their retention; their days' hashes stay."""
    old = sa.select(_a.id).where(_a.at < before).limit(limit)
    return conn.execute(sa.delete(audit).where(_a.id.in_(old))).rowcount
