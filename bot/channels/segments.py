"""What a text costs: SMS segments, billed one by one, paid by her and by the service.

GSM-7 letters: 160 in a single segment, then 153 in each. Anything else makes the whole text UCS-2:
70, then 67. Accents are never taken off to save money.
"""

from smsutil import split
from smsutil.codecs import is_valid_gsm

LONGEST = 1600
"""Characters that the carrier takes in one message."""

_SINGLE = {"gsm": 160, "ucs": 70}


def is_gsm(text: str) -> bool:
    """Say whether every character is of the cheap alphabet."""
    return bool(is_valid_gsm(text))


def segments(text: str) -> int:
    """Return how many segments a text is billed as."""
    return len(split(text).parts) or 1


def pages(text: str, limit: int, *, most: int = LONGEST) -> tuple[str, ...]:
    """Cut a long text at its spaces into texts of ``limit`` segments; nothing is left out."""
    out: list[str] = []
    rest = text.strip()
    while rest:
        cut = min(len(rest), most)
        while segments(rest[:cut]) > limit:
            cut = cut * 3 // 4 if segments(rest[:cut]) > limit + 1 else cut - 1
        if cut < len(rest):
            space = max(rest.rfind(mark, 1, cut + 1) for mark in (" ", "\n"))
            cut = space if space > cut // 2 else cut
        out.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return tuple(out) or ("",)
