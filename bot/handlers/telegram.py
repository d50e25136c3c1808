"""``POST /telegram/webhook``: genuine when it carries the secret.

A tap is answered in the webhook's own response: a call for it would cost a fifth of the throughput.
"""

import hmac

import orjson
from aiohttp import web

from bot.clock import Clock
from bot.errors import Rejected
from bot.handlers.edge import Door, Handler, Intake, read_body
from bot.handlers.telegram_update import decode

PATH = "/telegram/webhook"
_HEADER = "X-Telegram-Bot-Api-Secret-Token"


def add_telegram(door: Door, *, secret: str, source: str, clock: Clock) -> None:
    """Add the webhook.

    Args:
        door: to which.
        secret: ``TELEGRAM_WEBHOOK_SECRET``.
        source: the bot's id, what comes before the colon of its token.
        clock: for the moment of intake.
    """
    door.add("POST", PATH, _webhook(door.intake, secret.encode(), source, clock))


def _webhook(intake: Intake, secret: bytes, source: str, clock: Clock) -> Handler:
    async def webhook(request: web.BaseRequest) -> web.Response:
        given = request.headers.get(_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, secret):
            raise Rejected(403)
        inbound = decode(await read_body(request), source, clock.now())
        if inbound is None:
            return web.Response()
        await intake.take(inbound)
        if not inbound.callback:
            return web.Response()
        answer = {"method": "answerCallbackQuery", "callback_query_id": inbound.callback}
        return web.Response(body=orjson.dumps(answer), content_type="application/json")

    return webhook
