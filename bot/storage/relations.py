"""What staff have declared about each other: managers, cover, whom they are related to.

The rule kept here: what is about a person is ``Sealed`` before it comes here.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from bot.storage.rows import select, values_of
from bot.storage.tables.columns import Sealed
from bot.storage.tables.staff import relations

_re = relations.c


@dataclass(frozen=True, slots=True)
class RelationRow:
    """A relation of a member of staff: what, to whom, since when and until when is inside."""

    id: bytes
    staff_id: bytes
    body: Sealed
    since: int
    ended_at: int | None


_every = select(relations, RelationRow)
_relation = _every.where(_re.id == sa.bindparam("id"))
_of_person = _every.where(_re.staff_id == sa.bindparam("staff_id"))


def of_person(conn: sa.Connection, staff_id: bytes) -> list[RelationRow]:
    """Return the relations that a person has or had."""
    return [RelationRow(*row) for row in conn.execute(_of_person, {"staff_id": staff_id})]


def everybodys(conn: sa.Connection) -> list[RelationRow]:
    """Return everybody's relations, those that ended too."""
    return [RelationRow(*row) for row in conn.execute(_every)]


def get(conn: sa.Connection, relation_id: bytes) -> RelationRow | None:
    """Return one relation."""
    found = conn.execute(_relation, {"id": relation_id}).first()
    return None if found is None else RelationRow(*found)


def add(conn: sa.Connection, row: RelationRow) -> None:
    """Add a relation."""
    values = values_of(row)
    conn.execute(sa.insert(relations).values(**values))


def end(conn: sa.Connection, relation_id: bytes, body: Sealed, ended_at: int) -> None:
    """Let a relation end; the row stays, because conflicts look back two years."""
    conn.execute(
        sa.update(relations).where(_re.id == relation_id).values(body=body, ended_at=ended_at)
    )
