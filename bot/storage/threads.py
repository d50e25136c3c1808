"""Threads and the grants that open them.

The rule kept here: the private half of an epoch is in no row but grants, each sealed to its holder.
"""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from bot.storage.audit import GRANT
from bot.storage.hot import Hot
from bot.storage.rows import select, values_of
from bot.storage.tables.audit import audit
from bot.storage.tables.columns import Sealed
from bot.storage.tables.keys import grants, keys
from bot.storage.tables.survivors import survivors
from bot.storage.tables.threads import threads

_t = threads.c
_g = grants.c


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """A thread: the half that seals, for the epoch that runs."""

    id: bytes
    survivor_id: bytes
    epoch: int
    public: Sealed
    wrapped: bytes
    advocate_id: bytes


@dataclass(frozen=True, slots=True)
class GrantRow:
    """One holder's sealed copy of one epoch's private half."""

    id: bytes
    object_id: bytes
    epoch: int
    holder_id: bytes
    holder: Sealed
    sealed: bytes
    created_at: int


_insert_grant = Hot(postgresql.insert(grants).on_conflict_do_nothing())
_of_survivor = Hot(
    sa.select(_t.id, _t.survivor_id, _t.epoch, _t.public, keys.c.wrapped, survivors.c.advocate_id)
    .join(survivors, survivors.c.id == _t.survivor_id)
    .join(keys, keys.c.owner_id == _t.survivor_id)
    .where(_t.survivor_id == sa.bindparam("survivor_id"))
)
_by_id = sa.select(_t.survivor_id).where(_t.id == sa.bindparam("id"))
_grants = select(grants, GrantRow)
_held = _grants.where(
    _g.object_id == sa.bindparam("object_id"), _g.holder_id == sa.bindparam("holder_id")
).order_by(_g.epoch)
_of_object = _grants.where(_g.object_id == sa.bindparam("object_id")).order_by(_g.epoch, _g.id)
_of_holder = _grants.where(_g.holder_id == sa.bindparam("holder_id")).order_by(_g.object_id)


_asked = (
    sa.select(survivors.c.advocate_id, _t.id.label("thread_id"))
    .join(keys, keys.c.owner_id == survivors.c.id)
    .outerjoin(threads, _t.survivor_id == survivors.c.id)
    .where(survivors.c.id.in_(sa.bindparam("ids", expanding=True)))
    .cte()
)
_ever_held = sa.union(
    sa.select(_asked.c.advocate_id),
    sa.select(_g.holder_id).join(_asked, _asked.c.thread_id == _g.object_id),
    sa.select(audit.c.other_id)
    .join(_asked, _asked.c.thread_id == audit.c.object_id)
    .where(audit.c.act == GRANT, audit.c.other_id.is_not(None)),
)

_running = (
    sa.select(_t.survivor_id, survivors.c.advocate_id, _g.holder_id)
    .join(survivors, survivors.c.id == _t.survivor_id)
    .outerjoin(grants, sa.and_(_g.object_id == _t.id, _g.epoch == _t.epoch))
    .where(survivors.c.ended_at.is_(None))
    .order_by(_t.created_at, _t.id)
)


def of_survivor(conn: sa.Connection, survivor_id: bytes) -> ThreadRow | None:
    """Return a survivor's thread; None while her advocate's key is not verified."""
    found = _of_survivor.first(conn, {"survivor_id": survivor_id})
    return None if found is None else ThreadRow(*found)


def ever_held(conn: sa.Connection, survivor_ids: Collection[bytes]) -> set[bytes]:
    """Return who holds, or ever held, a copy of the threads of these people, and their advocates.

    Nothing of whoever's key was erased.
    """
    if not survivor_ids:
        return set()
    return set(conn.execute(_ever_held, {"ids": list(survivor_ids)}).scalars())


def of_advocates(conn: sa.Connection, staff_ids: Collection[bytes]) -> set[bytes]:
    """Return the ids of everybody these people stand or stood by, and of their threads."""
    query = (
        sa.select(survivors.c.id, _t.id)
        .outerjoin(threads, _t.survivor_id == survivors.c.id)
        .where(survivors.c.advocate_id.in_(staff_ids))
    )
    return {one for row in conn.execute(query) for one in row if one is not None}


