"""Fetching updates instead of being called: one worker at a time, under a lease.

The offset moves on only after the commit, so that what this worker did not store comes again, to
it or to the next. In one batch each chat goes in order; chats go side by side.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

import structlog

from bot.clock import Clock
from bot.errors import Rejected
from bot.handlers.edge import Intake
from bot.handlers.telegram_update import ALLOWED, read_update

_PAUSE = 2.0  # seconds after something went wrong

Lease = AbstractAsyncContextManager[Callable[[], bool]]
"""Entered once it is ours, again and again; gives what says whether it still is."""

_log = structlog.get_logger()


class Carrier(Protocol):
    """The two calls that polling needs, of ``TelegramSender``."""

    async def updates(self, offset: int, kinds: Sequence[str]) -> Sequence[Any]:
        """Confirm what is below the offset and wait for more."""
        ...

    async def answer(self, callback: str) -> None:
        """Answer a tap; nothing waits for it."""
        ...


async def poll(carrier: Carrier, source: str, intake: Intake, lease: Lease, clock: Clock) -> None:
    """Poll for ever, whenever the lease is ours; ends only by being cancelled.

    Args:
        carrier: the Bot API.
        source: our own bot id.
        intake: who makes updates durable.
        lease: so that one worker polls.
        clock: for the moment of intake.
    """
    polling = Polling(carrier, source, intake, clock)
    while True:
        async with lease as ours:
            while ours():
                if not await polling.once():
                    await asyncio.sleep(_PAUSE)


class Polling:
    """Fetches updates and hands them over; the arguments are those of ``poll``."""

    def __init__(self, carrier: Carrier, source: str, intake: Intake, clock: Clock) -> None:
        self._carrier, self._source, self._intake, self._clock = carrier, source, intake, clock
        self._offset = 0
        self._beside: set[asyncio.Task[None]] = set()

    async def once(self) -> bool:
        """Fetch one batch and store it; returns whether all of it went well."""
        try:
            updates = await self._carrier.updates(self._offset, ALLOWED)
        except Exception as error:  # noqa: BLE001 - the carrier is away; polling goes on
            _log.warning("not polled", error=type(error).__name__)
            return False
        lanes: dict[object, list[Any]] = {}
        for update in updates:
            lanes.setdefault(_who(update), []).append(update)
        ends = await asyncio.gather(*(self._lane(lane) for lane in lanes.values()))
        failed = [number for number in ends if number is not None]
        if updates:
            self._offset = min(failed, default=updates[-1]["update_id"] + 1)
        return not failed

    async def _lane(self, updates: Sequence[Any]) -> int | None:
        """Store one person's updates in order; returns the number of the first that was not."""
        for update in updates:
            try:
                inbound = read_update(update, self._source, self._clock.now())
                if inbound is not None:
                    await self._intake.take(inbound)
            except Rejected:
                continue  # not an update that can be read, today or tomorrow
            except Exception as error:  # noqa: BLE001 - it comes again
                _log.error("not taken", error=type(error).__name__)
                return int(update["update_id"])
            if inbound is not None and inbound.callback:
                task = asyncio.create_task(self._carrier.answer(inbound.callback))
                self._beside.add(task)
                task.add_done_callback(self._beside.discard)
        return None


def _who(update: Any) -> object:  # noqa: ANN401 - JSON
    """Return whose update this is, to keep each person's in order."""
    for value in update.values():
        if isinstance(value, dict):
            return (value.get("from") or {}).get("id")
    return None
