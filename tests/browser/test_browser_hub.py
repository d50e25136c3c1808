"""What the Hub and those on call do, from start to end, with JavaScript and without."""

import pytest
from playwright.async_api import Browser

from bot.acts import alerts, approvals, plans, rota
from bot.acts.act import Act
from bot.clock import HOUR_MS
from bot.console import audit_pages
from tests.browser.screen import PLAIN_IN_SOAK, screen
from tests.office import Office

pytestmark = [
    pytest.mark.browser,
    PLAIN_IN_SOAK,
]


async def test_an_alert_from_the_notice_to_the_hour_in_which_it_opens(
    office: Office, chromium: Browser, *, scripts: bool
) -> None:
    harbour = await office.organisation("Harbour")
    amina = await office.hire("Amina", "advocate", organisation=harbour)
    sol = await office.hire("Sol", "hub_lead")
    lea = await office.hire("Lea", "hub_lead")
    river = await office.survivor(amina, "River-12", "vi")
    await office.phone(amina, river, "sms", "vi")
    now = office.clock.now()
    lines = {"number": "07700 900456", "safe_times": "weekdays after 14:00"}

    def deed(act: Act) -> None:
        plans.keep(act, river, lines)
        rota.put(act, sol.id, now, now + 8 * HOUR_MS)
        alerts.raise_alert(act, "crisis", survivor_id=river, category="danger")

    await office.does(amina, deed)
    async with (
        screen(chromium, office, lea, scripts=scripts) as other,
        screen(chromium, office, sol, scripts=scripts) as phone,
    ):
        await other.open("/alerts")
        assert "Nobody asks for you now" in await other.text()
        await phone.open("/")
        phone.taps += 1  # the link in the notice
        await phone.tap("text=Somebody asks for you now")
        assert "River-12" not in await phone.text()
        await phone.tap("main button:has-text('Take it')")
        await phone.look("an alert, taken", scripts=scripts)
        assert phone.taps == 3
        said = await phone.text()
        for line in ("07700 900456", "weekdays after 14:00", "Your two words", "River-12"):
            assert line in said
        taken = phone.path
        assert await other.open(taken) == 404
    office.clock.forward(minutes=61)
    async with screen(chromium, office, sol, scripts=scripts) as later:
        assert await later.open(taken) == 404
        await later.open("/alerts")
        assert "Nobody asks for you now" in await later.text()


async def test_the_rota_from_a_wrong_hour_to_a_turn_and_out_again(
    office: Office, chromium: Browser, *, scripts: bool
) -> None:
    sol = await office.hire("Sol", "hub_admin")
    joe = await office.hire("Joe", "advocate")
    async with (
        screen(chromium, office, sol, scripts=scripts) as admin,
        screen(chromium, office, joe, scripts=scripts) as phone,
    ):
        await admin.open("/")
        await admin.tap("nav a:has-text('On call')")
        assert "Nobody is on call now" in await admin.text()
        await admin.page.select_option("#person", label="Joe, no mobile")
        await admin.fill(begins="2026-03-02T09:00", ends="2026-03-02T08:00")
        await admin.tap("main button:has-text('Put on call')")
        await admin.look("a turn that ends before it begins", scripts=scripts)
        assert await admin.page.input_value("#begins") == "2026-03-02T09:00"
        assert await admin.page.locator("#person option:checked").inner_text() == "Joe, no mobile"
        await admin.fill(ends="2026-03-02T17:00")
        await admin.tap("main button:has-text('Put on call')")
        assert "Now: Joe" in await admin.text()
        await phone.open("/rota")
        assert "Mon 2 Mar 2026, 09:00 to Mon 2 Mar 2026, 17:00" in await phone.text()
        assert await phone.page.locator("main button").count() == 0
        await admin.tap("main button:has-text('Remove')")
        assert "Nobody is on call now" in await admin.text()


async def test_an_auditor_reads_what_others_did_and_goes_back_in_time(
    office: Office, chromium: Browser, *, scripts: bool
) -> None:
    harbour = await office.organisation("Harbour")
    tess = await office.hire("Tess", "auditor", organisation=harbour)
    nora = await office.hire("Nora", "advocate", organisation=harbour)
    amina = await office.hire("Amina", "advocate")
    await office.survivor(amina, "River-12")
    office.clock.forward(minutes=1)
    await office.survivor(nora, "Elm-2")

    def busy(act: Act) -> None:
        for _ in range(audit_pages.SHOWN):
            act.record("open", amina.id)

    office.clock.forward(minutes=1)
    await office.does(amina, busy)
    async with screen(chromium, office, tess, scripts=scripts) as phone:
        await phone.open("/")
        await phone.tap("nav a:has-text('Audit')")
        assert "added a person" not in await phone.text()
        await phone.tap("main a:has-text('Earlier')")
        said = await phone.text()
        assert "Amina added a person" in " ".join(said.split())
        assert "Nora" not in said, "the auditor's own employer"
        assert "River-12" not in said


