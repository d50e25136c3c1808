"""Staff and their roles, as they are stored. What of it may be gone by is said by ``bot.vouched``.

The rule kept here: what is about a person is ``Sealed`` before it comes here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from bot.storage.hot import Hot
from bot.storage.rows import select, values_of
from bot.storage.tables.columns import Sealed
from bot.storage.tables.staff import roles, staff

_s = staff.c
_ro = roles.c


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A member of staff as stored."""

    id: bytes
    organisation_id: bytes
    name: Sealed
    sms_name: Sealed
    email: Sealed
    phone: Sealed | None
    working_days: Sealed
    cohort: Sealed | None
    state: str
    public: Sealed | None
    totp: Sealed | None
    totp_step: int
    salt: bytes | None
    kdf: str | None
    verifier: bytes | None
    wrapped: bytes | None
    invited_by: bytes | None
    verified_by: bytes | None
    verified_at: int | None
    standing: Sealed | None  # what of the above, and which roles, we vouch for
    created_at: int


_insert = Hot(postgresql.insert(staff).on_conflict_do_nothing())
_select = select(staff, StaffRow)
_by_id = Hot(_select.where(_s.id == sa.bindparam("id")))
_by_email = _select.where(_s.email_index == sa.bindparam("index"))
_all_staff = Hot(_select.order_by(_s.created_at, _s.id))
_locked = Hot(_select.where(_s.id == sa.bindparam("id")).with_for_update())


def get(conn: sa.Connection, staff_id: bytes) -> StaffRow | None:
    """Return a member of staff by id."""
    row = _by_id.first(conn, {"id": staff_id})
    return None if row is None else StaffRow(*row)


def get_locked(conn: sa.Connection, staff_id: bytes) -> StaffRow | None:
    """Return a member of staff by id, the row locked."""
    row = _locked.first(conn, {"id": staff_id})
    return None if row is None else StaffRow(*row)


def keep_standing(conn: sa.Connection, staff_id: bytes, standing: Sealed) -> None:
    """Keep what we vouch for."""
    conn.execute(sa.update(staff).where(_s.id == staff_id).values(standing=standing))


def by_email(conn: sa.Connection, index: bytes) -> StaffRow | None:
    """Return the member of staff with the e-mail address of this blind index."""
    return _one(conn.execute(_by_email, {"index": index}))


def everyone(conn: sa.Connection) -> list[StaffRow]:
    """Return all staff, the longest known first."""
    return [StaffRow(*row) for row in _all_staff.all(conn, {})]


def add(conn: sa.Connection, row: StaffRow, email_index: bytes) -> bool:
    """Add a member of staff; False where somebody has this address already."""
    return _insert.run(conn, {**values_of(row), "email_index": email_index}) == 1


def enrol(  # noqa: PLR0913 - a row is its columns
    conn: sa.Connection,
    staff_id: bytes,
    *,
    public: Sealed,
    totp: Sealed,
    totp_step: int,
    salt: bytes,
    kdf: str,
    verifier: bytes,
    wrapped: bytes,
) -> None:
    """Keep what somebody enrolled with; their key is unverified."""
    conn.execute(
        sa.update(staff)
        .where(_s.id == staff_id)
        .values(
            state="unverified",
            public=public,
            totp=totp,
            totp_step=totp_step,
            salt=salt,
            kdf=kdf,
            verifier=verifier,
            wrapped=wrapped,
        )
    )


def activate(conn: sa.Connection, staff_id: bytes, by: bytes | None, now: int) -> bool:
    """Remember that somebody's key was verified; False where another unit just did."""
    changed = conn.execute(
        sa.update(staff)
        .where(_s.id == staff_id, _s.state == "unverified")
        .values(state="active", verified_by=by, verified_at=now)
    )
    return changed.rowcount == 1


def disable(conn: sa.Connection, staff_id: bytes) -> None:
    """Let somebody sign in no more."""
    conn.execute(sa.update(staff).where(_s.id == staff_id).values(state="disabled"))


def start_again(conn: sa.Connection, staff_id: bytes, heard_by: bytes) -> None:
    """Forget somebody's pair, words and second factor: they are invited anew, by another person."""
    forget_secrets(conn, staff_id)
    conn.execute(
        sa.update(staff)
        .where(_s.id == staff_id)
        .values(
            state="invited", public=None, invited_by=heard_by, verified_by=None, verified_at=None
        )
    )


def forget_factor(conn: sa.Connection, staff_id: bytes) -> None:
    """Forget somebody's second factor; their pair and words stay."""
    conn.execute(sa.update(staff).where(_s.id == staff_id).values(totp=None))


def new_factor(conn: sa.Connection, staff_id: bytes, totp: Sealed, totp_step: int) -> bool:
    """Keep a new second factor; False where there is one."""
    kept = conn.execute(
        sa.update(staff)
        .where(_s.id == staff_id, _s.totp.is_(None))
        .values(totp=totp, totp_step=totp_step)
    )
    return kept.rowcount == 1


def forget_secrets(conn: sa.Connection, staff_id: bytes) -> None:
    """Delete the wrapped private key and everything that unlocked it."""
    conn.execute(
        sa.update(staff)
        .where(_s.id == staff_id)
        .values(salt=None, kdf=None, verifier=None, wrapped=None, totp=None)
    )


def employ(conn: sa.Connection, staff_id: bytes, organisation_id: bytes) -> None:
    """Let somebody work for another organisation."""
    conn.execute(sa.update(staff).where(_s.id == staff_id).values(organisation_id=organisation_id))


def keep_phone(conn: sa.Connection, staff_id: bytes, phone: Sealed | None) -> None:
    """Keep somebody's work telephone, or none."""
    conn.execute(sa.update(staff).where(_s.id == staff_id).values(phone=phone))


def roles_with_since(conn: sa.Connection) -> dict[bytes, dict[str, int]]:
    """Return the roles that stand in the clear, which nobody goes by, to be compared."""
    found: dict[bytes, dict[str, int]] = {}
    for staff_id, role, since in conn.execute(sa.select(_ro.staff_id, _ro.role, _ro.since)):
        found.setdefault(staff_id, {})[role] = since
    return found


def add_role(conn: sa.Connection, staff_id: bytes, role: str, since: int) -> None:
    """Write down a role from a moment on."""
    conn.execute(sa.insert(roles).values(staff_id=staff_id, role=role, since=since))


def drop_role(conn: sa.Connection, staff_id: bytes, role: str) -> None:
    """Take a role away."""
    conn.execute(sa.delete(roles).where(_ro.staff_id == staff_id, _ro.role == role))


def _one(found: Iterable[Sequence[Any]]) -> StaffRow | None:
    row = next(iter(found), None)
    return None if row is None else StaffRow(*row)
