"""Fetching updates instead of being called: one worker at a time, under a lease.

The offset moves on only after the commit, so that what this worker did not store comes again, to
it or to the next. In one batch each chat goes in order; chats go side by side.
"""

import asyncio
import json
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

import structlog

from bot.clock import Clock
from bot.errors import Rejected
from bot.handlers.edge import Intake
from bot.handlers.telegram_update import ALLOWED, read_update

_WAIT = 20  # seconds that the carrier may hold a poll open, below the transport's own limit

Lease = AbstractAsyncContextManager[Callable[[], bool]]
"""Entered once it is ours; gives what says whether it still is."""

_log = structlog.get_logger()


class Api(Protocol):
    """The one call that polling needs, of ``TelegramTransport``."""

    async def post_json(self, method: str, body: bytes) -> Any:  # noqa: ANN401 - as the method
        """Call one method of the Bot API."""
        ...


class Answers(Protocol):
    """Who answers taps, of ``TelegramSender``."""

    async def answer(self, callback: str) -> None:
        """Answer one; nothing waits for it."""
        ...


class Polling:
    """Fetches updates and hands them over.

    Args:
        api: the Bot API.
        answers: taps are answered here, beside the work.
        intake: who makes updates durable.
        source: our own bot id.
        clock: for the moment of intake.
        pause: seconds to wait when something went wrong.
    """

    def __init__(
        self,
        api: Api,
        answers: Answers,
        intake: Intake,
        *,
        source: str,
        clock: Clock,
        pause: float = 2.0,
    ) -> None:
        self._api, self._answers, self._intake = api, answers, intake
        self._source, self._clock, self._pause = source, clock, pause
        self._offset = 0
        self._beside: set[asyncio.Task[None]] = set()

    async def run(self, lease: Callable[[], Lease]) -> None:
        """Poll for ever, whenever the lease is ours; ends only by being cancelled."""
        while True:
            try:
                async with lease() as ours:
                    while ours():
                        if not await self.once():
                            await asyncio.sleep(self._pause)
            except Exception as error:  # noqa: BLE001 - the lease is a row: its database is away
                _log.error("polling was interrupted", error=type(error).__name__)
                await asyncio.sleep(self._pause)

    async def once(self) -> bool:
        """Fetch one batch and store it; returns whether all of it went well."""
        asked = {"offset": self._offset, "timeout": _WAIT, "allowed_updates": ALLOWED}
        try:
            updates = await self._api.post_json("getUpdates", json.dumps(asked).encode())
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
                task = asyncio.create_task(self._answers.answer(inbound.callback))
                self._beside.add(task)
                task.add_done_callback(self._beside.discard)
        return None


def _who(update: Any) -> object:  # noqa: ANN401 - JSON
    """Return whose update this is, to keep each person's in order."""
    for value in update.values():
        if isinstance(value, dict):
            sender = value.get("from")
            return str(sender.get("id")) if isinstance(sender, dict) else None
    return None
