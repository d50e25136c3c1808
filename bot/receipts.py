"""What a carrier says became of a text: delivered, or not; then its body is deleted there.

The rules kept here: unknown message ids are accepted and ignored, a receipt never says *read*, and
a body whose receipt was lost (it came while we were away) is deleted all the same.
"""

import secrets

import sqlalchemy as sa

from bot.channels import sms
from bot.clock import DAY_MS
from bot.contact import Contact
from bot.service import Service
from bot.storage import contacts, delivery, ledger, outbox
from bot.storage.outbox import OutboxRow

DELIVERED = frozenset({"delivered", "read"})
LOST = frozenset({"undelivered", "failed"})
FINAL = DELIVERED | LOST
GONE = frozenset({"30005", "30006"})
"""The carrier's codes for a number that is nobody's phone: these alone put a link to sleep, never
an unreachable handset (30003), a filter, or a text that ran out of time."""
REDACT_MS = 2 * DAY_MS
UNHEARD_MS = DAY_MS // 2
"""The carrier tries for ten hours at most; a receipt that has not come by then was lost."""


def receive(
    conn: sa.Connection, service: Service, message: str, status: str, error: str = ""
) -> bool:
    """Take one final receipt in its own unit; return whether its message is known."""
    found = ledger.by_message(conn, message)
    if found is None:
        return False
    contact_id, entry_id, kind = found
    row = contacts.get(conn, contact_id)
    if row is None:
        return False
    now = service.clock.now()
    if status in LOST and error in GONE and kind == "note":
        delivery.note_failure(conn, contact_id, now)
    if entry_id is not None:
        delivery.mark_delivery(
            conn, entry_id, "delivered" if status in DELIVERED else "not_delivered"
        )
    _delete_there(conn, service, row, message)
    return True


def overdue(conn: sa.Connection, service: Service, limit: int) -> int:
    """Delete bodies of which the carrier never said what became: nothing is on its way any more."""
    before = service.clock.now() - UNHEARD_MS
    found = delivery.unheard_of(conn, before, limit)
    for contact_id, message in found:
        row = contacts.get(conn, contact_id)
        if row is not None:
            _delete_there(conn, service, row, message)
    return len(found)


def _delete_there(
    conn: sa.Connection, service: Service, row: contacts.ContactRow, message: str
) -> None:
    now = service.clock.now()
    ledger.strike(conn, row.id, [message])
    row_id = secrets.token_bytes(16)
    contact = Contact(service.vault, row)
    sealed = contact.seal_row("outbox.payload", row_id, sms.redaction(message))
    outbox.add(
        conn,
        OutboxRow(row_id, row.id, "redact", sealed, False, None, 0, now, now + REDACT_MS),  # noqa: FBT003
        now,
    )
