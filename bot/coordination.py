"""What processes share and soon forget: budgets, counters, staff sessions, wake-ups.

``Coordination`` asks Redis where there is one, goes on in memory while Redis is stopped, and
returns to it by itself. Nothing here is the source of truth: what is lost with Redis is that staff
sign in again, that a limit begins anew, and that a wake-up becomes a poll.

The rule kept here: no caller ever waits for a Redis that is away, and none gets its errors.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator
from typing import Self, TypeVar

import structlog
from redis.exceptions import RedisError

from bot.twins import CONNECTIONS, MemoryCoordination, RedisCoordination, Twin

__all__ = ["Coordination", "MemoryCoordination", "RedisCoordination", "Twin", "Wakes"]

RETRY_SECONDS = 0.5

T = TypeVar("T")
log = structlog.get_logger(__name__)


class Wakes:
    """A flag that others raise. Many wake-ups in a row are one: the listener looks at the rows."""

    def __init__(self) -> None:
        self._raised = asyncio.Event()

    def raise_(self) -> None:
        """Raise the flag."""
        self._raised.set()

    async def wait(self, seconds: float | None = None) -> bool:
        """Wait until woken, at most so long; True if woken. Lowers the flag."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._raised.wait()
        woken = self._raised.is_set()
        self._raised.clear()
        return woken


class Coordination:
    """What everybody holds; made inside the running loop by ``open``."""

    def __init__(self, shared: RedisCoordination | None = None) -> None:
        self._shared = shared
        self._own = MemoryCoordination()
        self._turns = asyncio.Semaphore(CONNECTIONS)
        self._listeners: dict[str, set[Wakes]] = {}
        self._present = asyncio.Event()  # Redis answers
        self._away = asyncio.Event()
        self._deleted: set[str] = set()  # what was deleted while Redis could not hear it
        self._attending: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, url: str | None = None) -> Self:
        """Coordinate over that Redis, or in memory; a Redis that is away is waited for."""
        if url is None:
            return cls()
        coordination = cls(RedisCoordination(url))
        first = asyncio.Event()
        coordination._attending = asyncio.create_task(coordination._attend(first))
        await first.wait()
        return coordination

    @property
    def shared(self) -> bool:
        """Whether what is counted now is counted for every process."""
        return self._present.is_set()

    async def returned(self) -> None:
        """Wait until Redis answers (again)."""
        await self._present.wait()

    async def take(self, name: str, rate: float, burst: float) -> float:
        """Take one token of ``rate`` a second, at most ``burst`` at once; 0 = go, else seconds.

        Nothing is taken when the answer isn't 0: wait so long, then ask again.
        """
        return await self._ask(lambda twin: twin.take(name, rate, burst))

    async def count(self, name: str, seconds: float, more: int = 1) -> int:
        """Count so many in the window of ``seconds`` that began with the first; the new count."""
        return await self._ask(lambda twin: twin.count(name, seconds, more))

    async def counted(self, name: str) -> int:
        """Read a counter without counting."""
        return await self._ask(lambda twin: twin.counted(name))

    async def uncount(self, name: str) -> None:
        """Give back one that was counted, in the window that runs."""
        await self._ask(lambda twin: twin.uncount(name))

    async def line_up(self, name: str, rate: float, most: float) -> float | None:
        """Take the next turn of ``rate`` a second, a turn for each who asks.

        Returns the seconds until it; ``None``, and no turn, where it is further away than ``most``.
        """
        return await self._ask(lambda twin: twin.line_up(name, rate, most))

    async def put(self, name: str, value: bytes, seconds: float) -> None:
        """Keep a value for so long."""
        await self._own.delete(name)
        self._deleted.discard(name)
        await self._ask(lambda twin: twin.put(name, value, seconds))

    async def get(self, name: str) -> bytes | None:
        """Read a kept value; what was put while Redis was away stays readable in this process."""
        own = await self._own.get(name)
        return own if own is not None else await self._ask(lambda twin: twin.get(name))

    async def touch(self, name: str, seconds: float) -> bool:
        """Keep it for so long from now; False when there is nothing to keep."""
        own = await self._own.touch(name, seconds)
        return own or await self._ask(lambda twin: twin.touch(name, seconds))

    async def delete(self, name: str) -> None:
        """Forget a value or a counter now, also in a Redis that is away (when it returns)."""
        await self._own.delete(name)
        if self._shared is not None:
            self._deleted.add(name)
            await self._ask(lambda twin: twin.delete(name))
            if self.shared:
                self._deleted.discard(name)

    async def wake(self, name: str) -> None:
        """Wake whoever listens to this name, here and in every other process."""
        self._wake_here(name)
        await self._ask(lambda twin: twin.publish(name))

    @contextlib.contextmanager
    def listening(self, *names: str) -> Iterator[Wakes]:
        """Listen to these names. A listener also looks by itself from time to time."""
        wakes = Wakes()
        for name in names:
            self._listeners.setdefault(name, set()).add(wakes)
        try:
            yield wakes
        finally:
            for name in names:
                self._listeners[name].discard(wakes)
                if not self._listeners[name]:
                    del self._listeners[name]

    async def close(self) -> None:
        """Stop listening and release connections."""
        if self._attending is not None:
            self._attending.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._attending
        if self._shared is not None:
            await self._shared.close()

    async def _ask(self, question: Callable[[Twin], Awaitable[T]]) -> T:
        if self._shared is not None and self.shared:
            # Many at once wait here, for as long as Redis answers: a queue isn't a Redis that is
            # away. When it goes, those who asked lose their half second, the queue nothing.
            async with self._turns:
                if self.shared:
                    try:
                        return await question(self._shared)
                    except (RedisError, OSError):
                        self._lost()
        return await question(self._own)

    def _lost(self) -> None:
        if self.shared:
            log.warning("coordination.redis_away")
        self._present.clear()
        self._away.set()

    def _wake_here(self, name: str) -> None:
        for wakes in self._listeners.get(name, ()):
            wakes.raise_()

    async def _attend(self, first: asyncio.Event) -> None:
        """Listen while Redis is here; when it is away try again, so that no caller has to."""
        while True:
            self._away.clear()
            hearing = asyncio.create_task(self._hear(first))
            away = asyncio.create_task(self._away.wait())
            try:
                await asyncio.wait({hearing, away}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                hearing.cancel()
                away.cancel()
                await asyncio.gather(hearing, away, return_exceptions=True)
            self._lost()
            first.set()
            await asyncio.sleep(RETRY_SECONDS)

    async def _hear(self, first: asyncio.Event) -> None:
        shared = self._shared
        if shared is None:
            return
        await shared.commands.ping()
        for name in tuple(self._deleted):
            await shared.delete(name)
            self._deleted.discard(name)
        async for name in shared.heard():
            if name:
                self._wake_here(name)
                continue
            if not self.shared:
                log.info("coordination.redis_here")
            self._present.set()
            first.set()
            for missed in tuple(self._listeners):  # something may have been called meanwhile
                self._wake_here(missed)
