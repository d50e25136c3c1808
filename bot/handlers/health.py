"""Whether the process serves, and whether it is fit to."""

from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web

from bot.handlers.edge import Door, Handler

Readiness = Callable[[], Awaitable[Sequence[str]]]
"""Returns the names of what is wrong; nothing where everything is right."""


def add_health(door: Door, ready: Readiness) -> None:
    """Add ``/healthz`` and ``/readyz``."""
    door.add("GET", "/healthz", healthz)
    door.add("GET", "/readyz", _readyz(ready))


async def healthz(_: web.BaseRequest) -> web.Response:
    """Say that the process serves."""
    return web.Response(text="ok")


def _readyz(ready: Readiness) -> Handler:
    async def readyz(_: web.BaseRequest) -> web.Response:
        """Say by name what is wrong, and nothing more."""
        wrong = await ready()
        return web.Response(status=503 if wrong else 200, text="\n".join(wrong) or "ok")

    return readyz
