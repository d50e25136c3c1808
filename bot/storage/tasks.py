"""Tasks of people: what somebody, or the Hub, has to do."""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from bot.storage.hot import Hot
from bot.storage.rows import select, values_of
from bot.storage.tables.columns import Sealed
from bot.storage.tables.duties import tasks

_t = tasks.c


@dataclass(frozen=True, slots=True)
class TaskRow:
    """Something a person has to do."""

    id: bytes
    kind: str
    survivor_id: bytes | None
    staff_id: bytes | None
    detail: Sealed | None
    urgent: bool
    created_at: int
    due_at: int | None
    done_at: int | None
    done_by: bytes | None


_select = select(tasks, TaskRow).where(_t.done_at.is_(None))
_order = (_t.urgent.desc(), _t.created_at, _t.id)
_of = _select.where(_t.staff_id == sa.bindparam("staff_id")).order_by(*_order)
_hubs = _select.where(_t.staff_id.is_(None)).order_by(*_order)
_of_kind = _select.where(_t.kind == sa.bindparam("kind"))
_by_id = select(tasks, TaskRow).where(_t.id == sa.bindparam("id"))
_add = Hot(sa.insert(tasks))  # every message of hers is one


def add(conn: sa.Connection, row: TaskRow) -> None:
    """Add a task."""
    _add.run(conn, values_of(row))


def get(conn: sa.Connection, task_id: bytes) -> TaskRow | None:
    """Return one task."""
    found = conn.execute(_by_id, {"id": task_id}).first()
    return None if found is None else TaskRow(*found)


def of(conn: sa.Connection, staff_id: bytes) -> list[TaskRow]:
    """Return what one person has to do, urgent first, then the oldest."""
    return [TaskRow(*row) for row in conn.execute(_of, {"staff_id": staff_id})]


def of_hub(conn: sa.Connection) -> list[TaskRow]:
    """Return what the Hub has to do."""
    return [TaskRow(*row) for row in conn.execute(_hubs)]


def of_kind(conn: sa.Connection, kind: str) -> list[TaskRow]:
    """Return everybody's tasks of one kind."""
    return [TaskRow(*row) for row in conn.execute(_of_kind, {"kind": kind})]


def overdue(conn: sa.Connection, kind: str, now: int) -> list[TaskRow]:
    """Return tasks of one kind whose day has passed, and which nobody was pressed for yet."""
    query = _select.where(_t.kind == kind, _t.due_at < now, _t.urgent.is_(False))
    return [TaskRow(*row) for row in conn.execute(query)]


def press(conn: sa.Connection, task_id: bytes) -> bool:
    """Make a task urgent; False when it was, or is done."""
    changed = conn.execute(
        sa.update(tasks)
        .where(_t.id == task_id, _t.urgent.is_(False), _t.done_at.is_(None))
        .values(urgent=True)
    )
    return changed.rowcount == 1


def of_survivor(
    conn: sa.Connection, survivor_id: bytes | None, kinds: Collection[str]
) -> list[TaskRow]:
    """Return everybody's tasks of these kinds about a survivor; None: those about nobody."""
    about = _t.survivor_id.is_(None) if survivor_id is None else _t.survivor_id == survivor_id
    query = _select.where(_t.kind.in_(kinds), about).order_by(*_order)
    return [TaskRow(*row) for row in conn.execute(query)]


def give_to_hub(conn: sa.Connection, task_id: bytes) -> None:
    """Make a task the Hub's: whoever had it has left."""
    conn.execute(sa.update(tasks).where(_t.id == task_id).values(staff_id=None))


def done(conn: sa.Connection, task_id: bytes, by: bytes | None, now: int) -> bool:
    """Mark a task done; False when it was done before."""
    changed = conn.execute(
        sa.update(tasks)
        .where(_t.id == task_id, _t.done_at.is_(None))
        .values(done_at=now, done_by=by)
    )
    return changed.rowcount == 1
