"""What a text costs: SMS segments, billed one by one, paid by her and by the service.

GSM-7 letters: 160 in a single segment, then 153 in each. Anything else makes the whole text UCS-2:
70, then 67. Accents are never taken off to save money.
"""

from smsutil import split
from smsutil.codecs import is_valid_gsm

LONGEST = 1600
"""Characters that the carrier takes in one message."""


def is_gsm(text: str) -> bool:
    """Say whether every character is of the cheap alphabet."""
    return bool(is_valid_gsm(text))


def segments(text: str) -> int:
    """Return how many segments a text is billed as."""
    return len(split(text).parts) or 1
