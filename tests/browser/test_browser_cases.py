"""A complaint handler's job from the queue to the answer, with JavaScript and without."""

import pytest
from playwright.async_api import Browser

from tests.browser.screen import Screen, screen
from tests.casework import complain, open_casework
from tests.office import Office

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"]),
]


async def _look(window: Screen, *, scripts: bool, where: str) -> None:
    """Let axe look; it is a script itself, so that without any only the width is measured."""
    await (window.check(where) if scripts else window.fits(where))


async def test_from_the_queue_to_the_answer(
    office: Office, chromium: Browser, *, scripts: bool
) -> None:
    work = await open_casework(office)
    await complain(office, work)
    async with screen(chromium, office, work.mara, scripts=scripts) as phone:
        await phone.open("/")
        await phone.tap("nav a:has-text('Complaints')")
        assert "0 of 3 working days" in await phone.text()
        await phone.tap("a:has-text('C-7KQ4-M2')")
        await phone.page.check("input[name=danger][value=no]")
        await phone.tap("text=Write it down")
        await phone.tap("button:has-text('Take it')")
        await phone.tap("text=Ask a question")
        await phone.fill(words="Did Amina ring on 07700 900123?")
        await phone.tap("text=Check it")
        await _look(phone, scripts=scripts, where="a question, checked")
        assert "Did […] ring on […]?" in await phone.text()
        await phone.tap("#send")
        assert "Did […] ring on […]?" in await phone.text()
        await phone.tap("summary:has-text('Decide about')")
        await phone.page.check("input[name=decision][value=partly_upheld]")
        await phone.tap("text=Keep the decision")
        await _look(phone, scripts=scripts, where="a decision without a reason")
        await phone.page.fill("textarea[name=reason]", "Two of the three days are on the rota.")
        await phone.tap("text=Keep the decision")
        await phone.tap("text=Send the answer")
        await phone.page.check("#remedy-apology")
        await phone.fill(words="We are sorry that nobody came.")
        await _look(phone, scripts=scripts, where="the answer, written")
        await phone.tap("text=Check it")
        await _look(phone, scripts=scripts, where="the answer, checked")
        await phone.tap("#send")
        assert "Partly upheld" in await phone.text()
        assert "What is done: Apology" in await phone.text()
        await phone.tap("button:has-text('Close it')")
        await phone.open("/cases")
        assert "Closed" in await phone.text()


async def test_a_letter_and_its_answer(office: Office, chromium: Browser, *, scripts: bool) -> None:
    work = await open_casework(office)
    case = await complain(office, work)
    async with (
        screen(chromium, office, work.mara, scripts=scripts) as mara,
        screen(chromium, office, work.amina, scripts=scripts) as amina,
    ):
        await mara.open(f"/cases/{case.hex()}")
        await mara.tap("button:has-text('Take it')")
        await mara.tap("summary:has-text('Involve somebody else')")
        await mara.tap("text=Write to somebody it is about")
        assert await mara.page.input_value("#letter") == ""
        await mara.fill(letter="Please tell me about Monday.")
        await mara.tap("text=Seal and send the letter")
        await _look(mara, scripts=scripts, where="not confirmed")
        await mara.page.check("#safe")
        await mara.tap("text=Seal and send the letter")
        await amina.open("/")
        await amina.tap("text=A letter for you")
        await amina.fill(answer="The bus was late.")
        await amina.tap("text=Send your answer")
        await mara.open(f"/cases/{case.hex()}")
        assert "The bus was late." in await mara.text()
