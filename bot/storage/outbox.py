"""The outbox: what is to be sent, in order for each contact, sealed, until it is too late to send.

The rule kept here: a row is deleted in the unit that says what became of it, and never
changed in its payload: what was committed is what is sent, on every retry.
"""

from typing import NamedTuple

import sqlalchemy as sa

from bot.channels.wire import OutClass
from bot.storage.hot import Hot
from bot.storage.rows import select
from bot.storage.tables.columns import Sealed
from bot.storage.tables.messages import outbox
from bot.storage.tables.survivors import contacts

_o = outbox.c


class OutboxRow(NamedTuple):
    """One payload that waits to be sent."""

    id: bytes
    contact_id: bytes
    cls: OutClass
    payload: Sealed
    fresh: bool
    entry_id: bytes | None
    tries: int
    not_before: int
    not_after: int


_SPOKEN = ("reply", "apart", "receipt", "error", "crisis")
_insert = Hot(sa.insert(outbox))
_next = Hot(
    select(outbox, OutboxRow)
    .where(_o.contact_id == sa.bindparam("contact_id"))
    .order_by(sa.case((_o.cls == "crisis", 0), else_=1), _o.seq)
)
_delete = Hot(sa.delete(outbox).where(_o.id == sa.bindparam("b_id")))
_unsent_cards = sa.delete(outbox).where(
    _o.contact_id == sa.bindparam("contact_id"), _o.cls == "reply"
)
_exists = Hot(sa.select(_o.id).where(_o.id == sa.bindparam("id")))
_postpone = Hot(
    sa.update(outbox)
    .where(_o.id == sa.bindparam("b_id"))
    .values(tries=_o.tries + 1, not_before=sa.bindparam("not_before"))
)


def add(conn: sa.Connection, row: OutboxRow, now: int) -> None:
    """Put one payload behind what already waits for its contact."""
    _insert.run(conn, {**row._asdict(), "created_at": now})


def of_contact(conn: sa.Connection, contact_id: bytes) -> list[OutboxRow]:
    """Return what waits for a contact, in the order of sending (crisis first)."""
    return [OutboxRow(*row) for row in _next.all(conn, {"contact_id": contact_id})]


def remove(conn: sa.Connection, row_id: bytes) -> bool:
    """Delete a row that was sent or given up; return whether it was still there."""
    return _delete.run(conn, {"b_id": row_id}) == 1


def drop_unsent_cards(conn: sa.Connection, contact_id: bytes) -> int:
    """Delete unsent cards: a newer one replaces them. Receipts and crisis words stay."""
    return conn.execute(_unsent_cards, {"contact_id": contact_id}).rowcount


def drop_spoken(conn: sa.Connection, contact_id: bytes) -> int:
    """Delete everything that says something: at leave, STOP, freeze, lock and *not now*."""
    gone = conn.execute(sa.delete(outbox).where(_o.contact_id == contact_id, _o.cls.in_(_SPOKEN)))
    return gone.rowcount


def exists(conn: sa.Connection, row_id: bytes) -> bool:
    """Whether a row is still to be sent."""
    return _exists.first(conn, {"id": row_id}) is not None


def holds_note(conn: sa.Connection, contact_id: bytes) -> bool:
    """Whether a note of the thread is still to be sent."""
    query = sa.select(_o.id).where(_o.contact_id == contact_id, _o.cls == "push")
    return conn.execute(query.limit(1)).first() is not None


def postpone(conn: sa.Connection, row_id: bytes, not_before: int) -> None:
    """A passing failure: try this row again, not before the time given."""
    _postpone.run(conn, {"b_id": row_id, "not_before": not_before})


def due(conn: sa.Connection, now: int, limit: int) -> list[bytes]:
    """Return contacts with something to send now whose lease is free or ran out."""
    ready = (
        sa.select(_o.contact_id)
        .join(contacts, contacts.c.id == _o.contact_id)
        .where(
            _o.not_before <= now,
            sa.or_(contacts.c.sending_until.is_(None), contacts.c.sending_until < now),
            sa.or_(contacts.c.retry_at.is_(None), contacts.c.retry_at <= now),
        )
        .group_by(_o.contact_id)
        .order_by(sa.func.min(_o.seq))
        .limit(limit)
    )
    return [row.contact_id for row in conn.execute(ready)]


def depth(conn: sa.Connection) -> int:
    """Return how many rows wait, for the metric."""
    return conn.execute(sa.select(sa.func.count()).select_from(outbox)).scalar_one()
