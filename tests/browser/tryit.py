"""The try-it page in a browser: an address, and the hands of whoever holds the chat phone."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp.test_utils import TestServer
from playwright.async_api import expect

from bot.demo.clock import MONDAY
from bot.demo.log_tail import LogTail
from bot.demo.page import create
from bot.demo.stage import Stage
from bot.vault.passphrase import Cost
from tests.browser.screen import PATIENCE_MS, Screen


@asynccontextmanager
async def try_it() -> AsyncIterator[str]:
    """Serve a try-it page on a Monday; gives its address."""
    async with Stage(LogTail(), (0, 0), cost=Cost(kib=64, passes=1), begins=MONDAY) as stage:
        server = TestServer(create(stage), host="127.0.0.1")
        await server.start_server()
        yield f"http://127.0.0.1:{server.port}"
        await server.close()


async def links_a_phone(screen: Screen) -> None:
    """Link the chat phone to River-12, and say yes to what is asked first."""
    await screen.page.get_by_role("button", name="Open the link of River-12").click()
    await presses(screen, "Yes", "Yes")


async def presses(screen: Screen, *labels: str) -> None:
    """Press each choice by its words, or at the number beside them; wait for what it brings."""
    for label in labels:
        card = screen.page.locator(".bubble:has(.bubble__key)").last
        offered = re.compile(rf"^(?:(\d)\W+)?{re.escape(label)}\W*$", re.MULTILINE)
        # The page before may still be there: its card offers something else, or at another number.
        await expect(card).to_have_text(offered, use_inner_text=True, timeout=PATIENCE_MS)
        whole = await card.inner_text()
        key = next((found[1] for found in offered.finditer(whole) if found[1]), label)
        await card.get_by_role("button", name=key, exact=True).click()
        await expect(card).not_to_have_text(whole, use_inner_text=True, timeout=PATIENCE_MS)
