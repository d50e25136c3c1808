"""Updates and answers of the Bot API, in the bytes that go over the wire."""

import json
from typing import Any
from urllib.parse import parse_qsl

_COMMAND = ',"entities":[{"type":"bot_command","offset":0,"length":6}]'
ME = (
    b'{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"Bench","username":"bench_bot",'
    b'"can_join_groups":false,"can_read_all_group_messages":false,"supports_inline_queries":false}}'
)


def written(update: int, chat: int, message: int, words: str) -> bytes:
    """Return the update that somebody wrote words."""
    return (
        f'{{"update_id":{update},"message":{{"message_id":{message},"date":1790000000,'
        f'"chat":{{"id":{chat},"type":"private","first_name":"S"}},"from":{{"id":'
        f'{chat},"is_bot":false,"first_name":"S","language_code":"en"}},"text":"{words}"'
        f"{_COMMAND if words.startswith('/') else ''}}}}}"
    ).encode()


def tapped(update: int, chat: int, card: int, data: str) -> bytes:
    """Return the update that somebody tapped a button of a card."""
    return (
        f'{{"update_id":{update},"callback_query":{{"id":"{update}","from":{{"id":'
        f'{chat},"is_bot":false,"first_name":"S","language_code":"en"}},"chat_instance":'
        f'"1","data":"{data}","message":{{"message_id":{card},"date":1790000000,"chat":'
        f'{{"id":{chat},"type":"private","first_name":"S"}},"text":"card"}}}}}}'
    ).encode()


def shown(message: int, chat: int) -> bytes:
    """Return the answer to a call that sent or edited a message."""
    return (
        b'{"ok":true,"result":{"message_id":%d,"date":1790000000,"chat":{"id":%d,"type":"private",'
        b'"first_name":"S"},"text":"card"}}' % (message, chat)
    )


def key_of(data: str) -> str:
    """Return what a button is for: ours carry ``c:revision:key``."""
    return data.rpartition(":")[2]


def revision_of(data: str) -> int:
    """Return the revision that a button carries; 0: none."""
    parts = data.split(":")
    return int(parts[1]) if len(parts) == 3 and parts[1].isdecimal() else 0


def parameters_of(body: bytes) -> dict[str, Any]:
    """Return what a call gives, in JSON or as a form."""
    if body.startswith(b"{"):
        found: dict[str, Any] = json.loads(body)
        return found
    return dict(parse_qsl(body.decode()))
