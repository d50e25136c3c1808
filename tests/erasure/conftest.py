"""A street with an advocate and a survivor, on both databases and on one."""

from collections.abc import AsyncIterator

import pytest

from bot.clock import ManualClock
from bot.storage.database import Database
from tests.office import Person
from tests.street import Street, street


@pytest.fixture
async def town(database: Database, clock: ManualClock) -> AsyncIterator[Street]:
    """A street on both databases."""
    async with street(database, clock) as opened:
        yield opened


@pytest.fixture
async def small_town(sqlite_database: Database, clock: ManualClock) -> AsyncIterator[Street]:
    """A street on SQLite."""
    async with street(sqlite_database, clock) as opened:
        yield opened


@pytest.fixture
async def amina(small_town: Street) -> Person:
    """An advocate."""
    return await small_town.office.hire("Amina", "advocate")


@pytest.fixture
async def river(small_town: Street, amina: Person) -> bytes:
    """A survivor of hers."""
    return await small_town.office.survivor(amina, "River-12")
