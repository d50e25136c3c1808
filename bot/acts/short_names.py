"""The short name by which a text message calls somebody of staff.

A text that fits its segments, and a card that fits its screen, were measured with ten letters of
the cheap alphabet: one letter more may cost her a second segment, and one that is not of that
alphabet makes every text with it cost double. Nothing is cut or transliterated: people choose.
"""

from bot.channels.segments import is_gsm, segments
from bot.errors import Refused

MOST = 10
SEGMENT = 160


def short_name(name: str, chosen: str = "") -> str:
    """Return what texts call somebody: the name chosen for it, or their first name."""
    short = " ".join(chosen.split()) or next(iter(name.split()), "")
    if not 1 <= len(short) <= MOST:
        raise Refused("short_name_long")
    with_text = short + "a" * (SEGMENT - MOST)  # a few of the cheap letters count as two
    if not is_gsm(short) or segments(with_text) > 1:
        raise Refused("short_name_letters")
    return short


SENTENCES = {
    "short_name_long": f"at most {MOST} letters, so that a text stays short: choose a shorter name",
    "short_name_letters": "only letters that every text can carry: a to z, and a few like é, ñ, ö; "
    "with any other, each text costs double",
}
"""What is wrong, wherever it was typed."""
