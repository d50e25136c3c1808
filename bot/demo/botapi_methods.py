"""The methods of the simulated Bot API, with the answers the product acts on.

Sentences are Telegram's own: the client is told *message is not modified* in these words only.
"""

import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from aiohttp.web import FileField

if TYPE_CHECKING:
    from bot.demo.botapi import BotApi
    from bot.demo.chat_phone import Bubble, ChatPhone

_TWO_DAYS = 48 * 3600 * 1000
_LONGEST = 4096
_DATA = 64
_TOO_BIG = 20 * 1024 * 1024


class ApiError(Exception):
    """An answer that is not *ok*."""

    def __init__(self, status: int, description: str, *, retry_after: int = 0) -> None:
        super().__init__(description)
        self.status = status
        self.retry_after = retry_after


Parameters = dict[str, Any]


async def get_me(api: "BotApi", _: Parameters) -> Any:  # noqa: ANN401 - each answers in its own way
    """Say who the bot is."""
    return {
        **api.me,
        "can_join_groups": False,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }


async def set_webhook(api: "BotApi", given: Parameters) -> bool:
    """Register where updates are posted."""
    api.updates.webhook = {
        "url": given.get("url", ""),
        "secret_token": given.get("secret_token", ""),
        "max_connections": int(given.get("max_connections", 40)),
        "allowed_updates": _value(given, "allowed_updates") or [],
    }
    await api.updates.flush()
    return True


async def delete_webhook(api: "BotApi", _: Parameters) -> bool:
    """Go back to long polling."""
    return await set_webhook(api, {})


async def get_webhook_info(api: "BotApi", _: Parameters) -> Parameters:
    """Describe the webhook; the secret is never told."""
    told = {key: value for key, value in api.updates.webhook.items() if value}
    told.pop("secret_token", None)
    return {
        "url": "",
        **told,
        "has_custom_certificate": False,
        "pending_update_count": len(api.updates.pending()),
    }


async def get_updates(api: "BotApi", given: Parameters) -> list[Parameters]:
    """Long polling."""
    if api.updates.webhook["url"]:
        raise ApiError(
            409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook"
        )
    offset, limit = int(given.get("offset") or 0), int(given.get("limit") or 100)
    return await api.updates.poll(offset, limit, float(given.get("timeout") or 0))


async def send_message(api: "BotApi", given: Parameters) -> Parameters:
    """Put a message of the bot on a phone."""
    phone = _phone(api, given)
    text = str(given.get("text", ""))
    _check_text(text)
    silent = _value(given, "disable_notification") in (True, "true", "True")
    bubble = phone.add(hers=False, text=text, silent=silent)
    bubble.keyboard = _keyboard(given)
    return _shown(phone, bubble)


async def edit_message_text(api: "BotApi", given: Parameters) -> Parameters:
    """Change a message of the bot in place; nothing rings."""
    phone = _phone(api, given)
    bubble = phone.bubbles.get(int(given["message_id"]))
    if bubble is None:
        raise ApiError(400, "Bad Request: message to edit not found")
    if bubble.hers:
        raise ApiError(400, "Bad Request: message can't be edited")
    text, keyboard = str(given.get("text", "")), _keyboard(given)
    _check_text(text)
    if (text, keyboard) == (bubble.text, bubble.keyboard):
        raise ApiError(
            400,
            "Bad Request: message is not modified: specified new message content and reply markup "
            "are exactly the same as a current content and reply markup of the message",
        )
    changed = text != bubble.text
    bubble.text, bubble.keyboard, bubble.edited = text, keyboard, True
    if changed:
        phone.passes(bubble)
    phone.acted()
    return phone.raw_of(bubble)


async def delete_message(api: "BotApi", given: Parameters) -> bool:
    """Delete one message, hers or the bot's, under 48 hours old."""
    phone = _phone(api, given)
    bubble = phone.bubbles.get(int(given["message_id"]))
    if bubble is None:
        raise ApiError(400, "Bad Request: message to delete not found")
    if api.now() - bubble.at >= _TWO_DAYS:
        raise ApiError(400, "Bad Request: message can't be deleted for everyone")
    del phone.bubbles[bubble.id]
    phone.acted()
    return True


async def delete_messages(api: "BotApi", given: Parameters) -> bool:
    """Delete up to a hundred; those that can't be are left out without a word."""
    phone = _phone(api, given)
    wanted = [int(one) for one in _value(given, "message_ids")]
    if not 1 <= len(wanted) <= 100:  # noqa: PLR2004
        raise ApiError(400, "Bad Request: too many or no message identifiers specified")
    for one in wanted:
        bubble = phone.bubbles.get(one)
        if bubble is not None and api.now() - bubble.at < _TWO_DAYS:
            del phone.bubbles[one]
    phone.acted()
    return True


