"""A stranger forgotten: everything of a contact that belongs to nobody, and its key.

The rule kept here: nothing of a stranger is kept longer than 24 hours, except a concern they
chose to send (which is a complaint with its own key, and not here).
"""

import sqlalchemy as sa

from bot.storage.tables.keys import keys
from bot.storage.tables.messages import outbox, parked, timers
from bot.storage.tables.survivors import contacts, ledger
from bot.storage.tables.threads import waiting


def erase(conn: sa.Connection, contact_id: bytes) -> None:
    """Delete a stranger's contact with all that hangs on it; the key goes with it."""
    for table in (outbox, ledger, parked, waiting):
        conn.execute(sa.delete(table).where(table.c.contact_id == contact_id))
    conn.execute(sa.delete(timers).where(timers.c.subject_id == contact_id))
    conn.execute(sa.delete(contacts).where(contacts.c.id == contact_id))
    conn.execute(sa.delete(keys).where(keys.c.owner_id == contact_id))
