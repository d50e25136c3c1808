"""The work telephone of somebody of staff: where the text goes that calls them to an alert.

It is kept as the carrier wants it. A number that no text can reach is refused when it is typed, and
not found out when somebody is in danger.
"""

import re

from bot import vouched
from bot.acts.act import Act
from bot.errors import Refused
from bot.storage import people

_WRITTEN_WITH = re.compile(r"\(0\)|[\s().\-/]")
_MOBILE = re.compile(r"\+(?:447[0-9]{9}|(?!44)[1-9][0-9]{6,14})", re.ASCII)

SENTENCES = {"no_mobile": "a mobile number that can get texts, like 07700 900123"}
"""What is wrong, wherever it was typed."""


def kept(typed: str) -> str:
    """Return the number with its country, of the United Kingdom where none is typed; or nothing."""
    number = _WRITTEN_WITH.sub("", typed)
    if number.startswith("00"):
        number = "+" + number[2:]
    elif number.startswith("0"):
        number = "+44" + number[1:]
    if number and _MOBILE.fullmatch(number) is None:
        raise Refused("no_mobile")
    return number


def keep(act: Act, staff_id: bytes, typed: str) -> None:
    """Keep by which number somebody is called to an alert; an empty one takes it away."""
    row = vouched.get(act.conn, act.vault, staff_id)
    if row is None or row.state == "disabled":
        raise Refused("unknown")
    number = kept(typed)
    sealed = act.vault.seal("staff.phone", staff_id, number.encode()) if number else None
    people.keep_phone(act.conn, staff_id, sealed)
    act.record("staff_phone", staff_id)
