"""The try-it page in a real browser: axe, a telephone's width, and one message there and back."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser
from pytest_asyncio import fixture

from bot.demo.view import COLUMNS, LOOKS
from tests.browser.screen import PHONE, Screen
from tests.browser.tryit import links_a_phone, presses, try_it

pytestmark = pytest.mark.browser


@fixture(loop_scope="session")
async def address() -> AsyncIterator[str]:
    """The address of a try-it page."""
    async with try_it() as address:
        yield address


async def test_axe_finds_nothing_on_the_try_it_page(address: str, chromium: Browser) -> None:
    page = await chromium.new_page(viewport={"width": 1440, "height": 1000})
    screen = Screen(page, address)
    await screen.open("/")
    await links_a_phone(screen)
    await presses(screen, "Write to my advocate")
    for look in LOOKS:
        await screen.open(f"/?look={look}")
        await screen.check(look)
    await screen.open("/?phone=text")
    await page.set_viewport_size(PHONE)
    for column in COLUMNS:
        await screen.open(f"/?column={column}&look=database")
        await screen.check(f"{column} on a telephone")
    for look in LOOKS:
        await screen.open(f"/?column=xray&look={look}")
        await screen.fits(f"{look} on a telephone")
    screen.no_policy_broken()
    await page.close()


async def test_axe_finds_nothing_in_a_console_of_the_demo(address: str, chromium: Browser) -> None:
    page = await chromium.new_page(viewport=PHONE)
    screen = Screen(page, address)
    for name in ("Amina", "Sol"):  # what is in the pages is looked at without the demo
        await screen.open(f"/as/{name}")
        assert "Demonstration. Invented people." in await page.inner_text("header")
        await screen.check(name)
    await page.close()


async def test_leaving_comes_first_and_shift_three_times_leaves(
    address: str, chromium: Browser
) -> None:
    page = await chromium.new_page(viewport=PHONE)
    await page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="Weather"))
    screen = Screen(page, address)
    await screen.open("/")
    await page.keyboard.press("Tab")
    assert await page.inner_text(":focus") == "Exit this page"
    for _ in range(3):
        await page.keyboard.press("Shift")
    await page.wait_for_url("https://www.bbc.co.uk/weather")
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
    await links_a_phone(screen)
    await presses(screen, "Write to my advocate", "Go on")
    await screen.page.fill("#text", "My room is cold")
    await screen.page.press("#text", "Enter")
    await presses(screen, "Send", "Yes", "Not now")

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
    await presses(screen, "Show")
    assert "A heater comes on Tuesday" in await screen.page.inner_text(".phone__screen")
    screen.no_policy_broken()
    await context.close()
