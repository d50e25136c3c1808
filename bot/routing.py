"""Who receives what, and who may hold a key.

The rule kept here (security.md 3): nothing is granted to a public key before it was verified by
voice, and keys, not roles, decide what opens. Everybody who is entitled to a thread's next epoch is
named by ``entitled``, and nobody else ever is. Whose survivor somebody is, what somebody of staff
is and how they stand to each other is read from what we sealed, not from what stands in the clear.
"""

import json
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection

from bot import proved, vouched
from bot.errors import SealBroken
from bot.storage import contacts, people, replies, survivors
from bot.storage import relations as relation_rows
from bot.storage.contacts import ContactRow
from bot.storage.people import StaffRow
from bot.storage.relations import RelationRow
from bot.storage.survivors import SurvivorRow
from bot.storage.tables.columns import Sealed
from bot.vault import DataKey, Vault
from bot.vault.people import PublicKey

NOBODY: Final = b""
"""Instead of an advocate's id, where none was sealed."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who may be given a copy: a member of staff, or the recovery pair."""

    id: bytes
    public: PublicKey


@dataclass(frozen=True, slots=True)
class Relation:
    """An opened relation: its kind and the other person."""

    id: bytes
    staff_id: bytes
    kind: str  # line_manager | cover | related
    other_id: bytes
    since: int
    ended_at: int | None

    def holds(self, now: int) -> bool:
        """Whether it has begun and not ended."""
        return self.since <= now and (self.ended_at is None or self.ended_at > now)


def public_key(vault: Vault, row: StaffRow) -> PublicKey | None:
    """Return a person's public key, verified or not."""
    if row.public is None:
        return None
    return PublicKey(vault.open("staff.public", row.id, row.public))


def verified(vault: Vault, row: StaffRow | None) -> Holder | None:
    """Return a person as one who may be given grants; None unless active and verified.

    That they are is what we vouch for, and the key that was heard, not what stands in the row.
    """
    found = None if row is None else vouched.standing(vault, row)
    if row is None or found is None or found.state != "active" or found.verified_at is None:
        return None
    public = public_key(vault, row)
    if public is None or vouched.key_hash(public.raw) != found.key:
        return None
    return Holder(row.id, public)


def survivor(conn: Connection, vault: Vault, survivor_id: bytes) -> SurvivorRow | None:
    """Return a survivor with the advocate whom we sealed as hers."""
    row = survivors.get(conn, survivor_id)
    return None if row is None else hers(vault, row)


def survivors_of(conn: Connection, vault: Vault, advocate_id: bytes) -> list[SurvivorRow]:
    """Return an advocate's survivors, the longest known first."""
    rows = (hers(vault, row) for row in survivors.of_advocate(conn, advocate_id))
    return [row for row in rows if row.advocate_id == advocate_id]


def hers(vault: Vault, row: SurvivorRow) -> SurvivorRow:
    """Return a row with the advocate whom we sealed in it; ``NOBODY`` where we never did.

    Whoever can write to the database can put themselves into the clear column, and would be given
    what arrives from then on.
    """
    advocate_id = advocate_of(vault, row)
    return row if advocate_id == row.advocate_id else replace(row, advocate_id=advocate_id)


def advocate_of(vault: Vault, row: SurvivorRow) -> bytes:
    """Return the advocate whom we sealed as hers."""
    if row.advocate is None:
        return NOBODY
    try:
        key = vault.unwrap(row.id, row.wrapped)
        return vault.open("survivors.advocate", row.id, row.advocate, key)
    except SealBroken:
        return NOBODY


def seal_advocate(vault: Vault, survivor_id: bytes, advocate_id: bytes, key: DataKey) -> Sealed:
    """Seal who a survivor's advocate is."""
    return vault.seal("survivors.advocate", survivor_id, advocate_id, key)


def wrote_grant(
    vault: Vault, grant_id: bytes, proof: Sealed, holder_id: bytes, key: DataKey
) -> bool:
    """Say whether it was us who gave a copy to this holder."""
    try:
        return vault.open("grants.holder", grant_id, proof, key) == holder_id
    except SealBroken:
        return False


