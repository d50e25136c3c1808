"""The two forms of coordination: in Redis for many processes, in memory for one.

Both do exactly the same (one test runs on either); ``bot.coordination`` chooses between them.

The rule kept here: a name never holds an address, a number or a word. Callers pass tokens.
"""

import contextlib
import math
import time
from collections.abc import AsyncIterator, Callable
from typing import Protocol, cast

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

PREFIX = "imsa:"
COMMAND_SECONDS = 0.5  # a hung Redis may cost one caller this much, once
CONNECTIONS = 16
SWEEP_EVERY = 1_000  # operations of the memory form between two sweeps of what ran out

# A token bucket kept as one number (GCRA): the moment at which the bucket will be full again. The
# server's own clock, so that processes on machines with different clocks agree.
_TAKE = """
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local each = 1 / tonumber(ARGV[1])
local full = tonumber(redis.call('GET', KEYS[1]) or now)
if full < now then full = now end
local wait = full + each - tonumber(ARGV[2]) * each - now
if wait > 0.000001 then return tostring(wait) end
full = full + each
redis.call('SET', KEYS[1], string.format('%.6f', full), 'PX', math.ceil((full - now) * 1000) + 1)
return '0'
"""

# A line in which each has a turn of its own, kept as one number: the moment of the next free turn.
_LINE_UP = """
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local next = tonumber(redis.call('GET', KEYS[1]) or now)
if next < now then next = now end
if next - now > tonumber(ARGV[2]) then return '-1' end
local after = next + 1 / tonumber(ARGV[1])
redis.call('SET', KEYS[1], string.format('%.6f', after), 'PX', math.ceil((after - now) * 1000) + 1)
return tostring(next - now)
"""

_UNCOUNT = """
if tonumber(redis.call('GET', KEYS[1]) or 0) > 0 then redis.call('DECR', KEYS[1]) end
"""

# The window of a counter begins with its first count and isn't prolonged by later ones.
_COUNT = """
local count = redis.call('INCRBY', KEYS[1], ARGV[2])
if count == tonumber(ARGV[2]) then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return count
"""


class Twin(Protocol):
    """What both forms do."""

    async def take(self, name: str, rate: float, burst: float) -> float:
        """Take one token of ``rate`` a second, at most ``burst`` at once; 0 = go, else seconds."""

    async def count(self, name: str, seconds: float, more: int = 1) -> int:
        """Count so many in the window of ``seconds`` that began with the first; the new count."""

    async def counted(self, name: str) -> int:
        """Read a counter without counting."""

    async def uncount(self, name: str) -> None:
        """Give back one that was counted, in the window that runs."""

    async def line_up(self, name: str, rate: float, most: float) -> float | None:
        """Take the next turn of ``rate`` a second; seconds until it; ``None``: over ``most``."""

    async def put(self, name: str, value: bytes, seconds: float) -> None:
        """Keep a value for so long."""

    async def get(self, name: str) -> bytes | None:
        """Read a kept value; ``None`` when it ran out or never was."""

    async def touch(self, name: str, seconds: float) -> bool:
        """Keep it for so long from now; False when there is nothing to keep."""

    async def delete(self, name: str) -> None:
        """Forget a value or a counter now."""

    async def publish(self, name: str) -> None:
        """Wake every process that listens to this name."""


