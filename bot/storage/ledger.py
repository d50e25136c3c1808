"""Message ids on a phone: what a carrier can still delete, and whose a receipt is."""

import sqlalchemy as sa

from bot.storage.hot import Hot
from bot.storage.tables.survivors import ledger

_add = Hot(sa.insert(ledger))
_of_contact = Hot(
    sa.select(ledger.c.id, ledger.c.message, ledger.c.kind)
    .where(
        ledger.c.contact_id == sa.bindparam("contact_id"),
        ledger.c.sent_at >= sa.bindparam("since"),
    )
    .order_by(ledger.c.sent_at)
)
_strike = Hot(
    sa.delete(ledger).where(
        ledger.c.contact_id == sa.bindparam("contact_id"),
        ledger.c.message == sa.bindparam("message"),
    )
)


def note(
    conn: sa.Connection,
    *,
    row_id: bytes,
    contact_id: bytes,
    message: str,
    kind: str,
    at: int,
    entry_id: bytes | None = None,
) -> None:
    """Remember a message id on a phone, so that leave can delete it and receipts find it."""
    _add.run(
        conn,
        {
            "id": row_id,
            "contact_id": contact_id,
            "message": message,
            "kind": kind,
            "sent_at": at,
            "entry_id": entry_id,
        },
    )


def of_contact(conn: sa.Connection, contact_id: bytes, since: int) -> list[tuple[bytes, str, str]]:
    """Return (row id, message id, kind) of what still stands on a phone and can be deleted."""
    found = _of_contact.all(conn, {"contact_id": contact_id, "since": since})
    return [(row_id, message, kind) for row_id, message, kind in found]


def strike(conn: sa.Connection, contact_id: bytes, messages: list[str]) -> None:
    """Forget message ids that are gone from the phone."""
    for message in messages:
        _strike.run(conn, {"contact_id": contact_id, "message": message})


def by_message(conn: sa.Connection, message: str) -> tuple[bytes, bytes | None, str] | None:
    """Return (contact, entry, kind) of a carrier's message id; None for one that isn't ours."""
    query = sa.select(ledger.c.contact_id, ledger.c.entry_id, ledger.c.kind)
    found = conn.execute(query.where(ledger.c.message == message)).first()
    return None if found is None else (found.contact_id, found.entry_id, found.kind)


def trim(conn: sa.Connection, before: int, limit: int) -> int:
    """Forget message ids that no carrier would delete any more."""
    old = sa.select(ledger.c.id).where(ledger.c.sent_at < before).limit(limit)
    return conn.execute(sa.delete(ledger).where(ledger.c.id.in_(old))).rowcount
