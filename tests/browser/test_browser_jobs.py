"""Each job of staff from start to end, with JavaScript and without."""

import re

import pyotp
import pytest
from playwright.async_api import Browser

from bot.acts import conversation, erasure, tasks
from bot.acts.act import Act
from bot.storage import threads
from tests.browser.screen import screen
from tests.office import Office, Person

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"]),
]


async def _river(office: Office, amina: Person, channel: str = "sms") -> bytes:
    river = await office.survivor(amina, "River-12", "vi", "Nguyen Thi Mai")
    phone = await office.phone(amina, river, channel, "vi")
    await office.writes(river, phone, "Chào chị. Em muốn hỏi về lá thư.", "vi")
    return river


def _lose(act: Act, survivor: bytes, person: Person) -> None:
    """Their copy of the key is gone."""
    thread = threads.of_survivor(act.conn, survivor)
    assert thread
    threads.drop_grants(act.conn, thread.id, person.id)


async def test_from_a_notice_on_her_phone_to_a_sent_phrase_in_five_taps(
    office: Office, chromium: Browser, *, scripts: bool
) -> None:
    amina = await office.hire("Amina", "advocate")
    await _river(office, amina)
    async with screen(chromium, office, amina, scripts=scripts) as phone:
        await phone.open("/")
        phone.taps += 1  # the link in the notice
        await phone.tap("a:has-text('River-12')")
        await phone.tap("button.app-phrase:has-text('Thank you. I have read your message.')")
        assert "What a bystander sees first" in await phone.text()
        await phone.tap("#send")
        assert "Kept, not sent yet" in await phone.text()
        assert phone.taps <= 5
        if scripts:  # so that it is read out, as an error is
            assert await phone.page.inner_text(":focus h2") == "Done"


async def test_sign_in_lock_and_unlock(office: Office, chromium: Browser, *, scripts: bool) -> None:
    amina = await office.hire("Amina", "advocate")
    async with screen(chromium, office, scripts=scripts) as phone:
        await phone.open("/")
        await phone.fill(email=amina.email, code=office.code(amina))
        await phone.tap("text=Continue")
        await phone.fill(passphrase=amina.words)
        await phone.tap("main button:has-text('Sign in')")
        assert phone.path == "/"
        await phone.lock()
        assert phone.path == "/unlock"
        await phone.fill(passphrase=amina.words)
        await phone.tap("main button:has-text('Unlock')")
        assert phone.path == "/"


