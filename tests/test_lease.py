"""A lease that one process of many holds."""

from functools import partial

from bot.clock import ManualClock
from bot.lease import LIFE_MS, held
from bot.storage import intake
from bot.storage.database import Database

NAME, OURS, THEIRS = "polling", b"o" * 16, b"t" * 16


async def test_nobody_else_gets_a_lease_that_is_held_and_anybody_one_that_was_let_go(
    database: Database, clock: ManualClock
) -> None:
    async def theirs() -> bool:
        now = clock.now()
        take = partial(intake.hold_lease, name=NAME, holder=THEIRS, now=now, until=now + LIFE_MS)
        return await database.run(take) is not None

    async with held(database, clock, NAME, OURS) as ours:
        assert ours()
        assert not await theirs()
    assert await theirs()


async def test_a_holder_that_could_not_renew_stops_before_another_may_begin(
    database: Database, clock: ManualClock
) -> None:
    async with held(database, clock, NAME, OURS) as ours:
        clock.forward(seconds=LIFE_MS / 1000 - 15)
        assert not ours()
