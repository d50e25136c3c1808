"""Wrong tries from one phone: words in a chat, numbers where a sender can be forged.

A channel has one of the two, so that they share the columns. A window begins with its first wrong
try and isn't prolonged by later ones. The rule kept here: what could be her word and is not counts
as a try, and after five wrong ones of an hour no word is hers (security.md 3).
"""

import secrets
from typing import Final

from bot.clock import DAY_MS, HOUR_MS
from bot.flows.word import LONGEST
from bot.storage import contacts
from bot.storage.contacts import ContactRow
from bot.turning import Turning
from bot.vault import Vault

WORDS: Final = 5
WINDOWS: Final = {"telegram": HOUR_MS, "sms": 7 * DAY_MS}
"""How long wrong ones count. Numbers a week: a day would let a guesser try short ones again every
morning."""


def counted(row: ContactRow, now: int) -> int:
    """Return how many were wrong in the window that runs."""
    at = row.word_tried_at
    return 0 if at is None or now - at > WINDOWS[row.channel] else row.word_tries


def count(turning: Turning) -> int:
    """Count one more; return how many they are now."""
    row, now = turning.contact.row, turning.now
    before = counted(row, now)
    at = row.word_tried_at if before else now
    contacts.change(turning.conn, row.id, word_tries=before + 1, word_tried_at=at)
    return before + 1


def may_be_word(row: ContactRow, text: str) -> bool:
    """Whether a text could be her word: what is longer, or no word, was meant as something else.

    A text message with it would stay on the phone: there it serves by voice alone.
    """
    if row.word_mac is None or row.channel != "telegram":
        return False
    return 0 < len(text) <= LONGEST and not text.isdigit()


def is_word(vault: Vault, row: ContactRow, text: str, now: int) -> bool:
    """Whether a text is her word; none is after five wrong ones of an hour."""
    mac = row.word_mac
    if mac is None or not may_be_word(row, text) or counted(row, now) >= WORDS:
        return False
    return secrets.compare_digest(vault.word_mac(row.owner, text), mac)
