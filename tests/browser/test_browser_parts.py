"""Pages on which several things can be written: whichever button is pressed, no word goes."""

import pytest
from playwright.async_api import Browser

from tests.browser.screen import Screen, screen
from tests.browser.test_browser_meetings import world
from tests.casework import open_casework, taken
from tests.office import Office, Person

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"]),
]


async def _stands(phone: Screen, **fields: str) -> None:
    for name, value in fields.items():
        assert await phone.page.input_value(f"#{name.replace('__', '-')}") == value, name


async def _unlock(phone: Screen, person: Person) -> None:
    await phone.fill(passphrase=person.words)
    await phone.tap("main button:has-text('Unlock')")


async def test_a_reply_and_a_note_typed_beside_it_both_stand_again(
    office: Office, chromium: Browser, *, scripts: bool
) -> None:
    amina, river = await world(office)
    place = f"/conversation/{river.hex()}"
    async with screen(chromium, office, amina, scripts=scripts) as phone:
        await phone.open(place)
        await phone.tap("summary:has-text('Write an internal note')")
        await phone.fill(words="Come on Monday", note="She has a new number")
        await phone.page.check("input[name='words.language'][value=vi]")
        await phone.tap(".app-phrase")
        assert phone.path == f"{place}/check"
        await phone.open(place)
        await _stands(phone, words="Come on Monday", note="She has a new number")
        assert await phone.page.is_checked("input[name='words.language'][value=vi]")
        assert await phone.page.is_visible("#note"), "what waits is not folded away"
        await phone.look("what waits in a conversation", scripts=scripts)
        await phone.tap("main button:has-text('Keep note')")
        await _stands(phone, words="Come on Monday", note="")
        await phone.fill(words="Come on Tuesday")
        await phone.lock()
        assert "What you were writing is kept" in await phone.text()
        await _unlock(phone, amina)
        assert phone.path == place
        assert "What you typed is kept in this page" in await phone.text(), "it stands far below"
        await _stands(phone, words="Come on Tuesday")
        await phone.tap("main button:has-text('Check message')")
        await phone.tap("#send")
        await _stands(phone, words="", note="")
        assert (await phone.text()).count("Come on Tuesday") == 1


async def test_a_form_that_met_the_lock_leaves_the_others_as_they_were(
    office: Office, chromium: Browser, *, scripts: bool
) -> None:
    amina, river = await world(office)
    place = f"/conversation/{river.hex()}"
    async with screen(chromium, office, amina, scripts=scripts) as phone:
        await phone.open(place)
        await phone.tap("summary:has-text('Write an internal note')")
        await phone.fill(words="Come on Monday", note="She has a new number")
        office.clock.forward(minutes=11)
        await phone.tap("main button:has-text('Keep note')")
        await _unlock(phone, amina)
        await phone.tap("main button:has-text('Go on')")
        assert "She has a new number" in await phone.text()
        await _stands(phone, words="Come on Monday", note="")


async def test_a_decision_and_a_reason_typed_beside_it_both_stand_again(
    office: Office, chromium: Browser, *, scripts: bool
) -> None:
    work = await open_casework(office)
    case = await taken(office, work)
    async with screen(chromium, office, work.mara, scripts=scripts) as phone:
        await phone.open(f"/cases/{case.hex()}")
        for summary in ("Decide about", "Take longer"):
            await phone.tap(f"summary:has-text('{summary}')")
        await phone.page.check("input[name$='.decision'][value=upheld]")
        await phone.page.fill("textarea[name$='.reason']", "The rota says so.")
        await phone.fill(extend="Two people are away.", note="Asked Joe.")
        await phone.tap("main button:has-text('Keep note')")
        assert "Asked Joe." in await phone.text()
        await _stands(phone, extend="Two people are away.", note="")
        assert await phone.page.is_checked("input[name$='.decision'][value=upheld]")
        await phone.look("what waits in a complaint", scripts=scripts)
        await phone.tap("main button:has-text('Keep the decision')")
        assert "Upheld" in await phone.text()
        await _stands(phone, extend="Two people are away.")
        await phone.tap("main button:has-text('Ask for more time')")
        assert "More time was asked for" in await phone.text()


