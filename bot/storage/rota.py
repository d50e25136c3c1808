"""The on-call rota: who takes what cannot wait."""

from dataclasses import dataclass

import sqlalchemy as sa

from bot.storage.rows import select, values_of
from bot.storage.tables.columns import Sealed
from bot.storage.tables.duties import rota

_r = rota.c


@dataclass(frozen=True, slots=True)
class TurnRow:
    """One person's turn."""

    id: bytes
    staff_id: bytes
    starts_at: int
    ends_at: int
    proof: Sealed | None


_select = select(rota, TurnRow)
_between = _select.where(
    _r.starts_at < sa.bindparam("end"), _r.ends_at > sa.bindparam("begin")
).order_by(_r.starts_at, _r.id)


def add(conn: sa.Connection, row: TurnRow) -> None:
    """Put a person on call."""
    conn.execute(sa.insert(rota).values(values_of(row)))


def drop(conn: sa.Connection, turn_id: bytes) -> bool:
    """Take a turn out again."""
    return conn.execute(sa.delete(rota).where(_r.id == turn_id)).rowcount == 1


def between(conn: sa.Connection, begin: int, end: int) -> list[TurnRow]:
    """Return the turns that touch a stretch of time, in order."""
    return [TurnRow(*row) for row in conn.execute(_between, {"begin": begin, "end": end})]
