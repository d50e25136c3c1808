"""``audit verify``: compares the record of acts with its sealed days, with nothing else running."""

import argparse
from collections.abc import Mapping

from bot.acts import audit
from bot.commands.opened import opened, run_async, say, settings_of
from bot.settings import Settings


def verify(_: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Print every difference."""
    settings = settings_of(environment, needs_keys=True)
    faults = run_async(lambda: _verify(settings))
    for fault in faults:
        say(fault)
    say("The record differs." if faults else "Every sealed day is as it was sealed.")
    return 1 if faults else 0


async def _verify(settings: Settings) -> list[str]:
    async with opened(settings) as service:
        now = service.clock.now()
        return await service.database.read(lambda conn: audit.verify(conn, now))
