"""Relations between staff: line manager, cover, or related in some other way.

The rule kept here: a relation is written when its person is new; every later change is proposed by
one person and decided by another (``approvals``).
"""

import json

from sqlalchemy import Connection

from bot.acts.act import Act
from bot.errors import Refused
from bot.routing import Relation, open_relation
from bot.storage import people
from bot.storage import relations as relation_rows
from bot.storage.relations import RelationRow
from bot.vault import Vault

KINDS = frozenset({"line_manager", "cover", "related"})


def record(
    act: Act, staff_id: bytes, kind: str, other_id: bytes, since: int | None = None
) -> bytes:
    """Write a relation of a new member of staff; returns its id."""
    if kind not in KINDS or staff_id == other_id:
        raise Refused("not_a_relation")
    if kind == "cover" and any(
        one.kind == "cover" for one in of(act.conn, act.vault, staff_id, act.now)
    ):
        raise Refused("has_a_cover")
    relation_id = act.new_id()
    body = json.dumps({"kind": kind, "other": other_id.hex()}).encode()
    sealed = act.vault.seal("relations.body", relation_id, body, owner=staff_id)
    relation_rows.add(
        act.conn,
        RelationRow(relation_id, staff_id, sealed, act.now if since is None else since, None),
    )
    act.record("relation", staff_id, other_id)
    return relation_id


def of(conn: Connection, vault: Vault, staff_id: bytes, now: int) -> list[Relation]:
    """Return a person's relations that hold now."""
    return [open_relation(vault, row) for row in relation_rows.of_person(conn, staff_id, now)]


def covered_by(conn: Connection, vault: Vault, staff_id: bytes, now: int) -> list[bytes]:
    """Return whom this person is the named cover of."""
    found = (open_relation(vault, row) for row in relation_rows.in_force(conn, now))
    return [one.staff_id for one in found if one.kind == "cover" and one.other_id == staff_id]


def undeclared(conn: Connection, vault: Vault, now: int) -> list[bytes]:
    """Return advocates whose line manager nobody has declared: their complaints go to the Hub."""
    declared = {
        one.staff_id
        for one in (open_relation(vault, row) for row in relation_rows.in_force(conn, now))
        if one.kind == "line_manager"
    }
    held = people.roles_of_all(conn, now)
    return [
        row.id
        for row in people.everyone(conn)
        if row.state != "disabled"
        and "advocate" in held.get(row.id, frozenset())
        and row.id not in declared
    ]
