"""What a carrier says became of a text: delivered, or not; then its body is deleted there.

The rule kept here: unknown message ids are accepted and ignored, and a receipt never says *read*.
"""

import secrets

import sqlalchemy as sa

from bot.channels import sms
from bot.contact import DAY_MS, Contact
from bot.service import Service
from bot.storage import complaints, contacts, delivery, outbox
from bot.storage.outbox import OutboxRow

DELIVERED = frozenset({"delivered", "read"})
LOST = frozenset({"undelivered", "failed"})
GONE = frozenset({"30005", "30006"})
"""The carrier's codes for a number that is nobody's phone: these alone put a link to sleep, never
an unreachable handset (30003), a filter, or a text that ran out of time."""
REDACT_MS = 2 * DAY_MS


def receive(
    conn: sa.Connection, service: Service, message: str, status: str, error: str = ""
) -> bool:
    """Take one receipt in its own unit; return whether a worker has something to do now."""
    if status not in DELIVERED | LOST:
        return False
    found = contacts.by_message(conn, message)
    if found is None:
        return False
    contact_id, entry_id = found
    row = contacts.get(conn, contact_id)
    if row is None:
        return False
    now = service.clock.now()
    if status in LOST and error in GONE and not complaints.is_entry(conn, entry_id):
        delivery.note_failure(conn, contact_id, now)
    if entry_id is not None:
        delivery.mark_delivery(
            conn, entry_id, "delivered" if status in DELIVERED else "not_delivered"
        )
    contacts.strike(conn, contact_id, [message])
    row_id = secrets.token_bytes(16)
    contact = Contact(service.vault, row)
    sealed = contact.seal_row("outbox.payload", row_id, sms.redaction(message))
    outbox.add(
        conn,
        OutboxRow(row_id, contact_id, "redact", sealed, False, None, 0, now, now + REDACT_MS),  # noqa: FBT003
        now,
    )
    return True
