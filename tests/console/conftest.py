"""A console over a real database, with staff who hold real keys."""

from collections.abc import AsyncIterator

import pytest

from bot.clock import ManualClock
from bot.coordination import Coordination
from bot.storage.database import Database
from tests.office import Office


@pytest.fixture
async def office(sqlite_database: Database, clock: ManualClock) -> AsyncIterator[Office]:
    """An office on SQLite, open and empty."""
    coordination = await Coordination.open()
    office = Office(sqlite_database, clock, coordination)
    await office.open()
    yield office
    await office.close()
    await coordination.close()
