"""The try-it page in a real browser: axe, a telephone's width, and one message there and back."""

import re
from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, expect

from bot.demo.clock import MONDAY
from bot.demo.log_tail import LogTail
from bot.demo.page import create
from bot.demo.stage import Stage
from bot.demo.view import COLUMNS, LOOKS
from bot.vault.passphrase import Cost
from tests.browser.screen import PHONE, Screen

pytestmark = pytest.mark.browser


@pytest.fixture
async def address() -> AsyncIterator[str]:
    """The address of a try-it page."""
    async with Stage(LogTail(), (0, 0), cost=Cost(kib=64, passes=1), begins=MONDAY) as stage:
        server = TestServer(create(stage), host="127.0.0.1")
        await server.start_server()
        yield f"http://127.0.0.1:{server.port}"
        await server.close()


async def test_axe_finds_nothing_on_the_try_it_page(address: str, chromium: Browser) -> None:
    page = await chromium.new_page(viewport={"width": 1440, "height": 1000})
    screen = Screen(page, address)
    await screen.open("/")
    await _links_a_phone(screen)
    await _presses(screen, "Write to my advocate")
    for look in LOOKS:
        await screen.open(f"/?look={look}")
        await screen.check(look)
    await screen.open("/?phone=text")
    await page.set_viewport_size(PHONE)
    for column in COLUMNS:
        await screen.open(f"/?column={column}&look=database")
        await screen.check(f"{column} on a telephone")
    screen.no_policy_broken()
    await page.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
async def test_a_message_goes_to_the_console_and_an_answer_comes_back(
    address: str, chromium: Browser, *, scripts: bool
) -> None:
    context = await chromium.new_context(
        java_script_enabled=scripts, viewport={"width": 1440, "height": 1000}
    )
    screen = Screen(await context.new_page(), address)
    await screen.open("/")
    await _links_a_phone(screen)
    await _presses(screen, "Write to my advocate", "Go on")
    await screen.page.fill("#text", "My room is cold")
    await screen.page.press("#text", "Enter")
    await _presses(screen, "Send", "Yes", "Not now")

    async with context.expect_page() as opening:
        await screen.page.get_by_role("link", name="Amina", exact=True).click()
    console = await opening.value
    await console.get_by_text("River-12").first.click()
    await console.get_by_text("My room is cold").wait_for()
    await console.fill("#words", "A heater comes on Tuesday")
    await console.get_by_role("button", name="Check message").click()
    await console.click("#send")

    await screen.page.get_by_role("button", name="+16 min").click()
    assert "You have something to read." in await screen.page.inner_text(".phone__lock")
    assert "heater" not in await screen.page.inner_text(".phone")
    await _presses(screen, "Show")
    assert "A heater comes on Tuesday" in await screen.page.inner_text(".phone__screen")
    screen.no_policy_broken()
    await context.close()


async def _links_a_phone(screen: Screen) -> None:
    await screen.page.get_by_role("button", name="Open the link of River-12").click()
    await _presses(screen, "Yes", "Yes")


async def _presses(screen: Screen, *labels: str) -> None:
    """Press each choice by its words, or at the number beside them; wait for what it brings."""
    for label in labels:
        card = screen.page.locator(".bubble:has(.bubble__key)").last
        whole = await card.inner_text()
        text = await card.locator(".bubble__text").inner_text()
        numbered = re.search(rf"^(\d)\W+{re.escape(label)}\W*$", text, re.MULTILINE)
        key = numbered.group(1) if numbered else label
        await card.get_by_role("button", name=key, exact=True).click()
        await expect(card).not_to_have_text(whole, use_inner_text=True, timeout=30_000)
