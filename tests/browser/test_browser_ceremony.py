"""A ceremony that is given up and begun again, with JavaScript and without; axe looks on."""

import re

import pytest
from playwright.async_api import Browser

from tests.browser.screen import PLAIN_IN_SOAK, Screen, screen
from tests.office import Office

pytestmark = [
    pytest.mark.browser,
    PLAIN_IN_SOAK,
]


async def _begin(phone: Screen, *others: str) -> None:
    await phone.open("/keys")
    for name in others:
        box = phone.page.get_by_role("checkbox", name=re.compile(rf"\b{name}\b"))
        await box.check()
    await phone.tap("main button:has-text('Begin the ceremony')")
    assert "The ceremony has begun." in await phone.text()


async def _shown(phone: Screen) -> str:
    await phone.open("/keys")
    await phone.tap("main button:has-text('Show my share, this once')")
    return await phone.page.inner_text("#share")


async def _give_up(phone: Screen, *, scripts: bool) -> None:
    await phone.open("/keys")
    await phone.tap("main summary:has-text('Begin again')")
    await phone.look("before a ceremony is given up", scripts=scripts)
    await phone.tap("main button:has-text('Give this ceremony up')")
    assert "The ceremony is given up" in await phone.text()
    await phone.look("after a ceremony was given up", scripts=scripts)


async def test_officers_give_a_ceremony_up_and_begin_again(
    office: Office, chromium: Browser, *, scripts: bool
) -> None:
    harbour = await office.organisation("Harbour")
    ola = await office.hire("Ola", "officer")
    per = await office.hire("Per", "officer", organisation=harbour)
    uma = await office.hire("Uma", "officer", organisation=harbour)
    async with (
        screen(chromium, office, ola, scripts=scripts) as first,
        screen(chromium, office, per, scripts=scripts) as second,
        screen(chromium, office, uma, scripts=scripts) as third,
    ):
        await _begin(first, "Per", "Uma")
        lost = await _shown(first)
        await third.open("/keys")  # stays open while the others give it up
        await _shown(second)  # and the paper is gone
        await second.open("/keys")
        assert "Type your share back" in await second.text()
        assert await second.page.locator("button:has-text('Show my share')").count() == 0
        await _give_up(second, scripts=scripts)
        await third.tap("main button:has-text('Show my share, this once')")
        assert "No ceremony has begun" in await third.text()
        await third.look("a share of a ceremony that was given up", scripts=scripts)
        await first.open("/keys")
        assert "Missing" in await first.text()
        assert await first.page.locator("#share-recovery").count() == 0

        await _begin(second, "Ola", "Uma")
        shares = [await _shown(phone) for phone in (first, second, third)]
        assert lost not in shares
        await first.open("/keys")
        await first.fill(share__recovery=lost)
        await first.tap("main button:has-text('Confirm')")
        assert "This is not the share that was shown to you." in await first.text()
        await first.look("a share of the ceremony before", scripts=scripts)
        for phone, share in zip((first, second, third), shares, strict=True):
            await phone.open("/keys")
            await phone.fill(share__recovery=share.lower())
            await phone.tap("main button:has-text('Confirm')")
        assert "In force" in await third.text()
        await third.tap("main summary:has-text('Make a new recovery key')")
        await third.page.get_by_role("checkbox", name=re.compile("Ola")).check()
        await third.tap("main button:has-text('Begin the ceremony')")
        assert "Choose two other officers" in await third.text()
        await third.look("a ceremony of two", scripts=scripts)


async def test_the_outside_reviewer_begins_again(
    office: Office, chromium: Browser, *, scripts: bool
) -> None:
    ravi = await office.hire(
        "Ravi", "outside_reviewer", organisation=await office.organisation("Quay")
    )
    async with screen(chromium, office, ravi, scripts=scripts) as phone:
        await phone.open("/keys")
        await phone.tap("main button:has-text('Make the outside reviewer')")
        lost = await _shown(phone)
        await _give_up(phone, scripts=scripts)
        await phone.tap("main button:has-text('Make the outside reviewer')")
        for _ in range(3):
            share = await _shown(phone)
            assert share != lost
            await phone.tap("text=I have it: type it back")
            await phone.fill(share__reviewer=share)
            await phone.tap("main button:has-text('Confirm')")
        assert "In force" in await phone.text()
