"""A console over a real database, with staff who hold real keys."""

from collections.abc import AsyncIterator

import pytest

from bot.clock import ManualClock
from bot.coordination import Coordination
from bot.storage.database import Database
from tests.casework import Casework, open_casework
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


@pytest.fixture
async def work(office: Office) -> Casework:
    """Handlers, an advocate, and a survivor with a phone."""
    return await open_casework(office)
