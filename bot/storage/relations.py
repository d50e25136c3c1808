"""What staff have declared about each other: managers, cover, whom they are related to.

The rule kept here: what is about a person is ``Sealed`` before it comes here.
"""

from dataclasses import dataclass, fields

import sqlalchemy as sa

from bot.storage.tables.columns import Sealed
from bot.storage.tables.staff import relations

_re = relations.c


@dataclass(frozen=True, slots=True)
class RelationRow:
    """A relation of a member of staff: what and to whom is inside."""

    id: bytes
    staff_id: bytes
    body: Sealed
    since: int
    ended_at: int | None


_every_relation = sa.select(*(_re[field.name] for field in fields(RelationRow)))
_relation = _every_relation.where(_re.id == sa.bindparam("id"))
_in_force = _every_relation.where(
    _re.since <= sa.bindparam("now"),
    sa.or_(_re.ended_at.is_(None), _re.ended_at > sa.bindparam("now")),
)
_of_person = _in_force.where(_re.staff_id == sa.bindparam("staff_id"))


def of_person(conn: sa.Connection, staff_id: bytes, now: int) -> list[RelationRow]:
    """Return the relations that a person has declared and that hold now."""
    found = conn.execute(_of_person, {"staff_id": staff_id, "now": now})
    return [RelationRow(*row) for row in found]


def in_force(conn: sa.Connection, now: int) -> list[RelationRow]:
    """Return everybody's relations that hold now."""
    return [RelationRow(*row) for row in conn.execute(_in_force, {"now": now})]


def since(conn: sa.Connection, since: int) -> list[RelationRow]:
    """Return everybody's relations that hold, or held after a moment; also those not yet begun."""
    query = _every_relation.where(sa.or_(_re.ended_at.is_(None), _re.ended_at > since))
    return [RelationRow(*row) for row in conn.execute(query)]


def get(conn: sa.Connection, relation_id: bytes) -> RelationRow | None:
    """Return one relation."""
    found = conn.execute(_relation, {"id": relation_id}).first()
    return None if found is None else RelationRow(*found)


def add(conn: sa.Connection, row: RelationRow) -> None:
    """Add a relation."""
    conn.execute(
        sa.insert(relations).values(
            id=row.id, staff_id=row.staff_id, body=row.body, since=row.since
        )
    )


def end(conn: sa.Connection, relation_id: bytes, ended_at: int) -> None:
    """Let a relation end; the row stays, because conflicts look back two years."""
    conn.execute(
        sa.update(relations)
        .where(_re.id == relation_id, _re.ended_at.is_(None))
        .values(ended_at=ended_at)
    )
