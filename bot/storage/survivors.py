"""Survivors, and their contact plans.

The rule kept here: everything about her but ids and times is under her own data key.
"""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from bot.storage.hot import Hot
from bot.storage.rows import insert, select, values_of
from bot.storage.tables.columns import Sealed
from bot.storage.tables.keys import keys
from bot.storage.tables.survivors import contact_plans, contacts, survivors

_s = survivors.c
_p = contact_plans.c


@dataclass(frozen=True, slots=True)
class SurvivorRow:
    """A survivor as stored, with her wrapped data key."""

    id: bytes
    advocate_id: bytes
    advocate: Sealed | None
    case_name: Sealed
    name: Sealed | None
    language: Sealed
    nation: Sealed
    staff_words: Sealed
    created_at: int
    ended_at: int | None
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A contact plan."""

    survivor_id: bytes
    contact_id: bytes | None
    plan: Sealed
    changed_at: int


_select = select(survivors, SurvivorRow, wrapped=keys.c.wrapped).join(
    keys, keys.c.owner_id == _s.id
)
_by_id = Hot(_select.where(_s.id == sa.bindparam("id")))
_some = _select.where(_s.id.in_(sa.bindparam("ids", expanding=True))).order_by(_s.created_at, _s.id)
_of_advocate = _select.where(
    _s.advocate_id == sa.bindparam("advocate_id"), _s.ended_at.is_(None)
).order_by(_s.created_at, _s.id)
_all = _select.where(_s.ended_at.is_(None)).order_by(_s.created_at, _s.id)
_plan = select(contact_plans, PlanRow).where(_p.survivor_id == sa.bindparam("survivor_id"))


def get(conn: sa.Connection, survivor_id: bytes) -> SurvivorRow | None:
    """Return a survivor; None when there is none or her key was erased."""
    found = _by_id.first(conn, {"id": survivor_id})
    return None if found is None else SurvivorRow(*found)


def some(conn: sa.Connection, survivor_ids: Collection[bytes]) -> list[SurvivorRow]:
    """Return these survivors, the longest known first; without those whose key was erased."""
    if not survivor_ids:
        return []
    return [SurvivorRow(*row) for row in conn.execute(_some, {"ids": list(survivor_ids)})]


def of_advocate(conn: sa.Connection, advocate_id: bytes) -> list[SurvivorRow]:
    """Return an advocate's survivors, the longest known first."""
    return [SurvivorRow(*row) for row in conn.execute(_of_advocate, {"advocate_id": advocate_id})]


def everyone(conn: sa.Connection) -> list[SurvivorRow]:
    """Return all survivors, the longest known first."""
    return [SurvivorRow(*row) for row in conn.execute(_all)]


def add(conn: sa.Connection, row: SurvivorRow) -> None:
    """Add a survivor; her data key is a row of ``keys``."""
    values = values_of(row)
    del values["wrapped"]
    conn.execute(sa.insert(survivors).values(**values))


def without_link(conn: sa.Connection, made_before: int) -> list[tuple[bytes, bytes, int]]:
    """Return survivor, advocate and since when, of those known longer and on no phone now."""
    linked = sa.select(contacts.c.id).where(
        contacts.c.survivor_id == _s.id, contacts.c.standing.in_(("open", "locked"))
    )
    found = conn.execute(
        sa.select(_s.id, _s.advocate_id, _s.created_at)
        .where(_s.created_at < made_before, _s.ended_at.is_(None), ~linked.exists())
        .order_by(_s.created_at)
    )
    return [(row.id, row.advocate_id, row.created_at) for row in found]


def plan(conn: sa.Connection, survivor_id: bytes) -> PlanRow | None:
    """Return her contact plan."""
    found = conn.execute(_plan, {"survivor_id": survivor_id}).first()
    return None if found is None else PlanRow(*found)


def keep_plan(conn: sa.Connection, row: PlanRow) -> None:
    """Keep her contact plan; there is one."""
    values = values_of(row)
    conn.execute(
        insert(conn, contact_plans)
        .values(**values)
        .on_conflict_do_update(index_elements=["survivor_id"], set_=values)
    )


def forget_phone(conn: sa.Connection, contact_id: bytes) -> None:
    """Let no plan name this phone any more as where we write."""
    conn.execute(
        sa.update(contact_plans).where(_p.contact_id == contact_id).values(contact_id=None)
    )