async def answer_callback_query(api: "BotApi", given: Parameters) -> bool:
    """Let a button stop turning."""
    callback = str(given["callback_query_id"])
    phone = api.phones.get(int(callback[:-8]))
    if phone is None:
        raise ApiError(400, "Bad Request: query is too old and response timeout expired")
    phone.callbacks.append(callback)
    phone.changed()
    return True


async def send_voice(api: "BotApi", given: Parameters) -> Parameters:
    """Send a voice note, by its id or uploaded."""
    phone = _phone(api, given)
    voice = given["voice"]
    if isinstance(voice, FileField):
        described = api.keep_file(voice.file.read(), "voice", "oga")
    elif voice in api.files:
        size = len(api.files[voice][1])
        described = {"file_id": voice, "file_unique_id": voice, "file_size": size}
    else:
        raise ApiError(400, "Bad Request: wrong file identifier/HTTP URL specified")
    bubble = phone.add(hers=False, text=str(given.get("caption", "")), kind="voice")
    bubble.raw = {"voice": {**described, "duration": 5}}
    return _shown(phone, bubble)


async def get_file(api: "BotApi", given: Parameters) -> Parameters:
    """Say where a file can be downloaded."""
    name = str(given["file_id"])
    if name not in api.files:
        raise ApiError(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
    path, content = api.files[name]
    if len(content) > _TOO_BIG:
        raise ApiError(400, "Bad Request: file is too big")
    return {"file_id": name, "file_unique_id": name, "file_size": len(content), "file_path": path}


def _profile_setter(name: str, field: str) -> Callable[["BotApi", Parameters], Awaitable[Any]]:
    async def run(api: "BotApi", given: Parameters) -> bool:
        api.profile[name, str(given.get("language_code") or "")] = _value(given, field)
        return True

    return run


def _profile_getter(name: str, field: str) -> Callable[["BotApi", Parameters], Awaitable[Any]]:
    async def run(api: "BotApi", given: Parameters) -> Any:  # noqa: ANN401 - a list or a dictionary
        default = [] if field == "commands" else ""
        value = api.profile.get((name, str(given.get("language_code") or "")), default)
        return value if field == "commands" else {field: value}

    return run


_PROFILE = {
    "MyName": "name",
    "MyDescription": "description",
    "MyShortDescription": "short_description",
    "MyCommands": "commands",
}

METHODS: dict[str, Callable[["BotApi", Parameters], Awaitable[Any]]] = {
    "getme": get_me,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
    "getupdates": get_updates,
    "sendmessage": send_message,
    "editmessagetext": edit_message_text,
    "deletemessage": delete_message,
    "deletemessages": delete_messages,
    "answercallbackquery": answer_callback_query,
    "sendvoice": send_voice,
    "getfile": get_file,
    **{f"set{name.lower()}": _profile_setter(name, field) for name, field in _PROFILE.items()},
    **{f"get{name.lower()}": _profile_getter(name, field) for name, field in _PROFILE.items()},
}


def _value(given: Parameters, name: str) -> Any:  # noqa: ANN401 - JSON
    """Return a parameter that may have come as JSON inside a form."""
    value = given.get(name)
    if isinstance(value, str) and value[:1] in tuple("[{tf"):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _phone(api: "BotApi", given: Parameters) -> "ChatPhone":
    chat_id = int(given["chat_id"])
    phone = api.phones.get(chat_id)
    if phone is None or chat_id not in api.started:
        raise ApiError(400, "Bad Request: chat not found")
    if phone.blocked:
        raise ApiError(403, "Forbidden: bot was blocked by the user")
    return phone


def _check_text(text: str) -> None:
    if not text.strip():
        raise ApiError(400, "Bad Request: message text is empty")
    if len(text.encode("utf-16-le")) // 2 > _LONGEST:
        raise ApiError(400, "Bad Request: message is too long")


def _keyboard(given: Parameters) -> list[list[dict[str, str]]]:
    markup = _value(given, "reply_markup") or {}
    keyboard: list[list[dict[str, str]]] = markup.get("inline_keyboard", [])
    for button in (button for row in keyboard for button in row):
        if not 1 <= len(button.get("callback_data", "").encode()) <= _DATA:
            raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
    return keyboard


def _shown(phone: "ChatPhone", bubble: "Bubble") -> Parameters:
    phone.notify(bubble)
    phone.acted()
    return phone.raw_of(bubble)
