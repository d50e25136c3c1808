"""Whether the process serves, and whether it is fit to."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.handlers.edge import Handler

Ready = Callable[[], Awaitable[bool]]
"""Says whether the schema is current; raises where the database doesn't answer."""


def add_health(app: web.Application, ready: Ready) -> None:
    """Add ``/healthz`` and ``/readyz``."""
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", _readyz(ready))


async def healthz(_: web.Request) -> web.Response:
    """Say that the process serves."""
    return web.Response(text="ok")


def _readyz(ready: Ready) -> Handler:
    async def readyz(_: web.Request) -> web.Response:
        """Say by name what is wrong, and nothing more."""
        try:
            wrong = "" if await ready() else "schema"
        except Exception:  # noqa: BLE001 - whatever it was, the database did not answer
            wrong = "database"
        return web.Response(status=503 if wrong else 200, text=wrong or "ok")

    return readyz