async def test_a_new_colleague_from_invitation_to_first_person(
    office: Office, chromium: Browser, *, scripts: bool
) -> None:
    sol = await office.hire("Sol", "hub_admin")
    async with (
        screen(chromium, office, sol, scripts=scripts) as admin,
        screen(chromium, office, scripts=scripts) as new,
    ):
        await admin.open("/people/new")
        await admin.fill(name="Dee", email="dee@example.org")
        await admin.page.select_option("#organisation", label="The Hub")
        await admin.page.check("input[value=advocate]")
        await admin.tap("main button:has-text('Invite')")
        await admin.open("/people")
        await admin.tap("main a:has-text('Dee')")
        await admin.tap("main button:has-text('Make a new link')")
        address = await admin.page.inner_text("#address")
        await new.open(address.removeprefix("http://127.0.0.1:8081"))
        await new.tap("text=Begin")
        words = await new.page.inner_text("#words")
        await new.tap("text=I have them")
        key = (await new.page.inner_text(".app-key")).replace(" ", "")
        code = pyotp.TOTP(key).at(office.clock.now() // 1000)
        await new.fill(passphrase=words, code=code)
        await new.tap("text=Finish")
        spoken = await new.page.inner_text("#check-words")
        await admin.open("/")
        await admin.tap("text=Check words with Dee")
        await admin.fill(heard=spoken)
        await admin.tap("text=Confirm")
        await new.open("/")
        await new.tap("text=Add a person")
        await new.fill(case_name="Elm-4")
        await new.page.select_option("#language", "ar")
        await new.page.check("input[value=scotland]")
        await new.tap("main button:has-text('Add')")
        assert "Elm-4" in await new.text()


async def test_a_phrase_with_a_day_and_own_words_and_a_note(
    office: Office, chromium: Browser, *, scripts: bool
) -> None:
    amina = await office.hire("Amina", "advocate")
    river = await _river(office, amina, "telegram")
    async with screen(chromium, office, amina, scripts=scripts) as phone:
        await phone.open(f"/conversation/{river.hex()}")
        await phone.tap("summary:has-text('Calls')")
        await phone.tap("button.app-phrase:has-text('I will call you on')")
        await phone.fill(slot__day="2026-03-05", slot__time="14:30")
        await phone.tap("text=Check message")
        await phone.tap("#send")
        await phone.fill(words="See you on Thursday")
        await phone.tap("text=Check message")
        assert "Telegram can read" in await phone.text()
        await phone.tap("text=Change it, or don't send")
        assert await phone.page.input_value("#words") == "See you on Thursday"
        await phone.tap("summary:has-text('Write an internal note')")
        await phone.fill(note="Rang the solicitor")
        await phone.tap("text=Keep note")
        assert "Rang the solicitor" in await phone.text()
    opened = await office.does(
        amina, lambda act: conversation.open_thread(act, river, amina.private)
    )
    assert sorted(one.kind for one in opened.entries) == ["internal", "reply", "words"]


async def test_plan_card_and_freeze(office: Office, chromium: Browser, *, scripts: bool) -> None:
    amina = await office.hire("Amina", "advocate")
    river = await _river(office, amina)
    async with screen(chromium, office, amina, scripts=scripts) as phone:
        await phone.open(f"/conversation/{river.hex()}")
        await phone.tap("text=Change the contact plan")
        await phone.fill(safe_times="weekdays after 14:00")
        await phone.page.check("#voicemail")
        await phone.tap("text=Save")
        assert "weekdays after 14:00" in await phone.text()
        await phone.tap("text=Invite, freeze, or link again")
        await phone.tap("text=Make a new code")
        assert await phone.page.locator("svg.app-qr").count() == 1
        await phone.tap("a.govuk-back-link")
        await phone.tap("main button:has-text('Withdraw the code')")
        await phone.tap("text=Freeze this phone")
        assert "Nothing more goes" in await phone.text()
        await phone.look("a frozen phone", scripts=scripts)
        await phone.tap("main button:has-text('Make a code')")
        assert len(await phone.page.inner_text("#code")) >= 10
        await phone.open(f"/conversation/{river.hex()}")
        assert "Frozen" in await phone.text()


async def test_a_data_request_from_the_task_to_what_was_said(
    office: Office, chromium: Browser, *, scripts: bool
) -> None:
    amina = await office.hire("Amina", "advocate")
    river = await _river(office, amina)
    await office.does(None, lambda act: erasure.ask(act, river, proved=False))
    async with screen(chromium, office, amina, scripts=scripts) as phone:
        await phone.open("/")
        assert "Data request: call them" in await phone.text()
        await phone.tap(".app-task a:has-text('River-12')")
        await phone.tap("text=Data request")
        await phone.tap("main button:has-text('Save')")
        await phone.look("a data request without an answer", scripts=scripts)
        await phone.page.check("input[value=erase]")
        await phone.tap("main button:has-text('Save')")
        await phone.open("/")
        assert "Data request" not in await phone.text()
    assert await office.does(None, lambda act: erasure.asked(act, river))


async def test_a_task_is_done_and_the_day_ends_with_signing_out(
    office: Office, chromium: Browser, *, scripts: bool
) -> None:
    amina = await office.hire("Amina", "advocate")
    river = await _river(office, amina)
    await office.does(
        None,
        lambda act: tasks.raise_task(
            act, "call_me", survivor_id=river, staff_id=amina.id, detail="morning"
        ),
    )
    async with screen(chromium, office, amina, scripts=scripts) as phone:
        await phone.open("/")
        assert "Asks you to call: in the morning" in await phone.text()
        await phone.tap(".app-task button:has-text('Done')")
        assert "Asks you to call" not in await phone.text()
        await phone.open(f"/conversation/{river.hex()}")
        await phone.fill(words="Half a sentence")
        office.clock.forward(minutes=11)
        await phone.tap("text=Check message")
        assert "What you were writing is kept" in await phone.text()
        await phone.fill(passphrase=amina.words)
        await phone.tap("main button:has-text('Unlock')")
        await phone.look("a sentence that waited", scripts=scripts)
        await phone.fill(words="Half a sentence, and its end")
        await phone.tap("main button:has-text('Go on')")
        assert "Half a sentence, and its end" in await phone.text()
        await phone.lock()
        await phone.tap("text=Sign out")
        await phone.open("/")
        assert phone.path == "/sign-in"


async def test_two_people_change_a_relation(
    office: Office, chromium: Browser, *, scripts: bool
) -> None:
    sol = await office.hire("Sol", "hub_admin")
    mara = await office.hire("Mara", "hub_lead")
    amina = await office.hire("Amina", "advocate")
    async with (
        screen(chromium, office, sol, scripts=scripts) as one,
        screen(chromium, office, mara, scripts=scripts) as other,
    ):
        await one.open(f"/people/{amina.id.hex()}")
        await one.tap("summary:has-text('Declare a line manager')")
        await one.page.select_option("#relation_add-relation", label="Line manager")
        await one.page.select_option("#relation_add-other", label="Sol")
        await one.tap("details[open] button:has-text('Propose')")
        assert "Somebody else has to agree" in await one.text()
        await other.open("/approvals")
        await other.tap("main button:has-text('Agree')")
        assert "Agreed" in await other.text()


async def test_the_ceremony_and_what_two_officers_can_open(
    office: Office, chromium: Browser, *, scripts: bool
) -> None:
    amina = await office.hire("Amina", "advocate")
    river = await _river(office, amina)
    harbour = await office.organisation("Harbour")
    officers = [
        await office.hire("Ola", "officer"),
        await office.hire("Per", "officer", organisation=harbour),
        await office.hire("Uma", "officer", organisation=harbour),
    ]
    shares = []
    for number, officer in enumerate(officers):
        async with screen(chromium, office, officer, scripts=scripts) as phone:
            await phone.open("/keys")
            if number == 0:
                await phone.page.get_by_role("checkbox", name=re.compile(r"\bPer\b")).check()
                await phone.page.get_by_role("checkbox", name=re.compile(r"\bUma\b")).check()
                await phone.tap("text=Begin the ceremony")
            await phone.tap("text=Show my share, this once")
            shares.append(await phone.page.inner_text("#share"))
            await phone.tap("text=I have it: type it back")
            await phone.fill(share__recovery=shares[-1])
            await phone.tap("text=Confirm")
            said = await phone.text()
    assert "In force" in said
    async with screen(chromium, office, amina, scripts=scripts) as phone:
        await phone.open("/keys")
        await phone.tap("text=Cover what I hold")
    await office.does(None, lambda act: _lose(act, river, amina))
    async with (
        screen(chromium, office, officers[0], scripts=scripts) as one,
        screen(chromium, office, officers[1], scripts=scripts) as two,
    ):
        await one.open("/keys")
        await one.tap("main a:has-text('Use the recovery key')")
        await one.page.select_option("#advocate", label="Amina")
        await one.fill(share=shares[0][:-1])
        await one.tap("main button:has-text('Ask')")
        await one.look("a share that was mistyped", scripts=scripts)
        await one.fill(share=shares[0])
        await one.tap("main button:has-text('Ask')")
        await two.open("/recovery")
        await two.page.fill(".app-plan textarea", shares[1])
        await two.tap("main button:has-text('Join my share')")
        assert "Missing" in await two.text(), "a new ceremony is due"
    async with screen(chromium, office, amina, scripts=scripts) as phone:
        await phone.open(f"/conversation/{river.hex()}")
        assert "Em muốn hỏi về lá thư." in await phone.text()
