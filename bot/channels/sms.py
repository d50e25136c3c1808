"""One step as a text message: numbered lines in one text, read back by its grammar.

The payload is JSON: ``{"body": …}`` is a message, ``{"redact": sid}`` the deletion of one at the
carrier. No emoji, no address, nothing transliterated.
"""

import json
from collections.abc import Sequence

from bot.channels import menus
from bot.channels.menus import Reading
from bot.channels.segments import segments
from bot.channels.tongue import Tongue
from bot.channels.wire import Entry, Inbound, Rendered
from bot.flows.says import Say


def render(say: Say, tongue: Tongue) -> Rendered:
    """Make one step ready: words, choices of this page, navigation where it is printed."""
    menu = menus.offer(say, tongue)
    lines = [tongue.say(part) for part in say.parts]
    if say.multi:
        lines.append(tongue.say(menus.SEVERAL["numbers"]))
    if say.cls == "push" and len(say.options) == 1:
        lines.append(tongue.say(menus.TO_READ))  # a sealed note, on a phone that may be seen
    else:
        lines += [
            _more(entry, tongue) if entry.key == menus.MORE else f"{entry.number} {entry.label}"
            for entry in menu
            if entry.key not in menus.OURS or entry.key == menus.MORE
        ]
    if say.first or say.free:
        lines.append(navigation(say, tongue))
    body = "\n".join(line for line in lines if line)
    return Rendered(
        json.dumps({"body": body}, ensure_ascii=False, separators=(",", ":")).encode(),
        menu,
        segments(body),
    )


def navigation(say: Say, tongue: Tongue) -> str:
    """Return the line of navigation that is accepted here: ``0 back 8 person 9 leave``."""
    return " ".join(tongue.say(menus.LINES[name]) for name in say.nav)


def _more(entry: Entry, tongue: Tongue) -> str:
    if entry.label == menus.ENDLESS:
        return f"{entry.number} {entry.label}"
    return tongue.say(menus.LINES[menus.MORE])


def redaction(sid: str) -> bytes:
    """Make the payload that deletes one message at the carrier."""
    return json.dumps({"redact": sid}).encode()


def body(payload: bytes) -> str:
    """Return the words of a message's payload."""
    return str(json.loads(payload)["body"])


def read(inbound: Inbound, menu: Sequence[Entry], *, multi: bool = False) -> Reading:
    """Read what came in against the menu as it was offered."""
    return menus.read_text(inbound.text, menu, multi=multi)
