"""The worker's round: everything that begins on our side, again and again, a little at a time.

The rule kept here: a duty that fails is logged by its class, once until it goes well again, and
tried again on the next round; it never stops the others.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from bot.clock import Clock
from bot.coordination import Coordination
from bot.storage import away
from bot.trouble import Trouble

ROUND_S = 1.0
BREATH_S = 0.2  # between rounds, however often it is woken: a round looks at every table

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Duty:
    """One thing to do.

    Attributes:
        name: for the log.
        do: does what is due, a batch at most, and returns how much it did.
        every_ms: how often it is looked at.
        next_at: when it is looked at next.
    """

    name: str
    do: Callable[[], Awaitable[int]]
    every_ms: int = 0
    next_at: int = 0


class Worker:
    """Runs duties by the product's clock, woken by whoever has work for it."""

    def __init__(self, duties: list[Duty], coordination: Coordination, clock: Clock) -> None:
        self._duties = duties
        self._coordination = coordination
        self._clock = clock
        self._stopping = asyncio.Event()
        self._troubles = {
            duty.name: Trouble(log, "a duty failed", "a duty is done again", duty=duty.name)
            for duty in duties
        }

    async def once(self) -> int:
        """Do everything that is due now; returns how much was done."""
        done = 0
        for duty in self._duties:
            now = self._clock.now()
            if duty.every_ms and now < duty.next_at and now >= duty.next_at - duty.every_ms:
                continue
            duty.next_at = now + duty.every_ms
            try:
                done += await duty.do()
            except Exception as error:  # noqa: BLE001 - one duty must not stop the others
                self._troubles[duty.name].wrong(away.kind(error))
            else:
                self._troubles[duty.name].well()
        return done

    async def round(self, within_ms: int | None = None) -> int:
        """Do every duty once, however lately it was done; returns how much was done.

        For who makes time pass (the demo's clock, the stories, tests): until nothing is left to do.

        Args:
            within_ms: only those that are done as often as this; others when their time has come.
        """
        for duty in self._duties:
            if within_ms is None or duty.every_ms <= within_ms:
                duty.next_at = 0
        return await self.once()

    async def run(self) -> None:
        """Go round until ``stop``."""
        with self._coordination.listening("work") as wakes:
            while not self._stopping.is_set():
                await self.once()
                if await wakes.wait(ROUND_S):
                    await asyncio.sleep(BREATH_S)

    async def stop(self) -> None:
        """End after this round."""
        self._stopping.set()
        await self._coordination.wake("work")
