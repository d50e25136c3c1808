"""A complaint handler's job from the queue to the answer, with JavaScript and without."""

import pytest
from playwright.async_api import Browser

from tests.browser.screen import PLAIN_IN_SOAK, screen
from tests.casework import complain, open_casework, taken
from tests.office import Office

pytestmark = [
    pytest.mark.browser,
    PLAIN_IN_SOAK,
]


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
        await phone.page.check("input[name='triage.danger'][value=no]")
        await phone.tap("text=Write it down")
        await phone.tap("button:has-text('Take it')")
        await phone.tap("text=Ask a question")
        await phone.fill(words="Did Amina ring on 07700 900123?")
        await phone.tap("text=Check it")
        await phone.look("a question, checked", scripts=scripts)
        assert "Did […] ring on […]?" in await phone.text()
        await phone.tap("#send")
        assert "Did […] ring on […]?" in await phone.text()
        await phone.tap("summary:has-text('Decide about')")
        await phone.page.check("input[name$='.decision'][value=partly_upheld]")
        await phone.tap("text=Keep the decision")
        await phone.look("a decision without a reason", scripts=scripts)
        await phone.page.fill("textarea[name$='.reason']", "Two of the three days are on the rota.")
        await phone.tap("text=Keep the decision")
        await phone.tap("text=Send the answer")
        await phone.page.check("#remedy-apology")
        await phone.fill(words="We are sorry that nobody came.")
        await phone.look("the answer, written", scripts=scripts)
        await phone.tap("text=Check it")
        await phone.look("the answer, checked", scripts=scripts)
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
        await mara.look("not confirmed", scripts=scripts)
        await mara.page.check("#safe")
        await mara.tap("text=Seal and send the letter")
        await amina.open("/")
        await amina.tap("text=A letter for you")
        await amina.fill(answer="The bus was late.")
        await amina.tap("text=Send your answer")
        await mara.open(f"/cases/{case.hex()}")
        assert "The bus was late." in await mara.text()


async def test_a_case_that_takes_longer_from_a_note_to_a_review(
    office: Office, chromium: Browser, *, scripts: bool
) -> None:
    work = await open_casework(office)
    case = await taken(office, work)
    await office.hire("Ivy", "complaint_handler")
    async with (
        screen(chromium, office, work.mara, scripts=scripts) as phone,
        screen(chromium, office, work.ravi, scripts=scripts) as ravi,
    ):
        await phone.open(f"/cases/{case.hex()}")
        await phone.fill(note="Asked for the rota.")
        await phone.tap("main button:has-text('Keep note')")
        await phone.tap("summary:has-text('Take longer')")
        await phone.tap("main button:has-text('Ask for more time')")
        await phone.look("no reason why it takes longer", scripts=scripts)
        await phone.fill(extend="The rota is not there yet.")
        await phone.tap("main button:has-text('Ask for more time')")
        assert "More time was asked for" in await phone.text()
        await ravi.open("/approvals")
        await ravi.tap("main button:has-text('Agree')")
        await phone.open(f"/cases/{case.hex()}")
        assert "this takes longer" in (await phone.text()).lower()
        await phone.tap("summary:has-text('Pause')")
        await phone.fill(unsafe="The phone is with somebody else.")
        await phone.tap("main button:has-text('Pause without writing')")
        await phone.look("a case that is paused", scripts=scripts)
        await phone.tap("main button:has-text('Go on with it')")
        await phone.tap("main a:has-text('Tell them how it stands')")
        await phone.tap("summary:has-text('Received')")
        await phone.tap("button.app-phrase")
        await phone.tap("#send")
        await phone.tap("summary:has-text('Let somebody in')")
        await phone.tap("main button:has-text('Let them in')")
        assert "Choose whom to let in" in await phone.text(), "nobody is let in by not looking"
        await phone.page.select_option("#let-in", label="Ivy")
        await phone.tap("main button:has-text('Let them in')")
        await phone.tap("summary:has-text('Pass it on for a review')")
        await phone.fill(escalate="I know her from before.")
        await phone.tap("main button:has-text('Pass it on')")
        said = await phone.text()
        assert "Waits for a reviewer" in said
        assert "Asked for the rota." in said