async def test_words_beside_a_phrase_to_who_complained(
    office: Office, chromium: Browser, *, scripts: bool
) -> None:
    work = await open_casework(office)
    case = await taken(office, work)
    place = f"/cases/{case.hex()}/write/ask"
    async with screen(chromium, office, work.mara, scripts=scripts) as phone:
        await phone.open(place)
        await phone.fill(words="Which Monday was it?")
        await phone.tap("main summary")
        await phone.tap(".app-phrase")
        assert phone.path == f"{place}/check"
        await phone.open(place)
        await _stands(phone, words="Which Monday was it?")


async def test_a_calendar_and_that_enter_books_nothing(
    office: Office, chromium: Browser, *, scripts: bool
) -> None:
    amina, _ = await world(office)
    async with screen(chromium, office, amina, scripts=scripts) as phone:
        await phone.open("/calendar")
        await phone.tap("summary:has-text('Add days away')")
        await phone.tap("summary:has-text('Weekly hours')")
        await phone.fill(first="2026-04-06", mon="09:00-12:00", tue="13-15")
        await phone.tap("main button:has-text('We met')")
        await _stands(phone, first="2026-04-06", mon="09:00-12:00", tue="13-15")
        await phone.look("what waits in a calendar", scripts=scripts)
        await phone.page.press("#tue", "Enter")
        await phone.page.wait_for_url("**/calendar?done=*")
        said = await phone.text()
        assert "Your calendar is changed" in said if scripts else "Nothing was sent" in said
        assert "Waiting for your yes" in said, "Enter is no yes to a meeting"
        await _stands(phone, first="2026-04-06", mon="09:00-12:00")
        await phone.tap("main button:text-is('Add')")
        assert "Mon 6 Apr 2026" in await phone.text()
        await _stands(phone, first="")


async def test_where_to_meet_and_a_hold_and_a_turn_on_call(
    office: Office, chromium: Browser, *, scripts: bool
) -> None:
    amina, river = await world(office)
    sol = await office.hire("Sol", "hub_admin")
    async with screen(chromium, office, amina, scripts=scripts) as phone:
        await phone.open("/calendar")
        await phone.tap("#confirm ~ ul a")
        meeting = phone.path
        await phone.fill(place="The library, at the back")
        await phone.tap("main button:has-text('I confirm')")
        await phone.open(meeting)
        await _stands(phone, place="The library, at the back")
        await phone.open(f"/conversation/{river.hex()}/hold")
        await phone.fill(reason="A court asked, by letter", until="2026-06-01")
        await phone.lock()
        await _unlock(phone, amina)
        await _stands(phone, reason="A court asked, by letter", until="2026-06-01")
    async with screen(chromium, office, sol, scripts=scripts) as phone:
        await phone.open("/rota")
        await phone.page.select_option("#person", index=1)
        await phone.fill(begins="2026-03-03T09:00", ends="2026-03-03T17:00")
        await phone.tap("main button:has-text('Put on call')")
        await phone.fill(begins="2026-03-04T09:00")
        await phone.tap("main button:has-text('Remove')")
        await _stands(phone, begins="2026-03-04T09:00")


async def test_lock_now_takes_no_letter_away(
    office: Office, chromium: Browser, *, scripts: bool
) -> None:
    work = await open_casework(office)
    case = await taken(office, work)
    async with screen(chromium, office, work.mara, scripts=scripts) as phone:
        await phone.open(f"/cases/{case.hex()}/letter")
        await phone.fill(letter="Please tell me about Monday.")
        await phone.lock()
        await _unlock(phone, work.mara)
        await _stands(phone, letter="Please tell me about Monday.")


async def test_enter_in_a_field_saves_and_does_not_lock(
    office: Office, chromium: Browser, *, scripts: bool
) -> None:
    amina, river = await world(office)
    async with screen(chromium, office, amina, scripts=scripts) as phone:
        await phone.open(f"/conversation/{river.hex()}/plan")
        await phone.fill(number="07700 900456")
        await phone.page.press("#number", "Enter")
        await phone.page.wait_for_url("**done=plan")
        assert "07700 900456" in await phone.text()
