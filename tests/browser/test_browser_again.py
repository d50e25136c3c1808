"""Somebody who lost her six words is let in again: four people, each at their own screen."""

import re

import pyotp
import pytest
from playwright.async_api import Browser

from bot.acts import relations
from tests.browser.screen import PLAIN_IN_SOAK, Screen, screen
from tests.office import Office, Person

pytestmark = pytest.mark.browser


async def _enrol(window: Screen, office: Office) -> str:
    """Accept the link as its page says; return the check words that it shows."""
    await window.tap("main button:has-text('Begin')")
    words = await window.page.inner_text("#words")
    await window.tap("main button:has-text('I have them')")
    key = (await window.page.inner_text(".app-key")).replace(" ", "")
    code = pyotp.TOTP(key).at(office.clock.now() // 1000)
    await window.fill(passphrase=words, code=code)
    await window.tap("main button:has-text('Finish')")
    return await window.page.inner_text("#check-words")


@PLAIN_IN_SOAK
async def test_lost_words_from_the_proposal_to_the_old_conversation(
    office: Office, chromium: Browser, scripts: bool
) -> None:
    people: dict[str, Person] = {}
    for name, role in (
        ("Amina", "advocate"),
        ("Joe", "advocate"),
        ("Sol", "hub_admin"),
        ("Lea", "hub_lead"),
    ):
        people[name] = await office.hire(name, role)
    amina, joe = people["Amina"], people["Joe"]
    await office.does(None, lambda act: relations.record(act, amina.id, "cover", joe.id))
    river = await office.survivor(amina, "River-12", "vi")
    phone = await office.phone(amina, river, "sms", "vi")
    await office.writes(river, phone, "Before it was lost", "vi")

    async def seen(window: Screen, where: str) -> None:
        if scripts:
            await window.check(where)

    async with (
        screen(chromium, office, people["Sol"], scripts=scripts) as sol,
        screen(chromium, office, people["Lea"], scripts=scripts) as lea,
        screen(chromium, office, joe, scripts=scripts) as cover,
        screen(chromium, office, scripts=scripts) as hers,
    ):
        await sol.open(f"/people/{amina.id.hex()}")
        await sol.tap("text=let them in again")
        await sol.tap("label:has-text('Their six words, or both')")
        await sol.tap("main button:has-text('Propose')")
        assert "You proposed this" in await sol.text()

        await lea.open("/approvals")
        assert "1 conversation goes with the old key" in await lea.text()
        await seen(lea, "a proposal that can be agreed to")
        await lea.tap("main button:has-text('Agree')")
        await seen(lea, "the link")
        link = re.search(r"/invitation/[\w-]+", await lea.page.inner_text("#address"))
        assert link

        await hers.open(link.group())
        spoken = await _enrol(hers, office)
        await hers.open(f"/conversation/{river.hex()}")
        assert "Before it was lost" not in await hers.text()

        await sol.open("/")
        await sol.tap("main a:has-text('Check words with Amina')")
        await sol.fill(heard=spoken)
        await sol.tap("main button:has-text('Confirm')")

        await cover.open("/")
        await cover.tap("text=A colleague has a new key")
        await seen(cover, "what a colleague asks")
        await cover.tap("main button:has-text('Open them to Amina again')")

        await hers.open(f"/conversation/{river.hex()}")
        assert "Before it was lost" in await hers.text()
