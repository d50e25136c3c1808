"""Invitations: of survivors (72 hours) and of staff (14 days).

The rule kept here: a code is known only by its MAC, and opens once.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from bot.storage.rows import select, values_of
from bot.storage.tables.survivors import invites

_i = invites.c


@dataclass(frozen=True, slots=True)
class InviteRow:
    """An invitation."""

    id: bytes
    kind: str
    subject_id: bytes
    made_by: bytes | None
    code_mac: bytes
    link_mac: bytes | None
    proof: bytes | None
    created_at: int
    expires_at: int
    used_at: int | None
    revoked_at: int | None
    contact_id: bytes | None


_select = select(invites, InviteRow)
_by_mac = _select.where(
    _i.kind == sa.bindparam("kind"),
    sa.or_(_i.code_mac == sa.bindparam("mac"), _i.link_mac == sa.bindparam("mac")),
)
_of = _select.where(_i.subject_id == sa.bindparam("subject_id")).order_by(_i.created_at.desc())
_live = (
    _i.used_at.is_(None),
    _i.revoked_at.is_(None),
    _i.expires_at > sa.bindparam("b_now"),
)
_use = (
    sa.update(invites)
    .where(_i.id == sa.bindparam("b_id"), *_live)
    .values(used_at=sa.bindparam("b_now"), contact_id=sa.bindparam("contact_id"))
)


def live(row: InviteRow | None, now: int) -> InviteRow | None:
    """Return the invitation if it still opens; wrong, used and expired look the same."""
    if row is None or row.used_at is not None or row.revoked_at is not None:
        return None
    return row if row.expires_at > now else None


def by_mac(conn: sa.Connection, kind: str, mac: bytes) -> InviteRow | None:
    """Return the invitation of this code or link."""
    found = conn.execute(_by_mac, {"kind": kind, "mac": mac}).first()
    return None if found is None else InviteRow(*found)


def of(conn: sa.Connection, subject_id: bytes) -> list[InviteRow]:
    """Return all invitations of a survivor or a member of staff, the newest first."""
    return [InviteRow(*row) for row in conn.execute(_of, {"subject_id": subject_id})]


def add(conn: sa.Connection, row: InviteRow) -> None:
    """Keep a new invitation; those before it of the same person no longer open."""
    revoke_of(conn, row.subject_id, row.created_at)
    conn.execute(sa.insert(invites).values(values_of(row)))


def use(conn: sa.Connection, invite_id: bytes, now: int, contact_id: bytes | None) -> bool:
    """Use an invitation; False when it no longer opens."""
    used = conn.execute(_use, {"b_id": invite_id, "b_now": now, "contact_id": contact_id})
    return used.rowcount == 1


def revoke_of(conn: sa.Connection, subject_id: bytes, now: int) -> None:
    """Let no invitation of this person open any more."""
    conn.execute(
        sa.update(invites)
        .where(_i.subject_id == subject_id, _i.used_at.is_(None), _i.revoked_at.is_(None))
        .values(revoked_at=now)
    )
