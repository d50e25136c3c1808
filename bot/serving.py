"""One process that serves: web, console and worker around a ``Bot``, until it is told to stop."""

import asyncio
import contextlib
import errno
import gc
import signal
from collections.abc import Collection
from contextlib import AsyncExitStack
from functools import partial

import structlog
from aiohttp import web

from bot import logs
from bot.acts import rotation
from bot.app import Bot, assemble, console_of, web_of
from bot.clock import Clock
from bot.errors import SettingsError
from bot.handlers.edge import Door
from bot.handlers.polling import Polling
from bot.lease import held
from bot.metrics import metrics_of
from bot.settings import Part, Settings

GARBAGE = 10_000  # objects made before the young ones are looked through
POLLING = "telegram polling"
KEYS_SECONDS = 30

log = structlog.get_logger(__name__)


async def serve(
    settings: Settings,
    parts: Collection[Part],
    *,
    clock: Clock | None = None,
    stop: asyncio.Event | None = None,
    look_s: float = KEYS_SECONDS,
) -> None:
    """Serve the parts asked for until ``stop`` (or a signal), then end in order.

    Raises ``SettingsError`` when another process has begun with a newer key file (looked at every
    ``look_s`` seconds): whoever restarts this one gives it that file.
    """
    stop = stop or _signalled()
    sends = set(parts) != {"console"}
    async with assemble(settings, clock=clock, sends=sends) as bot, AsyncExitStack() as stack:
        if settings.embedded:
            await bot.outbox.take_over()
        if "web" in parts:
            await _listen(stack, web_of(bot), settings.host, settings.port)
        if "console" in parts:
            await _listen(stack, console_of(bot), settings.console_host, settings.console_port)
        if "worker" in parts:
            await _work(stack, bot)
        if settings.metrics_port:
            await _listen(stack, metrics_of(), "127.0.0.1", settings.metrics_port)
        _rest_what_stays()
        log.info("serving", parts=sorted(parts))
        older = await _older_keys(bot, stop, look_s)
        log.info("stopping")
    if older:
        raise SettingsError([rotation.OLDER])


async def _older_keys(bot: Bot, stop: asyncio.Event, look_s: float) -> bool:
    """Wait for ``stop``, or until this process has become one with older keys; tell which."""
    database, vault = bot.service.database, bot.service.vault
    while True:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), look_s)
            return False
        with contextlib.suppress(Exception):  # a database that is away is looked at again
            if await database.read(lambda conn: rotation.is_older(conn, vault)):
                return True


def _rest_what_stays() -> None:
    """Leave what was made at the start to itself: it lives as long as the process.

    A busy process would look through it again and again for garbage, and find none.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE)


def runner_of(served: Door | web.Application) -> web.BaseRunner:
    """Return what runs the carriers' door, or an application of staff."""
    if isinstance(served, Door):
        server = web.Server(served, access_log_class=logs.AccessLog)
        return web.ServerRunner(server, handle_signals=False)
    return web.AppRunner(served, access_log_class=logs.AccessLog, handle_signals=False)


async def _listen(
    stack: AsyncExitStack, served: Door | web.Application, host: str, port: int
) -> None:
    runner = runner_of(served)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        raise SettingsError([f"port {port} {_why_closed(error)}"]) from None


def _why_closed(error: OSError) -> str:
    """Say what to look at; the error's own words repeat the address, or help nobody."""
    if error.errno == errno.EADDRINUSE:
        return "is taken: does this service run already? Else name another"
    if error.errno == errno.EACCES:
        return "is not for this user to open: one above 1023 is"
    return "cannot be opened: HOST or CONSOLE_HOST is no address of this machine"


async def _work(stack: AsyncExitStack, bot: Bot) -> None:
    tasks = [asyncio.create_task(bot.worker.run())]
    telegram = bot.settings.telegram
    if bot.telegram is not None and telegram is not None and telegram.mode == "polling":
        database, clock = bot.service.database, bot.service.clock
        polling = Polling(
            bot.telegram.transport, bot.telegram, bot.intake, source=telegram.source, clock=clock
        )
        lease = partial(held, database, clock, POLLING, bot.outbox.holder)
        tasks.append(asyncio.create_task(polling.run(lease)))

    async def end() -> None:
        await bot.worker.stop()
        for task in tasks[1:]:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    stack.push_async_callback(end)


def _signalled() -> asyncio.Event:
    """Return an event that SIGTERM and SIGINT set."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError, RuntimeError):
            loop.add_signal_handler(number, stop.set)
    return stop
