"""Wrapped data keys, and the recovery pairs' public halves.

The rule kept here: a data key stands in this one table, so that deleting its row erases all that
was ever sealed under it.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from bot.storage.hot import Hot
from bot.storage.rows import select, values_of
from bot.storage.tables.columns import Sealed
from bot.storage.tables.keys import keys, recoveries

_k = keys.c
_r = recoveries.c
_insert = sa.insert(keys)
_wrapped = Hot(sa.select(_k.wrapped).where(_k.owner_id == sa.bindparam("owner_id")))
_delete = sa.delete(keys).where(_k.owner_id == sa.bindparam("b_owner_id"))


@dataclass(frozen=True, slots=True)
class RecoveryRow:
    """A recovery pair, or the outside reviewer's: the half that seals."""

    id: bytes
    kind: str
    public: Sealed
    proof: Sealed | None
    made_at: int
    retired_at: int | None


_recoveries = select(recoveries, RecoveryRow).order_by(_r.made_at.desc(), _r.id)


def add(conn: sa.Connection, owner_id: bytes, wrapped: bytes, now: int) -> None:
    """Keep an owner's wrapped data key."""
    conn.execute(_insert, {"owner_id": owner_id, "wrapped": wrapped, "created_at": now})


def wrapped(conn: sa.Connection, owner_id: bytes) -> bytes | None:
    """Return an owner's wrapped data key; None when it was erased."""
    found = _wrapped.first(conn, {"owner_id": owner_id})
    return None if found is None else found[0]


def drop(conn: sa.Connection, owner_id: bytes) -> None:
    """Delete an owner's data key: what was sealed under it can never be opened again."""
    conn.execute(_delete, {"b_owner_id": owner_id})


def recoveries_made(conn: sa.Connection) -> list[RecoveryRow]:
    """Return every pair that was made, the newest first, also those that retired."""
    return [RecoveryRow(*row) for row in conn.execute(_recoveries)]


def add_recovery(conn: sa.Connection, row: RecoveryRow) -> None:
    """Put a new pair in force; the one before it retires."""
    retire_recovery(conn, row.kind, row.made_at)
    conn.execute(sa.insert(recoveries).values(values_of(row)))


def retire_recovery(conn: sa.Connection, kind: str, now: int) -> None:
    """Let a pair go out of force: what proved that it was goes."""
    conn.execute(
        sa.update(recoveries)
        .where(_r.kind == kind, _r.retired_at.is_(None))
        .values(retired_at=now, proof=None)
    )
