"""axe finds nothing on any page, and nothing lies beside a screen of 390 px."""

import pytest
import sqlalchemy as sa
from playwright.async_api import Browser

from bot.acts import (
    again,
    approvals,
    calendars,
    complaints_two,
    complaints_work,
    conversation,
    letters,
    meetings,
    regrant,
    relations,
    rota,
    staff,
    tasks,
)
from bot.acts.act import Act
from bot.acts.meetings import Wanted
from bot.acts.staff import NewStaff
from bot.booking import Rules
from bot.console.table import PAGES
from bot.storage import threads
from bot.storage.tables import alerts
from tests.browser.screen import DESKTOP, NARROW, PHONE, screen
from tests.casework import Casework, complain, taken
from tests.office import Office, Person

pytestmark = pytest.mark.browser

HOUR = 3_600_000


async def _busy(office: Office) -> dict[str, dict[str, str]]:
    """An office in which every page has something on it; paths to see, by who sees them."""
    harbour = await office.organisation("Harbour")
    sol = await office.hire("Sol", "hub_admin", "hub_lead")
    amina = await office.hire("Amina", "advocate")
    joe = await office.hire("Joe", "advocate", "hub_lead")
    await office.hire("Ann", "auditor", organisation=harbour)
    await office.hire("Ola", "officer", "outside_reviewer", organisation=harbour)
    await office.hire("Per", "officer")
    await office.hire("Uma", "officer")
    dee = await office.hire("Dee", "advocate", state="unverified", invited_by=sol.id)
    new = NewStaff("Eve", "eve@example.org", harbour, ("advocate",))
    invitation = await office.does(sol, lambda act: staff.invite(act, new))
    body = {"staff": amina.id.hex(), "kind": "line_manager", "other": joe.id.hex()}
    await office.does(joe, lambda act: approvals.propose(act, "relation_add", body))
    now = office.clock.now()
    await office.does(sol, lambda act: rota.put(act, joe.id, now, now + 8 * HOUR))
    river = await office.survivor(amina, "River-12", "vi", "Nguyen Thi Mai")
    cedar = await office.survivor(amina, "Cedar-3", "ar")
    sms = await office.phone(amina, river, "sms", "vi")
    chat = await office.phone(amina, cedar, "telegram", "ar")
    await office.writes(river, sms, "Chào chị. Em muốn hỏi về lá thư.", "vi", mark="locked")
    await office.writes(cedar, chat, "مرحبا، هل يمكنك الاتصال بي غدا؟", "ar")
    await office.does(amina, lambda act: conversation.reply(act, river, "Thank you.", "en"))
    await office.does(amina, lambda act: conversation.internal_note(act, river, "A note."))
    await office.does(
        None,
        lambda act: tasks.raise_task(
            act, "call_me", survivor_id=river, staff_id=amina.id, detail="any", urgent=True
        ),
    )
    asked, over = await _meetings(office, amina, river)
    await office.does(joe, lambda act: again.propose(act, amina.id, "factor") and None)
    kim = await _new_key(office, joe)
    talk = f"/conversation/{river.hex()}"
    file = f"{talk}/file/{'0' * 32}/{'0' * 32}"
    return {
        "": {
            "/sign-in": "/sign-in",
            "/invitation/{token}": f"/invitation/{invitation.token}",
            "gone": "/invitation/none",
            "missing": "/none",
            "/help": "/help",
        },
        "Amina": {
            "/": "/",
            "/conversation/{id}": talk,
            "cedar": f"/conversation/{cedar.hex()}",
            "/conversation/{id}/plan": f"{talk}/plan",
            "/conversation/{id}/data": f"{talk}/data",
            "/conversation/{id}/link": f"{talk}/link",
            "/conversation/{id}/file/{entry}/{file}": f"{file}?kind=voice",
            "/survivor/new": "/survivor/new",
            "/calendar": "/calendar",
            "/meeting/{id}": f"/meeting/{asked.hex()}",
            "over": f"/meeting/{over.hex()}",
            "/meeting/{id}/not-met": f"/meeting/{over.hex()}/not-met",
            "/conversation/{id}/meeting": f"/conversation/{cedar.hex()}/meeting",
            "known meeting": f"{talk}/meeting",
        },
        "Sol": {
            "day": "/",
            "/people": "/people",
            "/people/new": "/people/new",
            "/people/{id}": f"/people/{amina.id.hex()}",
            "/people/{id}/words": f"/people/{dee.id.hex()}/words",
            "/organisations": "/organisations",
            "/organisations/{id}": f"/organisations/{harbour.hex()}",
            "/approvals": "/approvals",
            "/again": "/again",
            "/rota": "/rota",
            "/hub": "/hub",
            "/hub/content": "/hub/content",
        },
        "Dee": {"unverified": "/"},
        "Joe": {"asked": "/", "/new-key/{id}": f"/new-key/{kim.hex()}"},
        "Ola": {"/keys": "/keys", "/recovery": "/recovery"},
        "Ann": {"/audit": "/audit"},
        **await _cases(office, joe),
    }


