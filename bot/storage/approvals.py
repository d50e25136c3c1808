"""What two people decide: a proposal, and the other person's yes or no.

The rule kept here: a proposal is decided once, before it expires.
"""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from bot.storage.rows import select, values_of
from bot.storage.tables.columns import Sealed
from bot.storage.tables.duties import approvals

_a = approvals.c


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """A proposal."""

    id: bytes
    kind: str
    proposal: Sealed
    proof: Sealed | None
    proposed_by: bytes
    proposed_at: int
    expires_at: int
    decided_by: bytes | None
    decided_at: int | None
    decision: str | None


_select = select(approvals, ApprovalRow)
_by_id = _select.where(_a.id == sa.bindparam("id")).with_for_update()
_open = _select.where(_a.decided_at.is_(None), _a.expires_at > sa.bindparam("now")).order_by(
    _a.proposed_at, _a.id
)


def add(conn: sa.Connection, row: ApprovalRow) -> None:
    """Keep a proposal."""
    conn.execute(sa.insert(approvals).values(values_of(row)))


def get(conn: sa.Connection, approval_id: bytes) -> ApprovalRow | None:
    """Return one proposal, its row locked."""
    found = conn.execute(_by_id, {"id": approval_id}).first()
    return None if found is None else ApprovalRow(*found)


def undecided(conn: sa.Connection, now: int) -> list[ApprovalRow]:
    """Return proposals that wait for the other person."""
    return [ApprovalRow(*row) for row in conn.execute(_open, {"now": now})]


def of_kind(conn: sa.Connection, kind: str) -> list[ApprovalRow]:
    """Return every proposal of a kind, decided or not, the newest first."""
    query = _select.where(_a.kind == kind).order_by(_a.proposed_at.desc(), _a.id)
    return [ApprovalRow(*row) for row in conn.execute(query)]


def of_proposer(conn: sa.Connection, staff_id: bytes, since: int) -> list[ApprovalRow]:
    """Return what somebody proposed since then, decided or not, the newest first."""
    query = _select.where(_a.proposed_by == staff_id, _a.proposed_at >= since)
    found = conn.execute(query.order_by(_a.proposed_at.desc(), _a.id))
    return [ApprovalRow(*row) for row in found]


def agreed(conn: sa.Connection, kind: str, since: int) -> list[ApprovalRow]:
    """Return proposals of a kind that the other person agreed to since then."""
    query = _select.where(_a.kind == kind, _a.decision == "yes", _a.decided_at >= since)
    return [ApprovalRow(*row) for row in conn.execute(query)]


def decide(conn: sa.Connection, approval_id: bytes, by: bytes, now: int, decision: str) -> bool:
    """Write the decision; False when it was decided or ran out before."""
    changed = conn.execute(
        sa.update(approvals)
        .where(_a.id == approval_id, _a.decided_at.is_(None), _a.expires_at > now)
        .values(decided_by=by, decided_at=now, decision=decision)
    )
    return changed.rowcount == 1


def keep(conn: sa.Connection, approval_id: bytes, proposal: Sealed) -> None:
    """Keep a proposal that changed while it waits (a share typed back)."""
    conn.execute(sa.update(approvals).where(_a.id == approval_id).values(proposal=proposal))


def drop(conn: sa.Connection, approval_id: bytes) -> None:
    """Forget a proposal with everything in it."""
    conn.execute(sa.delete(approvals).where(_a.id == approval_id))


def trim(conn: sa.Connection, before: int, limit: int) -> int:
    """Delete proposals that were decided, or ran out, before then."""
    ended = sa.func.coalesce(_a.decided_at, _a.expires_at)
    old = sa.select(_a.id).where(ended < before).limit(limit)
    return conn.execute(sa.delete(approvals).where(_a.id.in_(old))).rowcount


def drop_expired(conn: sa.Connection, kinds: Collection[str], now: int) -> int:
    """Forget proposals of these kinds that ran out."""
    gone = sa.delete(approvals).where(_a.kind.in_(kinds), _a.expires_at <= now)
    return conn.execute(gone).rowcount
