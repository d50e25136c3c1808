"""Meetings from start to end on a phone of 390 px, with JavaScript and without; axe looks on."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Browser

from bot.acts import meetings
from bot.acts.act import Act
from bot.acts.meetings import Wanted
from bot.booking import Rules
from bot.clock import HOUR_MS
from tests.browser.screen import PLAIN_IN_SOAK, Screen, screen
from tests.office import Office, Person

pytestmark = [
    pytest.mark.browser,
    PLAIN_IN_SOAK,
]

WISHES = {"interpreter": "woman", "language": "vi", "voicemail": "no", "community": "yes"}


async def world(office: Office) -> tuple[Person, bytes]:
    """An advocate with one meeting that asks for her yes, and one that is over."""
    amina = await office.hire("Amina", "advocate")
    river = await office.survivor(amina, "River-12", "vi", "Nguyen Thi Mai")
    cedar = await office.survivor(amina, "Cedar-4", "ar")
    for one, channel, language in ((river, "sms", "vi"), (cedar, "telegram", "ar")):
        await office.phone(amina, one, channel, language)
    now = office.clock.now() // HOUR_MS * HOUR_MS

    def deed(act: Act) -> None:
        meetings.ask(act, Wanted(river, now + 52 * HOUR_MS, "phone", WISHES), Rules())
        meetings.ask(act, Wanted(cedar, now - HOUR_MS, "there", {}), Rules(at_once=True))

    await office.does(None, deed)
    return amina, river


async def _look(phone: Screen, name: str, *, scripts: bool) -> None:
    """Nothing for axe to find; a picture, where somebody asked for one."""
    if scripts:
        await phone.check(name)
    if folder := os.environ.get("PICTURES"):
        path = Path(folder) / f"{name.replace(' ', '-')}.png"
        await phone.page.screenshot(path=path, full_page=True)


async def test_yes_in_one_tap_whether_you_met_hours_and_days_away(
    office: Office, chromium: Browser, *, scripts: bool
) -> None:
    amina, _ = await world(office)
    async with screen(chromium, office, amina, scripts=scripts) as phone:
        await phone.open("/")
        assert "Today's meetings" in await phone.text()
        await phone.open("/calendar")
        await _look(phone, "calendar", scripts=scripts)
        await phone.tap("main button:has-text('I confirm')")
        assert "They read it behind a neutral note" in await phone.text()
        await phone.tap("main a:has-text('We did not meet')")
        await _look(phone, "not met", scripts=scripts)
        await phone.tap("main button:has-text('We did not meet')")
        assert "Did you meet?" not in await phone.text()

        await phone.tap("summary:has-text('Weekly hours')")
        await _look(phone, "hours", scripts=scripts)
        await phone.fill(fri="9-12")
        await phone.tap("main button:has-text('Save hours')")
        assert "09:00-12:00" in await phone.text()
        await phone.tap("summary:has-text('Weekly hours')")
        await phone.fill(fri="all day")
        await phone.tap("main button:has-text('Save hours')")
        await _look(phone, "hours with an error", scripts=scripts)
        await phone.open("/calendar")
        await phone.tap("summary:has-text('Add days away')")
        await phone.fill(first="2026-03-04", last="2026-03-06")
        await phone.tap("main button:has-text('Add')")
        assert "You are away then" in await phone.text()
        await _look(phone, "away", scripts=scripts)
        await phone.tap("main button:has-text('Remove')")
        assert "Nothing is planned" in await phone.text()
        await phone.tap("summary:has-text('Rules')")
        await phone.page.check("input[value=yes]")
        await phone.tap("main button:has-text('Save rules')")
        assert "changed" in await phone.text()


async def test_the_next_meeting_from_the_conversation(
    office: Office, chromium: Browser, *, scripts: bool
) -> None:
    amina, river = await world(office)
    async with screen(chromium, office, amina, scripts=scripts) as phone:
        await phone.open(f"/conversation/{river.hex()}")
        await phone.tap("main a:has-text('Wed 4 Mar 2026, 14:00')")
        await phone.fill(place="12 Mill Lane")
        await phone.tap("main button:has-text('Save')")
        await _look(phone, "meeting", scripts=scripts)
        await phone.tap("main button:has-text('Not then')")
        await phone.open(f"/conversation/{river.hex()}")
        await phone.tap("main a:has-text('Put one in')")
        await phone.fill(day="2026-03-05", time="14:30")
        await _look(phone, "new meeting", scripts=scripts)
        await phone.tap("main button:has-text('Book')")
        assert "Thu 5 Mar 2026, 14:30" in await phone.text()
