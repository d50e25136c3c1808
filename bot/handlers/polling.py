"""Fetching updates instead of being called: one worker at a time, under a lease.

The offset moves on only after the commit, so that what this worker did not store comes again, to
it or to the next. Each chat goes in order; chats go side by side, and one that has to wait (a code)
holds up nobody else: the next batch is fetched meanwhile, and what comes again with it is passed
over while it is under way or done.
"""

import asyncio
import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

import structlog

from bot.clock import Clock
from bot.errors import Rejected
from bot.handlers.edge import Intake
from bot.handlers.telegram_update import ALLOWED, read_update
from bot.trouble import Trouble

_WAIT = 20  # seconds that the carrier may hold a poll open, below the transport's own limit
_PATIENCE = 0.5  # seconds that a batch is waited for before the next one is asked for

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
        self._lanes: dict[object, list[Any]] = {}  # what waits for its turn, of each chat at work
        self._at_work: dict[object, asyncio.Task[None]] = {}
        self._under_way: set[int] = set()
        self._done: set[int] = set()  # behind one that is under way
        self._again: set[int] = set()  # not stored: they come again
        self._beside: set[asyncio.Task[None]] = set()
        self._taking = Trouble(_log, "updates can't be taken", "updates are taken again")

    async def run(self, lease: Callable[[], Lease]) -> None:
        """Poll for ever, whenever the lease is ours; ends only by being cancelled."""
        try:
            while True:
                try:
                    async with lease() as ours:
                        while ours():
                            if not await self.once():
                                await asyncio.sleep(self._pause)
                except Exception as error:  # noqa: BLE001 - the lease is a row: its database is away
                    _log.error("polling was interrupted", error=type(error).__name__)
                    await asyncio.sleep(self._pause)
        finally:
            for task in self._at_work.values():
                task.cancel()
            await asyncio.gather(*self._at_work.values(), return_exceptions=True)

    async def once(self) -> bool:
        """Fetch one batch and hand it over; returns whether all that has ended went well.

        It ends when everything new is stored, or after a moment, while the rest goes on.
        """
        asked = {"offset": self._offset, "timeout": _WAIT, "allowed_updates": ALLOWED}
        try:
            updates = await self._api.post_json("getUpdates", json.dumps(asked).encode())
        except Exception as error:  # noqa: BLE001 - the carrier is away; polling goes on
            _log.warning("not polled", error=type(error).__name__)
            return False
        known = self._under_way | self._done
        fresh = [update for update in updates if update["update_id"] not in known]
        begun = {self._begin(update) for update in fresh}
        if self._at_work:
            # Where nothing is new the carrier answers at once for what is still under way.
            waits = begun or set(self._at_work.values())
            ends = asyncio.ALL_COMPLETED if begun else asyncio.FIRST_COMPLETED
            await asyncio.wait(waits, timeout=_PATIENCE, return_when=ends)
        # After a week without any, numbers begin anew, perhaps below our offset: what is told then
        # counts, or the same would be told for ever, and nothing behind it.
        newest = max((update["update_id"] + 1 for update in updates), default=self._offset)
        self._offset = min(self._under_way | self._again, default=newest)
        self._done = {number for number in self._done if number >= self._offset}
        failed, self._again = bool(self._again), set()
        return not failed

    def _begin(self, update: Any) -> asyncio.Task[None]:  # noqa: ANN401 - JSON
        """Let an update have its turn in its chat's lane; returns the lane's task."""
        who = _who(update)
        self._under_way.add(update["update_id"])
        self._lanes.setdefault(who, []).append(update)
        task = self._at_work.get(who)
        if task is None:
            task = self._at_work[who] = asyncio.create_task(self._lane(who))
        return task

    async def _lane(self, who: object) -> None:
        """Store one person's updates in order, up to the first that could not be."""
        lane = self._lanes[who]
        try:
            while lane and await self._store(lane[0]):
                number = lane.pop(0)["update_id"]
                self._under_way.discard(number)
                self._done.add(number)
        finally:
            left = {update["update_id"] for update in lane}
            self._under_way -= left
            self._again |= left
            del self._lanes[who], self._at_work[who]

    async def _store(self, update: Any) -> bool:  # noqa: ANN401 - JSON
        """Store one update; False where it is to come again."""
        try:
            inbound = read_update(update, self._source, self._clock.now())
            if inbound is not None:
                await self._intake.take(inbound)
        except Rejected:
            return True  # not an update that can be read, today or tomorrow
        except Exception as error:  # noqa: BLE001 - it comes again
            self._taking.wrong(type(error).__name__)
            return False
        self._taking.well()
        if inbound is not None and inbound.callback:
            task = asyncio.create_task(self._answers.answer(inbound.callback))
            self._beside.add(task)
            task.add_done_callback(self._beside.discard)
        return True


def _who(update: Any) -> object:  # noqa: ANN401 - JSON
    """Return whose update this is, to keep each person's in order."""
    for value in update.values():
        if isinstance(value, dict):
            sender = value.get("from")
            return str(sender.get("id")) if isinstance(sender, dict) else None
    return None