def survivor_of(conn: sa.Connection, thread_id: bytes) -> bytes | None:
    """Return whose thread it is."""
    return conn.execute(_by_id, {"id": thread_id}).scalar()


def add(
    conn: sa.Connection, thread_id: bytes, survivor_id: bytes, public: Sealed, now: int
) -> None:
    """Begin a thread, epoch 1."""
    conn.execute(
        sa.insert(threads).values(
            id=thread_id, survivor_id=survivor_id, epoch=1, public=public, created_at=now
        )
    )


def advance(conn: sa.Connection, thread_id: bytes, epoch: int, public: Sealed) -> bool:
    """Go on to the next epoch; False when another unit already did."""
    moved = conn.execute(
        sa.update(threads)
        .where(_t.id == thread_id, _t.epoch == epoch - 1)
        .values(epoch=epoch, public=public)
    )
    return moved.rowcount == 1


def grants_held(conn: sa.Connection, thread_id: bytes, holder_id: bytes) -> list[GrantRow]:
    """Return one holder's grants on a thread, by epoch."""
    found = conn.execute(_held, {"object_id": thread_id, "holder_id": holder_id})
    return [GrantRow(*row) for row in found]


def grants_of(conn: sa.Connection, thread_id: bytes) -> list[GrantRow]:
    """Return all grants on a thread, by epoch."""
    return [GrantRow(*row) for row in conn.execute(_of_object, {"object_id": thread_id})]


def grants_to_drop(conn: sa.Connection, object_id: bytes) -> list[GrantRow]:
    """Return all grants on a thread or complaint, locked before one of them is taken away.

    Two who are sent away at once would else each count on the other's copy, and none would be left.
    """
    found = conn.execute(_of_object.with_for_update(), {"object_id": object_id})
    return [GrantRow(*row) for row in found]


def grants_of_holder(conn: sa.Connection, holder_id: bytes) -> list[GrantRow]:
    """Return everything that one holder can open."""
    return [GrantRow(*row) for row in conn.execute(_of_holder, {"holder_id": holder_id})]


def add_grant(conn: sa.Connection, row: GrantRow) -> bool:
    """Keep one sealed copy; False where the holder has one of this epoch already."""
    return _insert_grant.run(conn, values_of(row)) == 1


def drop_grants(conn: sa.Connection, thread_id: bytes, holder_id: bytes) -> int:
    """Delete one holder's copies; return how many there were."""
    gone = sa.delete(grants).where(_g.object_id == thread_id, _g.holder_id == holder_id)
    return conn.execute(gone).rowcount


def missing(conn: sa.Connection, held_by: bytes, lacking: bytes, limit: int) -> list[GrantRow]:
    """Return grants of one holder on epochs that another holder has no copy of."""
    theirs = grants.alias()
    has = sa.select(theirs.c.id).where(
        theirs.c.object_id == _g.object_id,
        theirs.c.epoch == _g.epoch,
        theirs.c.holder_id == lacking,
    )
    of_thread = _g.object_id.in_(sa.select(_t.id))  # complaints have copies of their own rules
    found = conn.execute(
        _grants.where(_g.holder_id == held_by, of_thread, ~has.exists()).limit(limit)
    )
    return [GrantRow(*row) for row in found]


def count_missing(conn: sa.Connection, lacking: bytes) -> int:
    """Return how many epochs of all threads a holder has no copy of."""
    theirs = grants.alias()
    has = sa.select(theirs.c.id).where(
        theirs.c.object_id == _g.object_id,
        theirs.c.epoch == _g.epoch,
        theirs.c.holder_id == lacking,
    )
    of_thread = _g.object_id.in_(sa.select(_t.id))
    epochs = sa.select(_g.object_id, _g.epoch).where(of_thread, ~has.exists()).distinct().subquery()
    return int(conn.execute(sa.select(sa.func.count()).select_from(epochs)).scalar_one())


def running(conn: sa.Connection) -> list[tuple[bytes, bytes, frozenset[bytes]]]:
    """Return (survivor, her advocate, who holds the epoch that runs) of every thread."""
    found: dict[tuple[bytes, bytes], set[bytes]] = {}
    for survivor_id, advocate_id, holder_id in conn.execute(_running):
        held = found.setdefault((survivor_id, advocate_id), set())
        if holder_id is not None:
            held.add(holder_id)
    return [(*ids, frozenset(held)) for ids, held in found.items()]
