"""A conversation that goes on while its page is open."""

import pytest
from playwright.async_api import Browser

from tests.browser.screen import screen
from tests.office import Office

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
async def test_check_for_new_shows_what_came_meanwhile(
    office: Office, chromium: Browser, *, scripts: bool
) -> None:
    amina = await office.hire("Amina", "advocate")
    river = await office.survivor(amina, "River-12")
    phone = await office.phone(amina, river)
    await office.writes(river, phone, "The first text")
    async with screen(chromium, office, amina, scripts=scripts) as window:
        await window.open("/")
        await window.tap("main a:has-text('River-12')")
        for text in ("The second text", "The third text"):
            await office.writes(river, phone, text)
            await window.tap("main a:has-text('Check for new')")
            await window.page.get_by_text(text).wait_for()


async def test_a_link_takes_along_what_was_just_typed(office: Office, chromium: Browser) -> None:
    amina = await office.hire("Amina", "advocate")
    river = await office.survivor(amina, "River-12")
    async with screen(chromium, office, amina) as window:
        await window.open(f"/conversation/{river.hex()}")
        await window.fill(words="Half a sentence")
        await window.tap("main a:has-text('Change')")
        await window.page.wait_for_url("**/plan")
        await window.tap("main .govuk-back-link, nav .govuk-back-link")
        await window.page.wait_for_url("**/conversation/*")
        assert await window.page.input_value("#words") == "Half a sentence"
        await window.fill(words="A whole sentence")
        await window.tap("main a:has-text('Check for new')")
        await window.page.wait_for_url("**again=1*")
        assert await window.page.input_value("#words") == "A whole sentence"
