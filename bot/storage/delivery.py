"""What staff see of a message's way: kept, note sent, opened, delivered, not delivered, not read.

The rule kept here: a state only moves forward, except that *not delivered* may follow whatever was
neither delivered nor opened; *not read* is the end of whatever was not opened before it went.
"""

import sqlalchemy as sa

from bot.clock import DAY_MS
from bot.storage.tables.survivors import contacts, ledger
from bot.storage.tables.threads import entries

_RANK = {"kept": 0, "note_held": 1, "note_sent": 2, "delivered": 3, "opened": 4}


def mark_delivery(conn: sa.Connection, entry_id: bytes, state: str) -> None:
    """Move an entry's delivery state forward to ``state``."""
    e = entries.c
    if state == "not_delivered":
        behind = [word for word in _RANK if word not in {"opened", "delivered"}]
    elif state == "not_read":
        behind = [*(word for word in _RANK if word != "opened"), "not_delivered"]
    else:
        behind = [word for word, rank in _RANK.items() if rank < _RANK[state]]
        behind.append("not_delivered")
    conn.execute(
        sa.update(entries)
        .where(e.id == entry_id, sa.or_(e.delivery.is_(None), e.delivery.in_(behind)))
        .values(delivery=state)
    )


def note_failure(conn: sa.Connection, contact_id: bytes, now: int) -> None:
    """Count a day on which this phone could not be reached for good (links sleep after two)."""
    c = contacts.c
    conn.execute(
        sa.update(contacts)
        .where(c.id == contact_id, sa.or_(c.failed_at.is_(None), c.failed_at < now - DAY_MS))
        .values(failed_days=c.failed_days + 1, failed_at=now)
    )


def unheard_of(conn: sa.Connection, before: int, limit: int) -> list[tuple[bytes, str]]:
    """Return (contact, message) of texts sent before then whose receipt never came."""
    query = (
        sa.select(ledger.c.contact_id, ledger.c.message)
        .join(contacts, contacts.c.id == ledger.c.contact_id)
        .where(contacts.c.channel == "sms", ledger.c.sent_at < before)
        .order_by(ledger.c.contact_id)
        .limit(limit)
    )
    return [(row.contact_id, row.message) for row in conn.execute(query)]
