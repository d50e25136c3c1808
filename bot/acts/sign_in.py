"""Signing in: the second factor, and what the passphrase is compared with.

The rules kept here: a code is used once (the step of the last code that was accepted stands in the
row, and only a later one is taken, in one statement, so that two at once can't both win); an
address that nobody has costs the work that a known one costs.
"""

import hmac
from functools import lru_cache
from hashlib import sha256

import pyotp
import sqlalchemy as sa

from bot import vouched
from bot.storage import people
from bot.storage.people import StaffRow
from bot.storage.tables.columns import Sealed
from bot.storage.tables.staff import staff
from bot.vault import Vault
from bot.vault.passphrase import Enrolment

STEP_SECONDS = 30
NOBODY = bytes(16)
STATES = ("active", "unverified")
DRIFT = 1  # steps that a telephone's clock may be off, either way

_s = staff.c
_may = _s.state.in_(STATES)
_columns = (_s.id, _s.totp, _s.totp_step)
_by_email = sa.select(*_columns).where(_s.email_index == sa.bindparam("email"), _may)
_by_id = sa.select(*_columns).where(_s.id == sa.bindparam("id"), _may)
_use = (
    sa.update(staff)
    .where(_s.id == sa.bindparam("b_id"), _s.totp_step < sa.bindparam("b_step"))
    .values(totp_step=sa.bindparam("b_step"))
)
_enrolment = sa.select(_s.salt, _s.kdf, _s.verifier, _s.wrapped, _s.totp).where(
    _s.id == sa.bindparam("id"), _may
)


def use_code(conn: sa.Connection, vault: Vault, *, email: str, code: str, now: int) -> bytes | None:
    """Use up a code of whoever has this address; their id, or None for every other outcome."""
    row = conn.execute(_by_email, {"email": vault.email_index(email)}).mappings().first()
    return _used(conn, vault, row, code, now)


def use_own_code(conn: sa.Connection, vault: Vault, person: bytes, *, code: str, now: int) -> bool:
    """Use up a code of a person whose session asks for it again."""
    row = conn.execute(_by_id, {"id": person}).mappings().first()
    return _used(conn, vault, row, code, now) is not None


def enrolment(conn: sa.Connection, person: bytes, *, without_factor: bool) -> Enrolment | None:
    """What is kept of a person's passphrase; of somebody who has, or lacks, a second factor."""
    row = conn.execute(_enrolment, {"id": person}).first()
    if row is None or None in {row.salt, row.kdf, row.verifier, row.wrapped}:
        return None
    if (row.totp is None) != without_factor:
        return None
    return Enrolment(row.salt, row.kdf, row.verifier, row.wrapped)


def mark(vault: Vault, row: StaffRow) -> str:
    """What changes with a person's words or second factor: a session stands no longer than that."""
    factor = b"" if row.totp is None else vault.open("staff.totp", row.id, row.totp)
    return sha256(b"session\0" + (row.salt or b"") + factor).hexdigest()[:32]


def account_of(conn: sa.Connection, vault: Vault, person: bytes) -> str:
    """The blind index (hex) of a person's address."""
    row = people.get(conn, person)
    return "" if row is None else vault.email_index(_email(vault, row)).hex()


def _email(vault: Vault, row: StaffRow) -> str:
    return vault.open("staff.email", row.id, row.email).decode()


def mark_of(conn: sa.Connection, vault: Vault, account: str) -> str:
    """The mark of whoever has the address of this blind index (hex), if they may sign in now."""
    row = people.by_email(conn, bytes.fromhex(account))
    row = None if row is None else vouched.true(vault, row)
    return mark(vault, row) if row is not None and row.state in STATES else "00" * 16


def matching_step(secret: str, code: str, now: int) -> int | None:
    """The step whose code this is, or None."""
    totp = pyotp.TOTP(secret)
    step = now // 1000 // STEP_SECONDS
    for near in range(step - DRIFT, step + DRIFT + 1):
        if hmac.compare_digest(totp.generate_otp(near), code):
            return near
    return None


@lru_cache(maxsize=4)
def _nobodys(vault: Vault) -> Sealed:
    """A second factor that nobody has, sealed once: opening it is the work that is to be equal."""
    return vault.seal("staff.totp", NOBODY, pyotp.random_base32().encode())


def _used(
    conn: sa.Connection,
    vault: Vault,
    row: sa.RowMapping | None,
    code: str,
    now: int,
) -> bytes | None:
    if row is None or row["totp"] is None:
        nothing = vault.open("staff.totp", NOBODY, _nobodys(vault)).decode()
        matching_step(nothing, code, now)
        return None
    secret = vault.open("staff.totp", row["id"], row["totp"]).decode()
    step = matching_step(secret, code, now)
    if step is None:
        return None
    taken = conn.execute(_use, {"b_id": row["id"], "b_step": step})
    return bytes(row["id"]) if taken.rowcount == 1 else None
