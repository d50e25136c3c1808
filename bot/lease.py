"""A lease that one process of many holds: who polls, and nobody beside it.

The rule kept here: a holder that cannot renew stops by its own clock before another may begin.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

from bot.clock import MINUTE_MS, Clock
from bot.storage import intake
from bot.storage.database import Database

LIFE_MS = MINUTE_MS
RENEW_S = 15
TRY_S = 5


@asynccontextmanager
async def held(
    database: Database, clock: Clock, name: str, holder: bytes
) -> AsyncIterator[Callable[[], bool]]:
    """Wait until the named lease is ours, then keep it; gives what says whether it still is."""
    until = 0

    async def renew() -> bool:
        nonlocal until
        now = clock.now()
        hold = partial(intake.hold_lease, name=name, holder=holder, now=now, until=now + LIFE_MS)
        ours = await database.run(hold) is not None
        until = now + LIFE_MS if ours else 0
        return ours

    async def keep() -> None:
        while until:
            await asyncio.sleep(RENEW_S)
            with contextlib.suppress(Exception):  # a database that is away for a moment
                await renew()

    while not await renew():  # noqa: ASYNC110 - another process holds it: no event of ours tells
        await asyncio.sleep(TRY_S)
    keeping = asyncio.create_task(keep())
    try:
        yield lambda: clock.now() < until - RENEW_S * 1000
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
        now = clock.now()
        await database.run(partial(intake.hold_lease, name=name, holder=holder, now=now, until=0))
