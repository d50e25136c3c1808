"""Who somebody of staff is, as our own key vouches for it: state, employer, roles, key heard.

Whoever can write to the database can change a row of ``staff`` or ``roles``, and would be given
keys. So what the routing, the proposals of two people and the doors of the console go by is sealed
beside the row, bound to the person (``staff.standing``); the clear columns are for queries, and
``check`` compares them. The rule kept here: who is not vouched for is disabled and has no role.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection

from bot.errors import Refused, SealBroken
from bot.storage import people
from bot.storage.people import StaffRow
from bot.storage.tables.columns import Sealed
from bot.vault import Vault

_CONTRACT = "staff.standing"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is sealed of one person.

    Attributes:
        state: invited, unverified, active or disabled.
        organisation_id: who employs them.
        invited_by: who is to hear their check words.
        verified_at: when these were heard.
        key: the hash of their public half; empty: none.
        roles: from when on they hold which.
    """

    state: str
    organisation_id: bytes
    invited_by: bytes | None
    verified_at: int | None
    key: str
    roles: Mapping[str, int]


def key_hash(public: bytes) -> str:
    """Return by what a public half is known in a standing."""
    return sha256(public).hexdigest()


def seal(vault: Vault, staff_id: bytes, standing: Standing) -> Sealed:
    """Seal what somebody is."""
    by = standing.invited_by
    body = {
        "state": standing.state,
        "organisation": standing.organisation_id.hex(),
        "invited_by": None if by is None else by.hex(),
        "verified_at": standing.verified_at,
        "key": standing.key,
        "roles": dict(standing.roles),
    }
    return vault.seal(_CONTRACT, staff_id, json.dumps(body).encode())


def standing(vault: Vault, row: StaffRow) -> Standing | None:
    """Open what somebody is; None where we never wrote it."""
    if row.standing is None:
        return None
    try:
        return _opened(vault, row.id, row.standing)
    except SealBroken:
        return None


@lru_cache(maxsize=1024)
def _opened(vault: Vault, staff_id: bytes, sealed: Sealed) -> Standing:
    """Open an envelope once: each complaint asks for everybody's, each minute."""
    body: dict[str, Any] = json.loads(vault.open(_CONTRACT, staff_id, sealed))
    by = body["invited_by"]
    return Standing(
        body["state"],
        bytes.fromhex(body["organisation"]),
        None if by is None else bytes.fromhex(by),
        body["verified_at"],
        body["key"],
        MappingProxyType(body["roles"]),
    )


# --- reading --------------------------------------------------------------------------------------


def true(vault: Vault, row: StaffRow) -> StaffRow:
    """Return a row with what is vouched for in place of what stands in the clear."""
    found = standing(vault, row)
    if found is None:
        return replace(row, state="disabled", invited_by=None, verified_at=None)
    return replace(
        row,
        state=found.state,
        organisation_id=found.organisation_id,
        invited_by=found.invited_by,
        verified_at=found.verified_at,
    )


def get(conn: Connection, vault: Vault, staff_id: bytes) -> StaffRow | None:
    """Return somebody as vouched for."""
    row = people.get(conn, staff_id)
    return None if row is None else true(vault, row)


def everyone(conn: Connection, vault: Vault) -> list[StaffRow]:
    """Return all staff as vouched for, the longest known first."""
    return [true(vault, row) for row in people.everyone(conn)]


def roles_of(conn: Connection, vault: Vault, staff_id: bytes, now: int) -> frozenset[str]:
    """Return the roles that one person holds now."""
    row = people.get(conn, staff_id)
    return frozenset() if row is None else roles(vault, row, now)


def roles_of_all(conn: Connection, vault: Vault, now: int) -> dict[bytes, frozenset[str]]:
    """Return who holds which roles now; without those who hold none."""
    return roles_among(vault, people.everyone(conn), now)


def roles_among(vault: Vault, rows: Iterable[StaffRow], now: int) -> dict[bytes, frozenset[str]]:
    """Return who of these holds which roles now; without those who hold none."""
    found = {row.id: roles(vault, row, now) for row in rows}
    return {staff_id: held for staff_id, held in found.items() if held}


def roles_to_come(conn: Connection, vault: Vault, now: int) -> dict[bytes, dict[str, int]]:
    """Return who will hold which roles, and from when on."""
    found: dict[bytes, dict[str, int]] = {}
    for row in people.everyone(conn):
        held = standing(vault, row)
        coming = {} if held is None else {r: at for r, at in held.roles.items() if at > now}
        if coming:
            found[row.id] = coming
    return found


def roles(vault: Vault, row: StaffRow, now: int) -> frozenset[str]:
    """Return the roles that the person of a row holds now."""
    held = standing(vault, row)
    return frozenset(() if held is None else (r for r, at in held.roles.items() if at <= now))


# --- writing --------------------------------------------------------------------------------------


def change(conn: Connection, vault: Vault, staff_id: bytes, **changed: object) -> None:
    """Vouch for what has changed of somebody; the clear columns are the caller's.

    It begins with what was vouched for, so that nothing which somebody else wrote into the row
    comes in with it.
    """
    row = people.get_locked(conn, staff_id)
    before = None if row is None else standing(vault, row)
    if before is None:
        raise Refused("staff_altered")
    after: Standing = replace(before, **changed)  # type: ignore[arg-type]  # its own fields
    people.keep_standing(conn, staff_id, seal(vault, staff_id, after))


def give_role(conn: Connection, vault: Vault, staff_id: bytes, role: str, since: int) -> None:
    """Give a role from a moment on; does nothing where it is held already."""
    held = _held(conn, vault, staff_id)
    if role not in held:
        change(conn, vault, staff_id, roles={**held, role: since})
        people.drop_role(conn, staff_id, role)  # somebody else's writing, if it is there
        people.add_role(conn, staff_id, role, since)


def take_role(conn: Connection, vault: Vault, staff_id: bytes, role: str) -> None:
    """Take a role away."""
    held = {one: at for one, at in _held(conn, vault, staff_id).items() if one != role}
    change(conn, vault, staff_id, roles=held)
    people.drop_role(conn, staff_id, role)


def _held(conn: Connection, vault: Vault, staff_id: bytes) -> Mapping[str, int]:
    row = people.get_locked(conn, staff_id)
    held = None if row is None else standing(vault, row)
    return {} if held is None else held.roles