async def _new_key(office: Office, joe: Person) -> bytes:
    """A colleague whose cover is Joe, and whose new key opens nothing of theirs yet."""
    kim = await office.hire("Kim", "advocate")
    await office.does(None, lambda act: relations.record(act, kim.id, "cover", joe.id))
    survivor = await office.survivor(kim, "Fern-6", "en")

    def unit(act: Act) -> None:
        thread = threads.of_survivor(act.conn, survivor)
        assert thread
        threads.drop_grants(act.conn, thread.id, kim.id)
        regrant.ask_holders(act, kim.id)

    await office.does(None, unit)
    return kim.id


async def _cases(office: Office, joe: Person) -> dict[str, dict[str, str]]:
    """Complaints in several states about an advocate of a charity, and a letter about one."""
    quay, shore = await office.organisation("Quay"), await office.organisation("Shore")
    beth = await office.hire("Beth", "advocate", organisation=shore)
    await office.does(
        joe, lambda act: relations.record(act, beth.id, "line_manager", joe.id, act.now)
    )
    river = await office.survivor(beth, "Elm-2", "vi")
    phone = await office.phone(beth, river, "sms", "vi")
    mara = await office.hire("Mara", "complaint_handler", organisation=quay)
    hal = await office.hire("Hal", "complaint_handler", organisation=quay)
    work = Casework(beth, joe, mara, hal, hal, joe, river, phone)
    ivy = await office.hire("Ivy", "hub_lead")
    now = office.clock.now()
    await office.does(ivy, lambda act: rota.put(act, ivy.id, now, now + 8 * HOUR))
    case = await taken(office, work, "promises", "privacy")
    fresh = await complain(office, work, "afraid", reference="AAAA22")
    new = await complain(office, work, reference="BBBB22", text="")
    letter = await office.does(mara, lambda act: letters.write(act, case, beth.id, "Please."))
    await office.does(mara, lambda act: complaints_work.ask(act, case, "When was it?", "en"))
    await office.does(mara, lambda act: complaints_two.propose_exclude(act, case, joe.id))
    path = f"/cases/{case.hex()}"
    alert = await office.database.read(
        lambda conn: conn.execute(
            sa.select(alerts.c.id).where(alerts.c.staff_id == ivy.id)
        ).scalar_one()
    )
    return {
        "Ivy": {"/alerts": "/alerts", "/alerts/{id}": f"/alerts/{alert.hex()}"},
        "Mara": {
            "/cases": "/cases",
            "/case-counts": "/case-counts",
            "/cases/{id}": path,
            "safety": f"/cases/{fresh.hex()}",
            "new": f"/cases/{new.hex()}",
            "/cases/{id}/write/{kind}": f"{path}/write/ask",
            "update": f"{path}/write/update",
            "/cases/{id}/letter": f"{path}/letter",
            "/cases/{id}/file/{entry}/{file}": f"{path}/file/{'0' * 32}/{'0' * 32}?kind=voice",
            "approvals": "/approvals",
        },
        "Beth": {"/letters/{id}": f"/letters/{letter.hex()}"},
    }


async def _meetings(office: Office, amina: Person, river: bytes) -> tuple[bytes, bytes]:
    """One that waits for a yes, one that is over, days away."""
    now = office.clock.now() // HOUR * HOUR
    wishes = {"interpreter": "woman", "language": "vi", "voicemail": "no"}

    def deed(act: Act) -> tuple[bytes, bytes]:
        asked = meetings.ask(act, Wanted(river, now + 50 * HOUR, "phone", wishes), Rules())
        over = meetings.ask(act, Wanted(river, now - 2 * HOUR, "there", wishes), Rules())
        return asked, over

    made = await office.does(None, deed)
    later = now + 7 * 24 * HOUR
    await office.does(amina, lambda act: calendars.add_span(act, "away", later, later + 30 * HOUR))
    return made


NOT_SEEN_BY_ITSELF = {
    "/sign-in/words",  # in the jobs' own walk below
    "/unlock",
    "/conversation/{id}/file/{entry}/{file}/content",  # a file, not a page
    "/cases/{id}/file/{entry}/{file}/content",
    "/recovery/keys.sealed",
}


