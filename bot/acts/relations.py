"""Relations between staff: line manager, cover, or related in some other way.

The rule kept here: a relation is written when its person is new; every later change is proposed by
one person and decided by another (``approvals``).
"""

from dataclasses import replace

from sqlalchemy import Connection

from bot import vouched
from bot.acts.act import Act
from bot.errors import Refused
from bot.routing import Relation, open_relation, relations_now, seal_relation
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
        one.kind == "cover" for one in declared(act.conn, act.vault, staff_id, act.now)
    ):
        raise Refused("has_a_cover")
    relation_id = act.new_id()
    since = act.now if since is None else since
    sealed = seal_relation(act.vault, Relation(relation_id, staff_id, kind, other_id, since, None))
    relation_rows.add(act.conn, RelationRow(relation_id, staff_id, sealed, since, None))
    act.record("relation", staff_id, other_id)
    return relation_id


def end(act: Act, relation_id: bytes, ended_at: int) -> Relation:
    """Let a relation end; one that ended stays as it is. Returns what it was."""
    row = relation_rows.get(act.conn, relation_id)
    if row is None:
        raise Refused("unknown")
    before = open_relation(act.vault, row)
    if before.ended_at is None:
        sealed = seal_relation(act.vault, replace(before, ended_at=ended_at))
        relation_rows.end(act.conn, row.id, sealed, ended_at)
    return before


def declared(conn: Connection, vault: Vault, staff_id: bytes, now: int) -> list[Relation]:
    """Return a person's relations, also those that begin later, in the order of their beginning."""
    found = (open_relation(vault, row) for row in relation_rows.of_person(conn, staff_id))
    lasting = (one for one in found if one.ended_at is None or one.ended_at > max(now, one.since))
    return sorted(lasting, key=lambda one: (one.since, one.id))


def covered_by(conn: Connection, vault: Vault, staff_id: bytes, now: int) -> list[bytes]:
    """Return whom this person is the named cover of."""
    found = relations_now(conn, vault, now)
    return [one.staff_id for one in found if one.kind == "cover" and one.other_id == staff_id]


def undeclared(conn: Connection, vault: Vault, now: int) -> list[bytes]:
    """Return advocates whose line manager nobody has declared: their complaints go to the Hub."""
    declared = {
        one.staff_id for one in relations_now(conn, vault, now) if one.kind == "line_manager"
    }
    held = vouched.roles_of_all(conn, vault, now)
    return [
        row.id
        for row in vouched.everyone(conn, vault)
        if row.state != "disabled"
        and "advocate" in held.get(row.id, frozenset())
        and row.id not in declared
    ]
