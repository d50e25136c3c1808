"""A real Chromium in front of a real console; no network but 127.0.0.1.

Starting Chromium costs more than most of these tests: one is started in each test process, so
whatever uses it runs on the session's event loop. Windows are never shared: each is a context of
its own, as if on another computer.
"""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, async_playwright
from pytest_asyncio import fixture, is_async_test

from bot.clock import ManualClock
from bot.storage.database import Database
from tests.browser.screen import CHROMIUM, FLAGS
from tests.office import Office, open_office


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run each test of a browser on the loop that the browser was started on."""
    for item in items:
        if item.get_closest_marker("browser") and is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@fixture(loop_scope="session")
async def office(sqlite_url: str, clock: ManualClock) -> AsyncIterator[Office]:
    """An office on SQLite, open and empty."""
    database = await Database.open(sqlite_url)
    async with open_office(database, clock) as opened:
        yield opened
    await database.close()


@fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """Debian's Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        await browser.close()
