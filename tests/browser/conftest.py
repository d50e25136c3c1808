"""A real Chromium in front of a real console; no network but 127.0.0.1."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, async_playwright

from bot.clock import ManualClock
from bot.coordination import Coordination
from bot.storage.database import Database
from tests.browser.screen import FLAGS
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
async def chromium() -> AsyncIterator[Browser]:
    """Debian's Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=list(FLAGS)
        )
        yield browser
        await browser.close()
