"""The office that every act is done in, on both databases."""

import pytest

from bot.clock import ManualClock
from bot.storage.database import Database
from tests.acts.office import Office


@pytest.fixture
async def office(database: Database, clock: ManualClock) -> Office:
    """A Hub, a charity, and the first administrator."""
    opened = Office(database, clock)
    await opened.open()
    return opened
