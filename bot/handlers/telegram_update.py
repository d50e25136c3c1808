"""What we use of a Telegram update, read straight from its JSON.

python-telegram-bot's ``Update.de_json`` builds every object there is, at 57 to 123 µs an update;
this reads a dozen fields (docs/adr/0003; a property test holds the two to the same reading).
Private chats only. Whatever a changed client sends, it raises nothing but ``Rejected``.
"""

import json
from typing import Any, Final

import orjson

from bot.channels.wire import Inbound, InboundKind
from bot.errors import Rejected
from bot.handlers.edge import shown

ALLOWED: Final = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update we ask Telegram for."""

_KINDS_WITHOUT_ANSWER_YET: Final = (
    "animation", "audio", "checklist", "contact", "dice", "document", "game", "location",
    "paid_media", "poll", "sticker", "story", "venue", "video", "video_note",
)  # fmt: skip
_INT64 = 2**63

Json = dict[str, Any]


def decode(body: bytes, source: str, now: int) -> Inbound | None:
    """Return what a person did, or ``None`` for an update that asks nothing of us.

    Args:
        body: the webhook's body.
        source: our own bot id.
        now: the moment of intake.

    Raises:
        Rejected: with 400 where this is no update at all.
    """
    try:
        update = orjson.loads(body)
    except orjson.JSONDecodeError:
        update = _lenient(body)
    return read_update(update, source, now)


def _lenient(body: bytes) -> object:
    """Read what the fast reader refuses and the standard one does not: half of a pair, escaped."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise Rejected(400) from None


def read_update(update: object, source: str, now: int) -> Inbound | None:
    """Read one update that is JSON already, as polling gets them."""
    if not isinstance(update, dict) or not _is_id(number := update.get("update_id")):
        raise Rejected(400)
    try:
        if "message" in update:
            return _message(update["message"], str(number), source, now)
        if "edited_message" in update:
            return _edit(update["edited_message"], str(number), source, now)
        if "callback_query" in update:
            return _tap(update["callback_query"], str(number), source, now)
        if "my_chat_member" in update:
            return _member(update["my_chat_member"], str(number), source, now)
    except (KeyError, TypeError, AttributeError, IndexError):
        raise Rejected(400) from None
    return None


def _message(message: Json, external: str, source: str, now: int) -> Inbound | None:
    sender, chat = message.get("from") or {}, message["chat"]
    if chat["type"] != "private" or sender.get("is_bot"):
        return None
    kind, file, size = _content(message)
    if not kind:
        return None
    return Inbound(
        channel="telegram",
        source=source,
        external=external,
        address=_id(chat["id"]),
        sequence=int(_id(message["message_id"])),
        kind=kind,
        at=now,
        text=shown(_text(message.get("text") or message.get("caption") or "")),
        file=file,
        size=size,
        message=_id(message["message_id"]),
        hint=_word(sender.get("language_code")),
    )


def _edit(message: Json, external: str, source: str, now: int) -> Inbound | None:
    """Read that she changed words; of a place that moves, or a file alone, nothing is said."""
    found = _message(message, external, source, now)
    if found is None or not found.text or found.kind not in {"text", "voice", "photo"}:
        return None
    return found._replace(kind="edit", file="", size=0)


def _content(message: Json) -> tuple[InboundKind | None, str, int]:
    """Say what a message holds: its kind, its file, the file's size."""
    if "text" in message:
        return "text", "", 0
    if "voice" in message:
        return "voice", _token(message["voice"]["file_id"]), _size(message["voice"])
    if message.get("photo"):
        largest = message["photo"][-1]  # sizes come smallest first
        return "photo", _token(largest["file_id"]), _size(largest)
    if any(kind in message for kind in _KINDS_WITHOUT_ANSWER_YET):
        return "unsupported", "", 0
    return None, "", 0  # pinned, timers, and whatever else nobody wrote


def _tap(query: Json, external: str, source: str, now: int) -> Inbound | None:
    sender, message = query["from"], query.get("message") or {}
    chat = message.get("chat") or {}
    if sender.get("is_bot") or chat.get("type", "private") != "private":
        return None
    on = message.get("message_id", 0)
    return Inbound(
        channel="telegram",
        source=source,
        external=external,
        address=_id(sender["id"]),
        sequence=int(_id(on)),
        kind="tap",
        at=now,
        data=shown(_text(query.get("data") or "")),
        message=_id(on) if on else "",
        callback=_token(query["id"]),
        hint=_word(sender.get("language_code")),
    )


def _member(change: Json, external: str, source: str, now: int) -> Inbound | None:
    """Read that she has blocked the bot; that she lets it write again says nothing."""
    chat = change["chat"]
    if chat["type"] != "private" or change["new_chat_member"]["status"] != "kicked":
        return None
    return Inbound(
        channel="telegram",
        source=source,
        external=external,
        address=_id(chat["id"]),
        sequence=0,
        kind="blocked",
        at=now,
    )


def _is_id(value: object) -> bool:
    return type(value) is int and -_INT64 < value < _INT64


def _id(value: object) -> str:
    if not _is_id(value):
        raise TypeError
    return str(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _token(value: object) -> str:
    if not _text(value).isascii():
        raise TypeError
    return str(value)


def _word(value: object) -> str:
    return value[:35] if isinstance(value, str) and value.isascii() else ""


def _size(file: Json) -> int:
    size = file.get("file_size", 0)
    return size if _is_id(size) and size > 0 else 0
