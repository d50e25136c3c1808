"""What every inbound edge shares: whom it hands things to, and how it refuses.

An edge finds out whether a request is genuine, makes an ``Inbound`` of it and hands it over; the
carrier gets its 200 only after the commit. Refusals have a status and no body. What goes wrong
further in is a 503, so that the carrier tries again; it is never told why, and the log names only
the error's class.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Protocol

import structlog
from aiohttp import web

from bot.channels.wire import Inbound
from bot.errors import Rejected
from bot.logs import ROUTE

LARGEST = 1024 * 1024
"""Bytes of a request's body; nothing genuine comes near it."""

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]

_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_log = structlog.get_logger()


class Intake(Protocol):
    """Whoever makes what came in durable."""

    async def take(self, inbound: Inbound) -> object:
        """Return after the commit; raises where nothing could be stored."""
        ...

    async def receipt(self, sid: str, status: str, error: str) -> bool:
        """Take a carrier's word on one of our messages: its status, its error code if any.

        Returns whether there was nothing more to do; not so where the message isn't known (yet).
        """
        ...


class Door:
    """The carriers' port: what leads where by method and path; a refusal is a status, no more.

    It stands on aiohttp's own low-level server: the router and the middlewares of an application
    cost a twentieth of what a message may, and there are half a dozen paths.

    Args:
        intake: whom the edges hand things to.
    """

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self._ways: dict[tuple[str, str], Handler] = {}

    def add(self, method: str, path: str, handler: Handler) -> None:
        """Let a method and path lead somewhere."""
        self._ways[method, path] = handler
        if method == "GET":
            self._ways["HEAD", path] = handler

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        handler = self._ways.get((request.method, request.path))
        if handler is None:
            return web.Response(status=404)
        request[ROUTE] = request.path
        try:
            return await handler(request)
        except Rejected as error:
            return web.Response(status=error.status)
        except web.HTTPException as error:
            return web.Response(status=error.status)
        except Exception as error:  # noqa: BLE001 - whatever it was, the carrier must try again
            _log.error("not taken", path=request.path, error=type(error).__name__)
            return web.Response(status=503)


async def read_body(
    request: web.BaseRequest, most: int = LARGEST, seconds: float | None = None
) -> bytes:
    """Return the body.

    Args:
        request: whose.
        most: bytes that it may have.
        seconds: how long it may take to come; as long as it likes where nobody says.

    Raises:
        Rejected: with 413 where it is too large, 408 where it takes too long, 400 where it breaks.
    """
    if (request.content_length or 0) > most:
        raise Rejected(413)
    try:
        if seconds is None:
            return await _whole(request, most)
        async with asyncio.timeout(seconds):
            return await _whole(request, most)
    except TimeoutError:
        raise Rejected(408) from None
    except web.RequestPayloadError:  # said to be compressed, and is not
        raise Rejected(400) from None


async def _whole(request: web.BaseRequest, most: int) -> bytes:
    body = b""
    while not request.content.at_eof():
        body += await request.content.readany()
        if len(body) > most:
            raise Rejected(413)
    return body


def shown(text: str) -> str:
    """Return words without what no phone can show: control characters and halves of a pair."""
    if text.isprintable():
        return text
    return _ODD.sub("�", text.replace("\r\n", "\n").replace("\r", "\n"))
