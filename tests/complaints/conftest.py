"""A street with a Hub that has two complaint handlers, and a charity that has an advocate."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.acts import relations
from bot.clock import ManualClock
from bot.complaint_clocks import Rules
from bot.storage.database import Database
from tests.office import Person
from tests.street import Street, street
from tests.today import content_of_today


@dataclass
class Town:
    """Who is there."""

    street: Street
    charity: bytes
    amina: Person
    manager: Person
    hope: Person
    noor: Person
    river: bytes


@pytest.fixture(scope="session")
def rules() -> Rules:
    """What the configuration says of complaints."""
    return Rules.of(content_of_today())


async def settle(opened: Street) -> Town:
    """Let the people move in."""
    office = opened.office
    charity = await office.organisation("Charity")
    amina = await office.hire("Amina", "advocate", organisation=charity)
    manager = await office.hire("Mika", organisation=charity)
    hope = await office.hire("Hope", "complaint_handler")
    noor = await office.hire("Noor", "complaint_handler")
    await office.does(None, lambda act: relations.record(act, amina.id, "line_manager", manager.id))
    river = await office.survivor(amina, "River-12")
    return Town(opened, charity, amina, manager, hope, noor, river)


@pytest.fixture
async def town(sqlite_database: Database, clock: ManualClock) -> AsyncIterator[Town]:
    """The street on SQLite."""
    async with street(sqlite_database, clock) as opened:
        yield await settle(opened)


@pytest.fixture
async def both(database: Database, clock: ManualClock) -> AsyncIterator[Town]:
    """The street on both databases."""
    async with street(database, clock) as opened:
        yield await settle(opened)
