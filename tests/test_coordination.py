"""Coordination: the same in Redis and in memory, and through a Redis that stops and returns."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from bot.coordination import Coordination, Wakes
from bot.twins import MemoryCoordination, RedisCoordination, Twin
from tests.servers import RedisServer


class Aging:
    """A form, and the way to let its clock pass: memory's by hand, Redis' by waiting there."""

    def __init__(self, url: str | None) -> None:
        self.now = 0.0
        self.redis = RedisCoordination(url) if url else None
        self.form: Twin = self.redis or MemoryCoordination(lambda: self.now)

    async def passes(self, seconds: float) -> None:
        self.now += seconds
        if self.redis is not None:
            await self.redis.commands.blpop(["nothing"], timeout=seconds)


@pytest.fixture(params=["memory", "redis"])
async def aging(request: pytest.FixtureRequest) -> AsyncIterator[Aging]:
    url = request.getfixturevalue("redis_url") if request.param == "redis" else None
    aging = Aging(url)
    yield aging
    if aging.redis is not None:
        await aging.redis.close()


@pytest.fixture
def twin(aging: Aging) -> Twin:
    return aging.form


@pytest.fixture
async def coordination(redis_server: RedisServer) -> AsyncIterator[Coordination]:
    """Coordinates over a Redis of this test's own."""
    opened = await Coordination.open(redis_server.url)
    yield opened
    await opened.close()


async def test_a_bucket_gives_its_burst_and_then_says_how_long_to_wait(twin: Twin) -> None:
    assert [await twin.take("chat", rate=0.01, burst=3) for _ in range(3)] == [0, 0, 0]
    assert await twin.take("chat", rate=0.01, burst=3) == pytest.approx(100, abs=1)


async def test_many_at_once_are_all_counted_and_redis_is_not_taken_for_away(
    coordination: Coordination,
) -> None:
    counts = await asyncio.gather(*(coordination.count("codes", 100) for _ in range(500)))
    assert sorted(counts) == list(range(1, 501))
    await asyncio.gather(*(coordination.wake("outbox") for _ in range(500)))
    assert coordination.shared


async def test_in_a_line_each_has_a_turn_of_its_own(twin: Twin) -> None:
    turns = [await twin.line_up("codes", rate=0.01, most=1_000) for _ in range(4)]
    assert turns == [pytest.approx(turn, abs=5) for turn in (0, 100, 200, 300)]


async def test_a_line_that_is_too_long_gives_no_turn_and_takes_none(twin: Twin) -> None:
    turns = [await twin.line_up("codes", rate=0.01, most=150) for _ in range(4)]
    assert turns == [pytest.approx(0, abs=5), pytest.approx(100, abs=5), None, None]


async def test_what_is_given_back_was_not_counted(twin: Twin) -> None:
    await twin.uncount("codes")
    assert await twin.counted("codes") == 0, "nothing is given back that was not there"
    assert [await twin.count("codes", seconds=100) for _ in range(2)] == [1, 2]
    await twin.uncount("codes")
    assert await twin.counted("codes") == 1
    assert await twin.count("codes", seconds=100) == 2


async def test_asking_too_early_takes_nothing(twin: Twin) -> None:
    await twin.take("chat", rate=0.01, burst=1)
    waits = [await twin.take("chat", rate=0.01, burst=1) for _ in range(5)]
    assert all(wait == pytest.approx(100, abs=1) for wait in waits)


async def test_two_buckets_do_not_know_each_other(twin: Twin) -> None:
    assert await twin.take("one", rate=0.01, burst=1) == 0
    assert await twin.take("other", rate=0.01, burst=1) == 0


async def test_a_bucket_fills_again_in_time(aging: Aging) -> None:
    twin = aging.form
    assert await twin.take("fast", rate=20, burst=1) == 0
    wait = await twin.take("fast", rate=20, burst=1)
    await aging.passes(wait + 0.01)
    assert await twin.take("fast", rate=20, burst=1) == 0


async def test_a_counter_counts_until_its_window_ends(aging: Aging) -> None:
    twin = aging.form
    assert [await twin.count("codes", 0.08) for _ in range(3)] == [1, 2, 3]
    assert await twin.counted("codes") == 3
    await aging.passes(0.1)
    assert await twin.counted("codes") == 0
    assert await twin.count("codes", 60) == 1


async def test_a_value_lives_as_long_as_it_is_touched(aging: Aging) -> None:
    twin = aging.form
    await twin.put("session", b"\x00\xff", 0.08)
    assert await twin.get("session") == b"\x00\xff"
    assert await twin.touch("session", 60)
    await aging.passes(0.1)
    assert await twin.get("session") == b"\x00\xff"
    await twin.touch("session", 0.02)
    await aging.passes(0.05)
    assert await twin.get("session") is None
    assert not await twin.touch("session", 60)