def held_by(conn: Connection, vault: Vault, staff_id: bytes) -> set[bytes]:
    """Return the survivors of whose running epochs somebody was given a copy by us."""
    return {
        survivor_id
        for survivor_id, wrapped, grant_id, proof in replies.held_by(conn, staff_id)
        if wrote_grant(vault, grant_id, proof, staff_id, vault.unwrap(survivor_id, wrapped))
    }


# --- relations ------------------------------------------------------------------------------------


def seal_relation(vault: Vault, one: Relation) -> Sealed:
    """Seal a relation with its times, bound to the person who has it."""
    body = {
        "kind": one.kind,
        "other": one.other_id.hex(),
        "since": one.since,
        "ended_at": one.ended_at,
    }
    return vault.seal("relations.body", one.id, json.dumps(body).encode(), owner=one.staff_id)


def open_relation(vault: Vault, row: RelationRow) -> Relation:
    """Open one relation; its times are those that were sealed."""
    body = json.loads(vault.open("relations.body", row.id, row.body, owner=row.staff_id))
    other = bytes.fromhex(body["other"])
    return Relation(row.id, row.staff_id, body["kind"], other, body["since"], body["ended_at"])


def relations_of(conn: Connection, vault: Vault, staff_id: bytes, now: int) -> list[Relation]:
    """Return a person's relations that hold now."""
    found = (open_relation(vault, row) for row in relation_rows.of_person(conn, staff_id))
    return [one for one in found if one.holds(now)]


def relations_now(conn: Connection, vault: Vault, now: int) -> list[Relation]:
    """Return everybody's relations that hold now."""
    found = (open_relation(vault, row) for row in relation_rows.everybodys(conn))
    return [one for one in found if one.holds(now)]


def relations_since(conn: Connection, vault: Vault, since: int) -> list[Relation]:
    """Return everybody's relations that hold, or held after a moment; also those not yet begun."""
    found = (open_relation(vault, row) for row in relation_rows.everybodys(conn))
    return [one for one in found if one.ended_at is None or one.ended_at > since]


def cover_of(conn: Connection, vault: Vault, advocate_id: bytes, now: int) -> Holder | None:
    """Return an advocate's named cover, if there is one who may hold keys."""
    for relation in relations_of(conn, vault, advocate_id, now):
        if relation.kind == "cover":
            return verified(vault, people.get(conn, relation.other_id))
    return None


def recovery(conn: Connection, vault: Vault) -> Holder | None:
    """Return the recovery pair in force; None until the ceremony was held."""
    return _pair(conn, vault, "recovery")


def reviewer(conn: Connection, vault: Vault) -> Holder | None:
    """Return the outside reviewer's pair in force; None until the ceremony was held."""
    return _pair(conn, vault, "reviewer")


def _pair(conn: Connection, vault: Vault, kind: str) -> Holder | None:
    row = proved.pair(conn, vault, kind)
    if row is None:
        return None
    return Holder(row.id, PublicKey(vault.open("recoveries.public", row.id, row.public)))


def entitled(conn: Connection, vault: Vault, advocate_id: bytes, now: int) -> tuple[Holder, ...]:
    """Return who is to hold the next epoch of this advocate's threads: her, cover, recovery."""
    found = (
        verified(vault, people.get(conn, advocate_id)),
        cover_of(conn, vault, advocate_id, now),
        recovery(conn, vault),
    )
    return tuple({holder.id: holder for holder in found if holder is not None}.values())


def where_we_write(conn: Connection, survivor_id: bytes) -> ContactRow | None:
    """Return the phone that her plan names; else the only one that she has; else None."""
    plan = survivors.plan(conn, survivor_id)
    if plan is not None and plan.contact_id is not None:
        named = contacts.peek(conn, plan.contact_id)
        return named if named is not None and named.survivor_id == survivor_id else None
    linked = [
        row for row in contacts.of_survivor(conn, survivor_id) if row.standing in {"open", "locked"}
    ]
    return linked[-1] if linked else None


def on_call(conn: Connection, vault: Vault, now: int) -> StaffRow | None:
    """Return who is on call now: of several turns the latest begun, and only an active person."""
    for turn in reversed(proved.turns(conn, vault, now, now + 1)):
        row = vouched.get(conn, vault, turn.staff_id)
        if row is not None and row.state == "active":
            return row
    return None
