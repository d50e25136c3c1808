"""One step as a Telegram card: short paragraphs, a button a choice, a row of navigation.

The payload is the JSON of ``sendMessage`` without its ``chat_id``: the same bytes send a card anew
or edit one; ``{"delete": [ids]}`` is the other payload. Plain text without markup, so that nothing
anybody wrote can become a link or a style. ``callback_data`` is ``c:revision:key`` for the card and
``n:id`` for a sealed note.
"""

import re
from collections.abc import Mapping, Sequence

import orjson

from bot.channels import menus
from bot.channels.menus import Opened, Picked, Reading, Stale, Unclear
from bot.channels.tongue import Tongue
from bot.channels.wire import Entry, Inbound, Rendered
from bot.flows.says import Say

LABEL = 24  # letters on a button; a longer choice is written on the card and its button is a number
LONGEST = 4096  # UTF-16 units of a message, Telegram's own limit
ANYWHERE = frozenset({"leave", "person"})
"""Buttons that hold on a card of before, too: whoever leaves presses what is there."""

_SHORT = 12  # letters up to which two buttons share a row
_DATA = 64  # bytes of callback_data, Telegram's own limit
_ROW = 4  # numbers in a row
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_FOREIGN = re.compile(r"[A-Za-z0-9+@](?:[\w+@.:/,'’()\- \u00a0]*[A-Za-z0-9)])?", re.ASCII)

Button = Mapping[str, str]


def render(
    say: Say, tongue: Tongue, *, revision: int = 0, note: str = "", silent: bool = False
) -> Rendered:
    """Make one step ready.

    Args:
        say: the step.
        tongue: the reader's language.
        revision: of the conversation, so that a later tap on this card is known to be stale.
        note: the id of what waits, where this is a sealed note: its choices open it.
        silent: it arrives without a sound.
    """
    menu = menus.offer(say, tongue, done=True)
    choices = [entry for entry in menu if entry.key not in menus.OURS]
    ours = [entry for entry in menu if entry.key in menus.OURS]
    longest = max([len(entry.label) for entry in choices], default=0)
    listed = longest > LABEL
    paragraphs = [tongue.say(part) for part in say.parts]
    if say.multi:
        paragraphs.append(tongue.say(menus.SEVERAL["buttons"]))
    if listed:
        paragraphs.append(
            "\n".join(f"{_ticked(entry, say, entry.number)}. {entry.label}" for entry in choices)
        )
    labels = [entry.number if listed else entry.label for entry in choices]
    if say.chosen:
        labels = [_ticked(entry, say, label) for entry, label in zip(choices, labels, strict=True)]
    if tongue.dir == "rtl":
        labels = [_isolated(label) for label in labels]
    buttons: list[Button] = [
        {"text": label, "callback_data": f"n:{note}" if note else _card(revision, entry)}
        for entry, label in zip(choices, labels, strict=True)
    ]
    rows = _rows(buttons, _ROW if listed else 1 if longest > _SHORT else 2)
    rows += [[_ours(entry, tongue, revision)] for entry in ours if entry.key not in say.nav]
    if say.reveals != "none":  # the curtain, a sealed note and the list of languages say nothing
        rows.append([_ours(entry, tongue, revision) for entry in ours if entry.key in say.nav])
    return Rendered(_payload(paragraphs, rows, tongue, silent=silent), menu, 0)


def _ours(entry: Entry, tongue: Tongue, revision: int) -> Button:
    """Return the button of what every step shares."""
    label = _isolated(entry.label) if tongue.dir == "rtl" else entry.label
    return {"text": label, "callback_data": _card(revision, entry)}


def _payload(
    paragraphs: Sequence[str], rows: Sequence[Sequence[Button]], tongue: Tongue, *, silent: bool
) -> bytes:
    text = "\n\n".join([part for part in paragraphs if part])
    if tongue.dir == "rtl":
        text = _isolated(text)
    text = text or "\u2022"  # a list of endonyms has no sentence, and no card is without text
    if len(text.encode("utf-16-le")) // 2 > LONGEST:
        raise ValueError("too long for one card: page it before it is said")
    message: dict[str, object] = {
        "text": text,
        "link_preview_options": {"is_disabled": True},
    }
    if any(rows):
        message["reply_markup"] = {"inline_keyboard": [row for row in rows if row]}
    if silent:
        message["disable_notification"] = True
    return orjson.dumps(message)


def _card(revision: int, entry: Entry) -> str:
    """Return the token of a choice; a key too long for the carrier goes by its number."""
    data = f"c:{revision}:{entry.key}"
    # A key is ASCII, or its letters take up to four bytes each.
    short = len(data) <= _DATA // 4 or len(data.encode()) <= _DATA
    return data if short else f"c:{revision}:#{entry.number}"


def _rows(buttons: Sequence[Button], width: int) -> list[list[Button]]:
    return [list(buttons[start : start + width]) for start in range(0, len(buttons), width)]


def _ticked(entry: Entry, say: Say, label: str) -> str:
    return f"✓ {label}" if entry.key in say.chosen else label


def _isolated(text: str) -> str:
    """Isolate numbers and Latin words in right-to-left lines, so that they keep their own order."""
    return "\n".join(
        _FOREIGN.sub("\u2068\\g<0>\u2069", line) if _RTL.search(line) else line
        for line in text.split("\n")
    )


def deletion(messages: Sequence[str]) -> bytes:
    """Make the payload that deletes messages under 48 hours old from the chat, however many."""
    return orjson.dumps({"delete": [int(message) for message in messages]})


def tapped(inbound: Inbound) -> str:
    """Return the key behind the button that was pressed; empty for anything else."""
    kind, _, rest = inbound.data.partition(":")
    return rest.partition(":")[2] if kind == "c" else ""


def read(
    inbound: Inbound, menu: Sequence[Entry], *, revision: int | None = None, multi: bool = False
) -> Reading:
    """Read a tap or a text against the menu as it was offered.

    Args:
        inbound: what came in.
        menu: the entries of the last ``Rendered``.
        revision: of the conversation now; a tap made at another is stale.
        multi: whether several may be picked.
    """
    if inbound.kind != "tap":
        return menus.read_text(inbound.text, menu, multi=multi)
    kind, _, rest = inbound.data.partition(":")
    if kind == "n" and rest:
        return Opened(rest)
    made, _, key = rest.partition(":")
    if kind != "c" or not made.isdecimal() or not key:
        return Unclear()
    if key in ANYWHERE:
        return Picked(key)
    if revision is not None and made != str(revision):
        return Stale()
    for entry in menu:
        if key in (entry.key, f"#{entry.number}"):
            return Picked(entry.key)
    return Stale()
