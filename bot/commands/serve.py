"""``run``, ``web``, ``console`` and ``worker``: the same application with other parts of it on."""

import argparse
import asyncio
from collections.abc import Collection, Mapping

import structlog

from bot.commands import closed
from bot.commands.check import red
from bot.commands.opened import run_async, settings_of
from bot.settings import EVERY_PART, Part, Settings

FIRST_S = 2.0
"""Whoever wrote while nothing ran is answered before this looks at itself."""

log = structlog.get_logger(__name__)


def run(_: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Serve everything in one process."""
    return _serve(environment, EVERY_PART)


def web(_: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Serve the carriers."""
    return _serve(environment, {"web"})


def console(_: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Serve the staff."""
    return _serve(environment, {"console"})


def worker(_: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Send, remind, poll and tidy up."""
    return _serve(environment, {"worker"})


def _serve(environment: Mapping[str, str], parts: Collection[Part]) -> int:
    settings = settings_of(environment, serving=parts)
    closed.close()
    from bot.serving import serve  # noqa: PLC0415 - faults of the settings come before everything else

    async def work() -> None:
        telling = asyncio.create_task(_tell(settings)) if set(parts) == EVERY_PART else None
        try:
            await serve(settings, set(parts))
        finally:
            if telling is not None:
                telling.cancel()

    run_async(work)
    return 0


async def _tell(settings: Settings) -> None:
    """Say in one line that ``check`` is red; it is served all the same."""
    await asyncio.sleep(FIRST_S)
    if wrong := await red(settings):
        log.warning("not fit to serve people: `python -m bot check` says why", wrong=wrong)
