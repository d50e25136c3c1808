"""The outside reviewer's jobs, and who is shut out by two, with JavaScript and without."""

import pytest
from playwright.async_api import Browser

from bot.acts import complaints_steps
from tests.browser.screen import PLAIN_IN_SOAK, screen
from tests.casework import RULES, open_casework, taken
from tests.office import Office

pytestmark = [
    pytest.mark.browser,
    PLAIN_IN_SOAK,
]


async def test_an_outside_reviewer_from_the_key_to_the_answer_of_a_review(
    office: Office, chromium: Browser, *, scripts: bool
) -> None:
    work = await open_casework(office)
    case = await taken(office, work)
    await office.does(
        work.mara,
        lambda act: complaints_steps.escalate(act, RULES, case, "Somebody from outside, please."),
    )
    async with screen(chromium, office, work.ravi, scripts=scripts) as phone:
        await phone.open("/")
        await phone.tap("nav a:has-text('Keys')")
        await phone.tap("text=Make the outside reviewer's key")
        await phone.tap("main summary:has-text('Begin again')")
        await phone.tap("main button:has-text('Give this ceremony up')")
        await phone.tap("text=Make the outside reviewer's key")
        for number in range(3):
            await phone.tap("text=Show my share, this once")
            share = await phone.page.inner_text("#share")
            await phone.tap("text=I have it: type it back")
            if number == 0:
                await phone.fill(share__reviewer=f"{share}X")
                await phone.tap("main button:has-text('Confirm')")
                await phone.look("a share that was mistyped", scripts=scripts)
            await phone.fill(share__reviewer=share)
            await phone.tap("main button:has-text('Confirm')")
        assert "In force" in await phone.text()

        await phone.tap("nav a:has-text('Complaints')")
        await phone.tap("main a:has-text('C-7KQ4-M2')")
        assert "She was late three times." in await phone.text()
        await phone.tap("main button:has-text('Take it')")
        assert "Being reviewed" in await phone.text()
        await phone.tap("summary:has-text('Decide about')")
        await phone.page.check("input[name$='.decision'][value=upheld]")
        await phone.page.fill("textarea[name$='.reason']", "Nobody had told her.")
        await phone.tap("main button:has-text('Keep the decision')")
        await phone.tap("main a:has-text('Send the answer')")
        await phone.fill(words="We are sorry. Nobody had told you.")
        await phone.tap("main button:has-text('Check it')")
        await phone.look("the answer of a review, checked", scripts=scripts)
        await phone.tap("#send")
        await phone.tap("main button:has-text('Close it')")
        await phone.tap("nav a:has-text('Complaints')")
        assert "Closed" in await phone.text()
        await phone.tap("main a:has-text('Counts')")
        assert "No quarter has ten of anything." in await phone.text()


async def test_two_who_hold_it_shut_somebody_out_and_one_steps_back(
    office: Office, chromium: Browser, *, scripts: bool
) -> None:
    work = await open_casework(office)
    case = await taken(office, work)
    path = f"/cases/{case.hex()}"
    async with (
        screen(chromium, office, work.mara, scripts=scripts) as mara,
        screen(chromium, office, work.ravi, scripts=scripts) as ravi,
        screen(chromium, office, work.hal, scripts=scripts) as hal,
    ):
        assert await hal.open(path) == 200
        await mara.open(path)
        await mara.tap("summary:has-text('Shut somebody out')")
        await mara.page.select_option("#exclude", label="Hal")
        await mara.tap("main button:has-text('Propose to shut them out')")
        await mara.open("/approvals")
        assert await mara.page.locator("main button").count() == 0, "nobody agrees with herself"
        await hal.open("/approvals")
        assert "C-7KQ4-M2" not in await hal.text()
        await ravi.open("/")
        await ravi.tap("nav a:has-text('Approvals')")
        assert "shut out Hal" in await ravi.text()
        await ravi.tap("main button:has-text('Agree')")
        assert await hal.open(path) == 404
        await ravi.open(path)
        await ravi.tap("summary:has-text('Step back')")
        await ravi.tap("main button:has-text('Step back for good')")
        assert ravi.path == "/cases"
        assert await ravi.open(path) == 404
