"""``POST /telegram/webhook``: genuine when it carries the secret.

A tap is answered in the webhook's own response: a call for it would cost a fifth of the throughput.
"""

import hmac

import orjson
from aiohttp import web

from bot.clock import Clock
from bot.errors import Rejected
from bot.handlers.edge import INTAKE, Handler, read_body
from bot.handlers.telegram_update import decode

PATH = "/telegram/webhook"
_HEADER = "X-Telegram-Bot-Api-Secret-Token"


def add_telegram(app: web.Application, *, secret: str, source: str, clock: Clock) -> None:
    """Add the webhook.

    Args:
        app: to which.
        secret: ``TELEGRAM_WEBHOOK_SECRET``.
        source: the bot's id, what comes before the colon of its token.
        clock: for the moment of intake.
    """
    app.router.add_post(PATH, _webhook(secret.encode(), source, clock))


def _webhook(secret: bytes, source: str, clock: Clock) -> Handler:
    async def webhook(request: web.Request) -> web.Response:
        given = request.headers.get(_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, secret):
            raise Rejected(403)
        inbound = decode(await read_body(request), source, clock.now())
        if inbound is None:
            return web.Response()
        await request.app[INTAKE].take(inbound)
        if not inbound.callback:
            return web.Response()
        answer = {"method": "answerCallbackQuery", "callback_query_id": inbound.callback}
        return web.Response(body=orjson.dumps(answer), content_type="application/json")

    return webhook
