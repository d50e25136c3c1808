"""Who receives what, and who may hold a key.

The rule kept here (security.md 3): nothing is granted to a public key before it was verified by
voice, and keys, not roles, decide what opens. Everybody who is entitled to a thread's next epoch is
named by ``entitled``, and nobody else ever is.
"""

import json
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.storage import contacts, keys, people, rota, survivors
from bot.storage import relations as relation_rows
from bot.storage.contacts import ContactRow
from bot.storage.people import StaffRow
from bot.storage.relations import RelationRow
from bot.vault import Vault
from bot.vault.people import PublicKey


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


def public_key(vault: Vault, row: StaffRow) -> PublicKey | None:
    """Return a person's public key, verified or not."""
    if row.public is None:
        return None
    return PublicKey(vault.open("staff.public", row.id, row.public))


def verified(vault: Vault, row: StaffRow | None) -> Holder | None:
    """Return a person as one who may be given grants; None unless active and verified."""
    if row is None or row.state != "active" or row.verified_at is None:
        return None
    public = public_key(vault, row)
    return None if public is None else Holder(row.id, public)


def open_relation(vault: Vault, row: RelationRow) -> Relation:
    """Open one relation; it is bound to the person who has it."""
    body = json.loads(vault.open("relations.body", row.id, row.body, owner=row.staff_id))
    return Relation(row.id, row.staff_id, body["kind"], bytes.fromhex(body["other"]))


def cover_of(conn: Connection, vault: Vault, advocate_id: bytes, now: int) -> Holder | None:
    """Return an advocate's named cover, if there is one who may hold keys."""
    for row in relation_rows.of_person(conn, advocate_id, now):
        relation = open_relation(vault, row)
        if relation.kind == "cover":
            return verified(vault, people.get(conn, relation.other_id))
    return None


def recovery(conn: Connection, vault: Vault) -> Holder | None:
    """Return the recovery pair in force; None until the ceremony was held."""
    row = keys.recovery_in_force(conn, "recovery")
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


def on_call(conn: Connection, now: int) -> StaffRow | None:
    """Return who is on call now: of several turns the latest begun, and only an active person."""
    for turn in reversed(rota.between(conn, now, now + 1)):
        row = people.get(conn, turn.staff_id)
        if row is not None and row.state == "active":
            return row
    return None