async def test_axe_finds_nothing_on_any_page(office: Office, chromium: Browser) -> None:
    """At 390 px; and at 320 px, which is 400 % of 1280 px (WCAG 1.4.10), nothing goes sideways."""
    seen = await _busy(office)
    walked = {row for paths in seen.values() for row in paths}
    pages = {row.path for row in PAGES.values() if row.method == "GET"}
    assert pages <= walked | NOT_SEEN_BY_ITSELF, "a new page is walked here too"
    for name, paths in seen.items():
        person = office.people.get(name)
        async with screen(chromium, office, person) as window:
            for row, path in paths.items():
                await window.page.set_viewport_size(PHONE)
                await window.open(path)
                await window.check(f"{row} as {name or 'nobody'}")
                await window.page.set_viewport_size(NARROW)
                await window.fits(row)


async def test_axe_finds_nothing_on_a_desk_either(office: Office, chromium: Browser) -> None:
    seen = await _busy(office)
    async with screen(chromium, office, office.people["Amina"], size=DESKTOP) as window:
        for row in ("/", "/conversation/{id}"):
            await window.open(seen["Amina"][row])
            await window.check(row)


async def test_axe_finds_nothing_on_what_a_form_answers(office: Office, chromium: Browser) -> None:
    amina = await office.hire("Amina", "advocate")
    river = await office.survivor(amina, "River-12", "ar")
    await office.phone(amina, river, "sms", "ar")
    async with screen(chromium, office) as window:
        await window.open("/sign-in")
        await window.fill(email=amina.email, code="000000")
        await window.tap("text=Continue")
        await window.check("sign-in with an error")
        await window.fill(email=amina.email, code=office.code(amina))
        await window.tap("text=Continue")
        await window.check("six words")
    async with screen(chromium, office, amina) as window:
        await window.open(f"/conversation/{river.hex()}")
        await window.tap("summary:has-text('Calls')")
        await window.tap("button.app-phrase:has-text('I will call you on')")
        await window.check("slots")
        await window.open(f"/conversation/{river.hex()}")
        await window.tap("button.app-phrase")
        await window.check("check")
        await window.tap("#send")
        await window.check("sent")
        await window.tap("text=Check message")
        await window.check("an answer without words")
        await window.open(f"/conversation/{river.hex()}/link")
        await window.tap("main button:has-text('Make a')")
        await window.check("card")
        await window.tap("text=Lock now")
        await window.check("unlock")
    harbour = await office.organisation("Harbour")
    ravi = await office.hire("Ravi", "outside_reviewer", organisation=harbour)
    async with screen(chromium, office, ravi) as window:
        await window.open("/keys")
        await window.tap("text=Make the outside reviewer's key")
        await window.tap("text=Show my share, this once")
        await window.check("share")
        await window.tap("text=I have it: type it back")
        await window.check("type back")


async def test_what_is_typed_survives_a_closed_page(office: Office, chromium: Browser) -> None:
    amina = await office.hire("Amina", "advocate")
    river = await office.survivor(amina, "River-12", "vi")
    async with screen(chromium, office, amina) as window:
        await window.page.clock.install()
        await window.open(f"/conversation/{river.hex()}")
        await window.fill(words="Half a sentence")
        async with window.page.expect_response("**/draft"):
            await window.page.clock.fast_forward(5000)
        await window.open("/")
        await window.open(f"/conversation/{river.hex()}")
        assert await window.page.input_value("#words") == "Half a sentence"


async def test_the_page_goes_by_itself_when_nobody_is_there(
    office: Office, chromium: Browser
) -> None:
    """After ten idle minutes the page goes, and what was being written is kept."""
    amina = await office.hire("Amina", "advocate")
    river = await office.survivor(amina, "River-12", "vi")
    await office.phone(amina, river, "sms", "vi")
    async with screen(chromium, office, amina) as window:
        await window.page.clock.install()
        await window.open(f"/conversation/{river.hex()}")
        await window.fill(words="Written slowly")
        async with window.page.expect_response("**/draft"):
            await window.page.clock.fast_forward(5000)
        await window.page.clock.fast_forward(8 * 60 * 1000 + 2000)
        assert await window.page.locator(".app-idle").count() == 1
        await window.page.clock.fast_forward(2 * 60 * 1000)
        await window.page.wait_for_url("**/unlock")
        assert "What you were writing is kept" in await window.text()
        await window.fill(passphrase=amina.words)
        await window.tap("main button:has-text('Unlock')")
        await window.tap("main button:has-text('Go on')")
        assert "Written slowly" in await window.text()
