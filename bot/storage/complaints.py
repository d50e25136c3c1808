"""Complaints: how each stands, and which are whose.

The rule kept here: a row says how a complaint stands and nothing of what it is about; whatever is
about a person is under the complaint's own data key.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.storage.hot import Hot
from bot.storage.rows import select, values_of
from bot.storage.tables.columns import Sealed
from bot.storage.tables.complaints import complaints
from bot.storage.tables.keys import grants, keys
from bot.storage.tables.survivors import contacts

_c = complaints.c

OVER = ("closed", "withdrawn")
"""States in which nobody works on it any more."""

RESTS = (*OVER, "safeguarding_hold", "paused_by_survivor", "no_safe_contact", "referred_elsewhere")
"""States in which no clock runs."""

PAUSED = ("paused_by_survivor", "no_safe_contact")
"""States in which it waits until somebody goes on with it."""

ANSWERED = ("outcome_sent", "final_outcome_sent")
"""States in which she has the answer."""

UNDATED = frozenset((*RESTS, *ANSWERED))
"""States in which no date is promised: no clock runs, or she has the answer."""

DONE = frozenset((*OVER, *ANSWERED))
"""States in which nothing is left to do but to close it."""


NEW = ("submitted", "triage", "review_requested")
"""States in which somebody is to take it."""

MOST = 200  # lines of a queue
PIN_TRIES = 5


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    """A complaint as stored, with its wrapped data key."""

    id: bytes
    pin_mac: bytes | None
    pin_tries: int
    survivor_id: bytes | None
    link_id: bytes | None
    contact_id: bytes | None
    step: str
    state: str
    safeguarding: bool
    handler_id: bytes | None
    decider_id: bytes | None
    epoch: int
    public: Sealed
    reference: Sealed
    language: Sealed
    nation: Sealed
    about: Sealed
    subjects: Sealed
    excluded: Sealed
    way_back: Sealed | None
    made_at: int
    promised_at: int
    acknowledged_at: int | None
    paused_at: int | None
    late_told_at: int | None
    decided_at: int | None
    closed_at: int | None
    wrapped: bytes

    @property
    def waits(self) -> bool:
        """Whether somebody is to take it: it is new, or whoever worked on it does so no more."""
        left = self.handler_id is None and self.state not in UNDATED
        return left or self.state in NEW

    @property
    def pin_closed(self) -> bool:
        """Whether reference and digits open it no more: they were guessed at too often."""
        return self.pin_tries >= PIN_TRIES

    @property
    def is_nobodys(self) -> bool:
        """Whether nobody works on it and somebody may: also while its clock stands."""
        stands = self.state in RESTS and self.state not in OVER
        return self.waits or (self.handler_id is None and stands)


_select = select(complaints, ComplaintRow, wrapped=keys.c.wrapped).join(
    keys, keys.c.owner_id == _c.id
)
_by_id = _select.where(_c.id == sa.bindparam("id"))
_locked = _by_id.with_for_update(of=complaints)
_by_reference = _select.where(_c.reference_mac == sa.bindparam("mac")).with_for_update(
    of=complaints
)
_of_phone = _select.where(_c.contact_id == sa.bindparam("contact_id")).order_by(
    _c.made_at.desc(), _c.id
)
_of_link = Hot(_of_phone.where(_c.link_id == sa.bindparam("link_id")))
_of_no_link = Hot(_of_phone.where(_c.link_id.is_(None)))
_link = Hot(sa.select(contacts.c.link_id).where(contacts.c.id == sa.bindparam("contact_id")))


def _rows(conn: sa.Connection, query: sa.Select[Any]) -> list[ComplaintRow]:
    return [ComplaintRow(*row) for row in conn.execute(query)]


def add(conn: sa.Connection, row: ComplaintRow, reference_mac: bytes) -> None:
    """Keep a complaint; its data key is a row of ``keys``."""
    values = values_of(row)
    del values["wrapped"]
    conn.execute(sa.insert(complaints).values(reference_mac=reference_mac, **values))


def get(conn: sa.Connection, complaint_id: bytes) -> ComplaintRow | None:
    """Return a complaint to read from, its row not locked; None where its key was erased."""
    found = conn.execute(_by_id, {"id": complaint_id}).first()
    return None if found is None else ComplaintRow(*found)


def lock(conn: sa.Connection, complaint_id: bytes) -> ComplaintRow | None:
    """Return a complaint, its row locked."""
    found = conn.execute(_locked, {"id": complaint_id}).first()
    return None if found is None else ComplaintRow(*found)


def some(conn: sa.Connection, complaint_ids: Collection[bytes]) -> list[ComplaintRow]:
    """Return those of these that there are, to read from."""
    return _rows(conn, _select.where(_c.id.in_(complaint_ids))) if complaint_ids else []


def by_reference(conn: sa.Connection, mac: bytes) -> ComplaintRow | None:
    """Return the complaint of a reference, its row locked so that tries are counted one by one."""
    found = conn.execute(_by_reference, {"mac": mac}).first()
    return None if found is None else ComplaintRow(*found)


def of_link(conn: sa.Connection, contact_id: bytes, link_id: bytes | None) -> list[ComplaintRow]:
    """Return what was made from this phone while it stood for this link, the newest first."""
    if link_id is None:
        found = _of_no_link.all(conn, {"contact_id": contact_id})
    else:
        found = _of_link.all(conn, {"contact_id": contact_id, "link_id": link_id})
    return [ComplaintRow(*row) for row in found]


def running(conn: sa.Connection) -> list[ComplaintRow]:
    """Return every complaint that somebody works on, the oldest first."""
    query = _select.where(_c.state.not_in(OVER)).order_by(_c.made_at, _c.id)
    return _rows(conn, query)


def of_survivor(conn: sa.Connection, survivor_id: bytes) -> list[ComplaintRow]:
    """Return the complaints of a survivor that somebody works on; for routing, never for a page."""
    query = _select.where(_c.survivor_id == survivor_id, _c.state.not_in(OVER))
    return _rows(conn, query.order_by(_c.made_at, _c.id))


def held_by(conn: sa.Connection, staff_id: bytes, *, over: bool = False) -> list[ComplaintRow]:
    """Return the complaints that this person can open, the soonest promised first.

    With ``over``, those that are closed or were taken back instead, the newest first.
    """
    query = (
        _select.join(
            grants,
            sa.and_(
                grants.c.object_id == _c.id,
                grants.c.epoch == _c.epoch,
                grants.c.holder_id == staff_id,
            ),
        )
        .where(_c.closed_at.is_not(None) if over else _c.closed_at.is_(None))
        .order_by(_c.closed_at.desc() if over else _c.promised_at, _c.id)
        .limit(MOST)
    )
    return _rows(conn, query)


def uncovered(
    conn: sa.Connection,
    staff_id: bytes,
    pair_ids: Collection[bytes],
    complaint_id: bytes | None = None,
) -> list[tuple[bytes, int, bytes]]:
    """Return (complaint, epoch, pair) of what this person holds and a pair has no copy of."""
    theirs = grants.alias()
    found: list[tuple[bytes, int, bytes]] = []
    for pair_id in pair_ids:
        has = sa.select(theirs.c.id).where(
            theirs.c.object_id == grants.c.object_id,
            theirs.c.epoch == grants.c.epoch,
            theirs.c.holder_id == pair_id,
        )
        query = (
            sa.select(grants.c.object_id, grants.c.epoch)
            .join(complaints, _c.id == grants.c.object_id)
            .where(grants.c.holder_id == staff_id, ~has.exists())
        )
        if complaint_id is not None:
            query = query.where(_c.id == complaint_id)
        found += [(object_id, epoch, pair_id) for object_id, epoch in conn.execute(query)]
    return found


def change(conn: sa.Connection, complaint_id: bytes, **values: object) -> None:
    """Set columns of one complaint."""
    conn.execute(sa.update(complaints).where(_c.id == complaint_id).values(**values))


def advance(conn: sa.Connection, complaint_id: bytes, epoch: int, public: Sealed) -> bool:
    """Go on to the next epoch; False when another unit already did."""
    moved = conn.execute(
        sa.update(complaints)
        .where(_c.id == complaint_id, _c.epoch == epoch - 1)
        .values(epoch=epoch, public=public)
    )
    return moved.rowcount == 1


def count_try(conn: sa.Connection, reference_mac: bytes) -> None:
    """Count one wrong PIN; of an unknown reference it touches nothing and costs the same."""
    conn.execute(
        sa.update(complaints)
        .where(_c.reference_mac == reference_mac)
        .values(pin_tries=_c.pin_tries + 1)
    )


def link_of(conn: sa.Connection, contact_id: bytes) -> bytes | None:
    """Return the link that a phone stands for now, or last stood for."""
    found = _link.first(conn, {"contact_id": contact_id})
    return None if found is None else found[0]


def fresh_holders(conn: sa.Connection, complaint_id: bytes, epoch: int) -> set[bytes]:
    """Return who holds the epoch that runs."""
    query = sa.select(grants.c.holder_id).where(
        grants.c.object_id == complaint_id, grants.c.epoch == epoch
    )
    return {row.holder_id for row in conn.execute(query)}


def of_contact(conn: sa.Connection, contact_id: bytes) -> list[ComplaintRow]:
    """Return the complaints whose way back is this phone, the oldest first."""
    query = _select.where(_c.contact_id == contact_id).order_by(_c.made_at, _c.id)
    return _rows(conn, query)
