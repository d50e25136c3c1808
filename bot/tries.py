"""Wrong tries from one phone: words where it is locked, numbers where a sender can be forged.

A channel has one of the two, so that they share the columns. A window begins with its first wrong
try and isn't prolonged by later ones.
"""

from typing import Final

from bot.clock import DAY_MS
from bot.storage import contacts
from bot.storage.contacts import ContactRow
from bot.turning import Turning

NUMBERS_MS: Final = 7 * DAY_MS
"""How long wrong numbers count: a day would let a guesser try short ones again every morning."""


def counted(row: ContactRow, now: int, window: int) -> int:
    """Return how many were wrong in the window (milliseconds) that runs."""
    at = row.word_tried_at
    return 0 if at is None or now - at > window else row.word_tries


def count(turning: Turning, window: int) -> int:
    """Count one more; return how many they are now."""
    row, now = turning.contact.row, turning.now
    before = counted(row, now, window)
    at = row.word_tried_at if before else now
    contacts.change(turning.conn, row.id, word_tries=before + 1, word_tried_at=at)
    return before + 1