class MemoryCoordination:
    """The form for one process; also what Redis' absence falls back to."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._full: dict[str, float] = {}  # bucket → when it is full again
        self._turns: dict[str, float] = {}  # line → its next free turn
        self._counts: dict[str, tuple[int, float]] = {}
        self._values: dict[str, tuple[bytes, float]] = {}
        self._operations = 0

    async def take(self, name: str, rate: float, burst: float) -> float:
        """Take one token; 0 = go, else seconds to wait."""
        now = self._moment()
        full = max(self._full.get(name, now), now)
        wait = full + 1 / rate - burst / rate - now
        if wait > 1e-6:  # noqa: PLR2004 - a microsecond, the resolution of Redis' clock
            return wait
        self._full[name] = full + 1 / rate
        return 0.0

    async def count(self, name: str, seconds: float, more: int = 1) -> int:
        """Count so many in the window that began with the first."""
        now = self._moment()
        count, until = self._counts.get(name, (0, 0.0))
        if until <= now:
            count, until = 0, now + seconds
        self._counts[name] = (count + more, until)
        return count + more

    async def counted(self, name: str) -> int:
        """Read a counter without counting."""
        count, until = self._counts.get(name, (0, 0.0))
        return count if until > self._now() else 0

    async def uncount(self, name: str) -> None:
        """Give back one that was counted."""
        count, until = self._counts.get(name, (0, 0.0))
        if count and until > self._moment():
            self._counts[name] = (count - 1, until)

    async def line_up(self, name: str, rate: float, most: float) -> float | None:
        """Take the next turn; the seconds until it."""
        now = self._moment()
        turn = max(self._turns.get(name, now), now)
        if turn - now > most:
            return None
        self._turns[name] = turn + 1 / rate
        return turn - now

    async def put(self, name: str, value: bytes, seconds: float) -> None:
        """Keep a value for so long."""
        self._values[name] = (value, self._moment() + seconds)

    async def get(self, name: str) -> bytes | None:
        """Read a kept value."""
        value, until = self._values.get(name, (b"", 0.0))
        return value if until > self._moment() else None

    async def touch(self, name: str, seconds: float) -> bool:
        """Keep it for so long from now."""
        value = await self.get(name)
        if value is None:
            return False
        self._values[name] = (value, self._now() + seconds)
        return True

    async def delete(self, name: str) -> None:
        """Forget a value or a counter now."""
        self._values.pop(name, None)
        self._counts.pop(name, None)

    async def publish(self, name: str) -> None:
        """Wake nobody: there is no other process."""

    def _moment(self) -> float:
        now = self._now()
        self._operations += 1
        if self._operations >= SWEEP_EVERY:
            self._operations = 0
            self._full = {k: full for k, full in self._full.items() if full > now}
            self._turns = {k: turn for k, turn in self._turns.items() if turn > now}
            self._counts = {k: (n, until) for k, (n, until) in self._counts.items() if until > now}
            self._values = {k: (v, until) for k, (v, until) in self._values.items() if until > now}
        return now


class RedisCoordination:
    """The form that several processes share. Raises redis' own errors when Redis is away."""

    def __init__(self, url: str) -> None:
        # A blocking read needs a client of its own: the default timeout of 5 s would end it.
        retry = Retry(NoBackoff(), 0)
        # Who finds no connection free waits: to refuse would look like a Redis that is away.
        self.commands = Redis.from_pool(
            BlockingConnectionPool.from_url(
                url,
                max_connections=CONNECTIONS,
                timeout=COMMAND_SECONDS,
                retry=retry,
                socket_timeout=COMMAND_SECONDS,
                socket_connect_timeout=COMMAND_SECONDS,
            )
        )
        self.blocking = Redis.from_url(
            url, retry=retry, socket_timeout=None, socket_connect_timeout=COMMAND_SECONDS
        )
        self._take = self.commands.register_script(_TAKE)
        self._count = self.commands.register_script(_COUNT)
        self._uncount = self.commands.register_script(_UNCOUNT)
        self._line_up = self.commands.register_script(_LINE_UP)

    async def take(self, name: str, rate: float, burst: float) -> float:
        """Take one token; 0 = go, else seconds to wait."""
        return float(await self._take(keys=[f"{PREFIX}bucket:{name}"], args=[rate, burst]))

    async def count(self, name: str, seconds: float, more: int = 1) -> int:
        """Count so many in the window that began with the first."""
        window = math.ceil(seconds * 1000)
        return int(await self._count(keys=[f"{PREFIX}count:{name}"], args=[window, more]))

    async def counted(self, name: str) -> int:
        """Read a counter without counting."""
        return int(await self.commands.get(f"{PREFIX}count:{name}") or 0)

    async def uncount(self, name: str) -> None:
        """Give back one that was counted."""
        await self._uncount(keys=[f"{PREFIX}count:{name}"])

    async def line_up(self, name: str, rate: float, most: float) -> float | None:
        """Take the next turn; the seconds until it."""
        turn = float(await self._line_up(keys=[f"{PREFIX}line:{name}"], args=[rate, most]))
        return None if turn < 0 else turn

    async def put(self, name: str, value: bytes, seconds: float) -> None:
        """Keep a value for so long."""
        await self.commands.set(f"{PREFIX}value:{name}", value, px=math.ceil(seconds * 1000))

    async def get(self, name: str) -> bytes | None:
        """Read a kept value."""
        return cast("bytes | None", await self.commands.get(f"{PREFIX}value:{name}"))

    async def touch(self, name: str, seconds: float) -> bool:
        """Keep it for so long from now."""
        return bool(await self.commands.pexpire(f"{PREFIX}value:{name}", math.ceil(seconds * 1000)))

    async def delete(self, name: str) -> None:
        """Forget a value or a counter now."""
        await self.commands.delete(f"{PREFIX}value:{name}", f"{PREFIX}count:{name}")

    async def publish(self, name: str) -> None:
        """Wake every process that listens to this name."""
        await self.commands.publish(f"{PREFIX}wake", name)

    async def heard(self) -> AsyncIterator[str]:
        """Yield "" once we listen, then each name as it is published."""
        async with self.blocking.pubsub() as pubsub:
            await pubsub.subscribe(f"{PREFIX}wake")
            async for message in pubsub.listen():
                yield message["data"].decode() if message["type"] == "message" else ""

    async def close(self) -> None:
        """Release both clients."""
        with contextlib.suppress(RedisError, OSError):
            await self.commands.aclose()
            await self.blocking.aclose()