async def test_what_is_deleted_is_gone_at_once(twin: Twin) -> None:
    await twin.put("name", b"value", 60)
    await twin.count("name", 60)
    await twin.delete("name")
    assert await twin.get("name") is None
    assert await twin.counted("name") == 0


async def test_memory_forgets_what_ran_out() -> None:
    now = [0.0]
    memory = MemoryCoordination(lambda: now[0])
    for number in range(900):
        await memory.put(str(number), b"", 1)
        await memory.count(str(number), 1)
        await memory.take(str(number), 1, 1)
    now[0] = 10.0
    for _ in range(1_100):
        await memory.count("one", 60)
    assert (len(memory._values), len(memory._counts), len(memory._full)) == (0, 1, 0)


async def test_everything_in_redis_runs_out_by_itself(redis_url: str) -> None:
    form = RedisCoordination(redis_url)
    await form.take("a", 1, 1)
    await form.count("a", 60)
    await form.put("a", b"", 60)
    keys = await form.commands.keys("*")
    assert len(keys) == 3
    assert all([await form.commands.pttl(key) > 0 for key in keys])
    await form.close()


async def test_a_wake_up_reaches_a_listener_in_the_same_process() -> None:
    coordination = await Coordination.open()
    with coordination.listening("outbox", "timers") as wakes:
        await coordination.wake("timers")
        assert await wakes.wait(0)
        assert not await wakes.wait(0)
        await coordination.wake("outbox")
        await coordination.wake("outbox")
        assert await wakes.wait(5)
        assert not await wakes.wait(0)
    await coordination.close()
    assert not coordination._listeners


async def test_a_wake_up_reaches_another_process(redis_url: str) -> None:
    here, there = await Coordination.open(redis_url), await Coordination.open(redis_url)
    with there.listening("outbox") as wakes:
        await here.wake("outbox")
        assert await wakes.wait(5)
    await here.close()
    await there.close()


async def test_with_redis_stopped_we_go_on_in_memory_and_return_by_ourselves(
    redis_server: RedisServer, coordination: Coordination
) -> None:
    assert await coordination.take("chat", 0.01, 1) == 0
    redis_server.stop()
    assert await coordination.take("chat", 0.01, 1) == 0  # memory knows nothing of the first
    assert await coordination.take("chat", 0.01, 1) > 0  # and limits all the same
    assert await coordination.count("codes", 60) == 1
    assert not coordination.shared
    with coordination.listening("outbox") as wakes:
        await coordination.wake("outbox")
        assert await wakes.wait(5)
        redis_server.start()
        await coordination.returned()
        assert await wakes.wait(5)  # it may have missed a call from another process
    assert await coordination.count("codes", 60) == 1


async def test_a_session_begun_without_redis_survives_its_return(
    redis_server: RedisServer, coordination: Coordination
) -> None:
    redis_server.stop()
    await coordination.put("session", b"key", 60)
    redis_server.start()
    await coordination.returned()
    assert await coordination.get("session") == b"key"
    assert await coordination.touch("session", 60)
    await coordination.delete("session")
    assert await coordination.get("session") is None


async def test_a_hung_redis_costs_one_caller_a_second_and_a_lock_is_not_undone(
    redis_server: RedisServer, coordination: Coordination
) -> None:
    """*Lock now* while Redis cannot hear it: the session must not come back with Redis."""
    await coordination.put("session", b"key", 60)
    process = redis_server._process
    assert process is not None
    os.kill(process.pid, signal.SIGSTOP)
    try:
        await coordination.delete("session")
        assert await coordination.get("session") is None
        async with asyncio.timeout(25):  # half a second each would take twice as long
            for _ in range(100):
                await coordination.count("codes", 60)
    finally:
        os.kill(process.pid, signal.SIGCONT)
    await coordination.returned()
    assert await coordination.get("session") is None
    async with Redis.from_url(redis_server.url) as client:
        assert not await client.keys("imsa:value:*")


async def test_a_redis_that_is_away_at_the_start_is_waited_for(redis_server: RedisServer) -> None:
    redis_server.stop()
    coordination = await Coordination.open(redis_server.url)
    assert await coordination.count("codes", 60) == 1
    redis_server.start()
    await coordination.returned()
    await coordination.close()


async def test_under_load_no_caller_sees_redis_stop(
    redis_server: RedisServer, coordination: Coordination
) -> None:
    async def calls(number: int) -> int:
        for _ in range(50):
            await coordination.take(f"chat{number}", 1000, 5)
            await coordination.wake("outbox")
            await asyncio.sleep(0)
        return number

    async def breaks() -> None:
        redis_server.stop()
        await asyncio.sleep(0)
        redis_server.start()

    done = await asyncio.gather(*(calls(number) for number in range(20)), breaks())
    assert done[:-1] == list(range(20))
    await coordination.returned()


async def test_a_flag_not_raised_is_waited_for_only_so_long() -> None:
    assert not await Wakes().wait(0.01)
