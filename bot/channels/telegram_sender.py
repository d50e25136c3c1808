"""Sending on Telegram: one payload, one decision, and what each failure means.

A card is edited where she tapped it, or sent anew below her words and the old one deleted. *Not
modified* is as good as sent; a card that is gone is sent anew. Blocked, deactivated and unknown are
permanent; everything that may pass is not.
"""

import asyncio
import contextlib
import json
from collections.abc import Sequence
from typing import Any, Final

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    RetryAfter,
    TelegramError,
)
from telegram.ext import AIORateLimiter, ExtBot

from bot.channels.telegram_transport import TelegramTransport
from bot.channels.wire import KEPT, Outgoing, Sent
from bot.errors import SendError

_SAME: Final = "message is not modified"
_GONE: Final = (
    "message to edit not found",
    "message can't be edited",
    "message to delete not found",
    "message can't be deleted",
    "message_id_invalid",
)
_BATCH: Final = 100  # ids that one deletion takes


class TelegramSender:
    """The async half of the Telegram channel.

    Args:
        transport: the pool; opened by ``open`` and closed by ``close``.
    """

    def __init__(self, transport: TelegramTransport) -> None:
        self._transport = transport
        self.bot: ExtBot[Any] = ExtBot(
            transport.token,
            base_url=transport.base_url,
            base_file_url=transport.file_url,
            request=transport,
            get_updates_request=transport,
            rate_limiter=AIORateLimiter(),
        )
        """Everything of the Bot API that is not the hot path: names, commands, webhook, files."""

    @property
    def transport(self) -> TelegramTransport:
        """The pool itself, for polling."""
        return self._transport

    async def open(self) -> None:
        """Open the pool."""
        await self._transport.initialize()

    async def close(self) -> None:
        """Release connections."""
        await self._transport.shutdown()

    async def send(self, outgoing: Outgoing) -> Sent:
        """Hand one payload to the carrier; raises ``SendError``."""
        try:
            return await self._send(outgoing)
        except TelegramError as error:
            raise classified(error) from None

    async def answer(self, callback: str) -> None:
        """Answer a tap by a call of its own (polling only); nothing waits for it."""
        body = json.dumps({"callback_query_id": callback}).encode()
        try:
            await self._transport.post_json("answerCallbackQuery", body)
        except TelegramError:
            return  # her button stops turning by itself

    async def fetch(self, file: str, *, most: int) -> bytes:
        """Download a file of hers; larger than ``most`` bytes is a permanent ``SendError``."""
        try:
            found = await self.bot.get_file(file)
            if (found.file_size or 0) > most:
                raise SendError("file too large", permanent=True)
            content = await found.download_as_bytearray()
        except TelegramError as error:
            raise classified(error) from None
        if len(content) > most:
            raise SendError("file too large", permanent=True)
        return bytes(content)

    async def _send(self, outgoing: Outgoing) -> Sent:
        payload = outgoing.payload
        if payload.startswith(b'{"delete"'):
            await self._delete(outgoing.address, json.loads(payload)["delete"])
            return Sent("")
        card = outgoing.cls not in KEPT
        if not outgoing.card:
            if outgoing.cls == "curtain":
                return Sent("")  # nothing is there to cover
            return Sent(await self._new(outgoing), card=card)
        if outgoing.fresh:
            old = asyncio.create_task(self._cover(outgoing.address, int(outgoing.card)))
            try:
                return Sent(await self._new(outgoing), card=card)
            finally:
                await old
        try:
            await self._transport.post_json("editMessageText", _addressed(outgoing, outgoing.card))
        except BadRequest as error:
            if not _is(error, _SAME):
                if not _is(error, *_GONE):
                    raise
                if outgoing.cls == "curtain":
                    return Sent("")  # a new message would ring where something was to be hidden
                return Sent(await self._new(outgoing), card=card)
        return Sent(outgoing.card, card=card)

    async def _new(self, outgoing: Outgoing) -> str:
        answer = await self._transport.post_json("sendMessage", _addressed(outgoing))
        return str(answer["message_id"])

    async def _cover(self, address: str, card: int) -> None:
        """Delete the card a new one replaces; should that fail, the new one is sent anyway."""
        with contextlib.suppress(TelegramError):
            await self._delete(address, [card])

    async def _delete(self, address: str, messages: Sequence[int]) -> None:
        """Delete what can be deleted: what is gone or over 48 hours old is no failure."""
        for start in range(0, len(messages), _BATCH):
            some = messages[start : start + _BATCH]
            ids = (
                f'"message_ids":{json.dumps(some)}' if len(some) > 1 else f'"message_id":{some[0]}'
            )
            body = f'{{"chat_id":{int(address)},{ids}}}'.encode()
            try:
                await self._transport.post_json(
                    "deleteMessages" if len(some) > 1 else "deleteMessage", body
                )
            except BadRequest as error:
                if not _is(error, *_GONE):
                    raise


def _addressed(outgoing: Outgoing, message: str = "") -> bytes:
    """Return the payload with its chat put in front: the bytes that were committed, not rebuilt."""
    head = f'{{"chat_id":{int(outgoing.address)},'
    if message:
        head += f'"message_id":{int(message)},'
    return head.encode() + outgoing.payload[1:]


def _is(error: TelegramError, *phrases: str) -> bool:
    words = error.message.lower()
    return any(phrase in words for phrase in phrases)


def classified(error: TelegramError) -> SendError:
    """Say what a failure of the Bot API means to the outbox; the carrier's prose is left behind."""
    code = type(error).__name__
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        seconds = float(wait) if isinstance(wait, int) else wait.total_seconds()
        return SendError(code, permanent=False, retry_after=seconds)
    # A wrong token or a second poller is the operator's to put right, not this person's failure.
    return SendError(code, permanent=isinstance(error, Forbidden | ChatMigrated | BadRequest))