async def test_the_hub_finds_what_is_due_and_who_has_no_link(
    office: Office, chromium: Browser, *, scripts: bool
) -> None:
    amina = await office.hire("Amina", "advocate")
    lea = await office.hire("Lea", "hub_lead")
    await office.survivor(amina, "River-12")
    office.clock.forward(days=700)
    async with screen(chromium, office, lea, scripts=scripts) as phone:
        await phone.open("/")
        await phone.tap("nav a:has-text('Hub list')")
        said = await phone.text()
        assert "Somebody with Amina" in said
        assert "River-12" not in said
        await phone.tap("main a:has-text('Content due')")
        said = await phone.text()
        assert "config/rights/" in said
        assert "Withheld where law that changes is on it." in said
        await phone.look("content that is due", scripts=scripts)


async def test_an_employer_from_the_form_to_a_change_that_two_agree_on(
    office: Office, chromium: Browser, *, scripts: bool
) -> None:
    sol = await office.hire("Sol", "hub_admin")
    lea = await office.hire("Lea", "hub_lead")
    amina = await office.hire("Amina", "advocate")
    async with (
        screen(chromium, office, sol, scripts=scripts) as admin,
        screen(chromium, office, lea, scripts=scripts) as lead,
    ):
        await admin.open("/organisations")
        await admin.tap("main button:has-text('Add')")
        await admin.look("an organisation without a name", scripts=scripts)
        await admin.fill(name="Quay")
        await admin.page.select_option("#nation", label="England")
        await admin.tap("main button:has-text('Add')")
        await admin.tap("main a:has-text('Quay')")
        await admin.fill(languages="English, Arabic")
        await admin.tap("main button:has-text('Propose')")
        await admin.open(f"/people/{amina.id.hex()}")
        await admin.tap("summary:has-text('Change the employer')")
        await admin.tap("details[open] button:has-text('Propose')")
        await admin.look("a proposal in which nothing was chosen", scripts=scripts)
        assert "Choose who employs them" in await admin.text()
        await admin.page.select_option("#employer-organisation", label="Quay")
        await admin.tap("details[open] button:has-text('Propose')")
        await admin.tap("nav a:has-text('Approvals')")
        assert await admin.page.locator("main button").count() == 0, "nobody agrees with herself"
        await lead.open("/approvals")
        assert "languages: English, Arabic" in await lead.text()
        await lead.tap("main button:has-text('Refuse')")
        await lead.tap("main button:has-text('Agree')")
        assert "Nothing waits to be decided" in await lead.text()
        await admin.tap("nav a:has-text('People')")
        await admin.tap("main a:has-text('Amina')")
        await admin.tap("summary:has-text('End their access')")
        await admin.tap("main button:has-text('End the access of Amina')")
        assert "Left" in await admin.text()
    waits = await office.does(sol, lambda act: approvals.waiting(act.conn, act.vault, act.now))
    assert not waits


async def test_what_a_court_asks_is_written_down_and_decided_by_two(
    office: Office, chromium: Browser, *, scripts: bool
) -> None:
    sol = await office.hire("Sol", "hub_admin")
    ola = await office.hire("Ola", "officer", organisation=await office.organisation("Harbour"))
    async with (
        screen(chromium, office, sol, scripts=scripts) as one,
        screen(chromium, office, ola, scripts=scripts) as two,
    ):
        await one.open("/hub")
        await one.tap("main a:has-text('Police, a court')")
        await one.page.check("input[name='new.asker'][value=court]")
        await one.fill(name="Leeds, 12/26", basis="Order of 1 March", about="0a1b2c3d")
        await one.fill(scope="Dates of meetings", reason="It names dates only.")
        await one.tap("main button:has-text('Propose it')")
        await one.look("a request without an answer", scripts=scripts)
        assert await one.page.input_value("#basis") == "Order of 1 March"
        await one.page.check("input[name='new.answer'][value=part]")
        await one.tap("main button:has-text('Propose it')")
        await one.look("a request that waits", scripts=scripts)
        await two.open("/approvals")
        await two.tap("main a:has-text('Read it first')")
        assert "It names dates only." in await two.text()
        await two.open("/approvals")
        await two.tap("main button:has-text('Agree')")
        await one.open("/requests")
        await one.tap("main summary:has-text('It was done')")
        await one.page.fill("textarea[name$='.given']", "Two dates, by hand")
        await one.page.check("input[name$='.told'][value=yes]")
        await one.page.fill("textarea[name$='.how']", "Amina, in person")
        await one.tap("main button:has-text('Write it down')")
        assert "Yes: Amina, in person" in await one.text()
        await one.look("a request that is done", scripts=scripts)
