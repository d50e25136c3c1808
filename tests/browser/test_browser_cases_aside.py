"""What a handler does beside the straight way: pause, pass on to somebody outside, digits."""

import pytest
from playwright.async_api import Browser

from bot.storage import complaints
from tests.browser.screen import PLAIN_IN_SOAK, screen
from tests.casework import open_casework, taken
from tests.office import Office

pytestmark = [
    pytest.mark.browser,
    PLAIN_IN_SOAK,
]


async def test_paused_with_a_reason_taken_up_again_and_passed_to_somebody_outside(
    office: Office, chromium: Browser, *, scripts: bool
) -> None:
    work = await open_casework(office)
    case = await taken(office, work)
    async with screen(chromium, office, work.mara, scripts=scripts) as phone:
        await phone.open(f"/cases/{case.hex()}")
        await phone.tap("summary:has-text('Pause')")
        await phone.tap("main a:has-text('Pause it, and tell them why')")
        await phone.fill(words="We wait until you are back. Write any time.")
        await phone.tap("text=Check it")
        await phone.look("a pause, checked", scripts=scripts)
        await phone.tap("#send")
        assert "Paused" in await phone.text()
        await phone.tap("main button:has-text('Go on with it')")
        await phone.tap("summary:has-text('Involve somebody else')")
        await phone.tap("main a:has-text('Pass it to somebody outside')")
        await phone.fill(words="The council can look at this. Their number is on the letter.")
        await phone.tap("text=Check it")
        await phone.tap("#send")
        assert "Passed to somebody else" in await phone.text()


async def test_digits_that_were_tried_too_often_open_it_again_once_a_handler_says_so(
    office: Office, chromium: Browser, *, scripts: bool
) -> None:
    work = await open_casework(office)
    case = await taken(office, work)
    await office.does(
        None, lambda act: complaints.change(act.conn, case, pin_tries=complaints.PIN_TRIES)
    )
    async with screen(chromium, office, work.mara, scripts=scripts) as phone:
        await phone.open(f"/cases/{case.hex()}")
        assert "After five wrong tries" in await phone.text()
        await phone.tap("main button:has-text('Let them open it again')")
        assert "After five wrong tries" not in await phone.text()
