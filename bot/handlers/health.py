"""Whether the process serves, and whether it is fit to."""

from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web

from bot.handlers.edge import Handler

Readiness = Callable[[], Awaitable[Sequence[str]]]
"""Returns the names of what is wrong; nothing where everything is right."""


def add_health(app: web.Application, ready: Readiness) -> None:
    """Add ``/healthz`` and ``/readyz``."""
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", _readyz(ready))


async def healthz(_: web.Request) -> web.Response:
    """Say that the process serves."""
    return web.Response(text="ok")


def _readyz(ready: Readiness) -> Handler:
    async def readyz(_: web.Request) -> web.Response:
        """Say by name what is wrong, and nothing more."""
        wrong = await ready()
        return web.Response(status=503 if wrong else 200, text="\n".join(wrong) or "ok")

    return readyz
