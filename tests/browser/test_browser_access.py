"""axe finds nothing on any page, and nothing lies beside a screen of 390 px."""

from http import HTTPStatus

import pytest
from playwright.async_api import Browser

from bot.console.table import PAGES
from tests.browser.busy import busy
from tests.browser.screen import DESKTOP, NARROW, PHONE, screen
from tests.office import Office

pytestmark = pytest.mark.browser

STOPS = """() => {
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")];
  window.stops = all.filter((one) => one.type !== "hidden" && !one.disabled && one.tabIndex >= 0
    && one.checkVisibility()
    && !(one.type === "radio" && !one.checked && one.form.querySelector(
      `[name="${one.name}"]:checked`)));
  return window.stops.length;
}"""
"""What a keyboard stops at, in the order of the page; a group of radios is one stop."""
FOCUS = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  const label = one.labels?.[0] ? getComputedStyle(one.labels[0], "::before") : style;
  return { number: window.stops.indexOf(one), text: one.textContent.trim(),
    shown: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    marked: [style, label].some((it) => it.outlineStyle !== "none" || it.boxShadow !== "none") };
}"""
"""Where the keyboard is, whether that can be seen, and whether it is marked."""

NOT_SEEN_BY_ITSELF = {
    "/sign-in/words",  # in the jobs' own walk below
    "/unlock",
    "/conversation/{id}/check",  # in what a form answers, below
    "/cases/{id}/write/{kind}/check",  # it extends the one above
    "/conversation/{id}/file/{entry}/{file}/content",  # a file, not a page
    "/cases/{id}/file/{entry}/{file}/content",
    "/recovery/keys.sealed",
}


PARTS = 3


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
async def test_axe_finds_nothing_on_any_page(
    office: Office, chromium: Browser, *, part: int
) -> None:
    """At 390 px; and at 320 px, which is 400 % of 1280 px (WCAG 1.4.10), nothing goes sideways."""
    seen = await busy(office)
    walked = {row for paths in seen.values() for row in paths}
    pages = {row.path for row in PAGES.values() if row.method == "GET"}
    assert pages <= walked | NOT_SEEN_BY_ITSELF, "a new page is walked here too"
    for name in sorted(seen)[part::PARTS]:
        async with screen(chromium, office, office.people.get(name)) as window:
            for row, path in seen[name].items():
                await window.page.set_viewport_size(PHONE)
                missing = row in {"missing", "gone"}
                answer = HTTPStatus.NOT_FOUND if missing else HTTPStatus.OK
                assert await window.open(path) == answer, row
                await window.check(f"{row} as {name or 'nobody'}")
                await window.page.set_viewport_size(NARROW)
                await window.fits(row)


async def test_axe_finds_nothing_on_a_desk_either(office: Office, chromium: Browser) -> None:
    seen = await busy(office)
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
        await window.lock()
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


EMPTY = (
    "/",
    "/calendar",
    "/alerts",
    "/cases",
    "/case-counts",
    "/approvals",
    "/hub",
    "/rota",
    "/requests",
)
FORMS = {
    "/people/new": "Invite",
    "/survivor/new": "Add",
    "/again": "Propose",
    "/organisations": "Add",
    "/rota": "Put on call",
    "/requests": "Propose it",
}


async def test_axe_finds_nothing_where_nothing_is_or_nothing_was_filled_in(
    office: Office, chromium: Browser
) -> None:
    """Empty lists, and every form sent empty: its errors lead to its fields."""
    una = await office.hire(
        "Una", "advocate", "hub_admin", "hub_lead", "complaint_handler", "officer"
    )
    await office.hire("Dee", "advocate")
    async with screen(chromium, office, una) as window:
        for path in EMPTY:
            await window.open(path)
            await window.check(f"{path} with nothing on it")
        for path, button in FORMS.items():
            await window.open(path)
            await window.tap(f"main form button:has-text('{button}')")
            assert await window.page.locator(".govuk-error-summary").count() == 1, path
            await window.check(f"{path} sent empty")


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
        await window.check("the sentence that waited")
        assert window.path == f"/conversation/{river.hex()}"
        assert await window.page.input_value("#words") == "Written slowly"
        await window.fill(words="Written slowly, to the end")
        await window.tap("main button:has-text('Check message')")
        assert "Written slowly, to the end" in await window.text()


async def test_no_field_that_was_filled_in_is_lost_when_it_locks(
    office: Office, chromium: Browser
) -> None:
    """Also where nothing is a sentence: a telephone number, a box that was ticked."""
    amina = await office.hire("Amina", "advocate")
    river = await office.survivor(amina, "River-12", "vi")
    async with screen(chromium, office, amina) as window:
        await window.page.clock.install()
        await window.open(f"/conversation/{river.hex()}/plan")
        await window.fill(number="07700 900456")
        await window.page.check("#voicemail")
        await window.page.clock.fast_forward(10 * 60 * 1000)
        await window.page.wait_for_url("**/unlock")
        await window.fill(passphrase=amina.words)
        await window.tap("main button:has-text('Unlock')")
        assert await window.page.input_value("#number") == "07700 900456"
        await window.tap("main button:has-text('Go on')")
        said = await window.text()
        assert "07700 900456" in said
        assert "No message" in said


async def test_who_is_warned_can_stay(office: Office, chromium: Browser) -> None:
    """The warning at eight minutes, and ten more of them on the server too."""
    amina = await office.hire("Amina", "advocate")
    river = await office.survivor(amina, "River-12", "vi")
    async with screen(chromium, office, amina) as window:
        await window.page.clock.install()
        await window.open(f"/conversation/{river.hex()}")
        await window.page.clock.fast_forward(7 * 60 * 1000)
        assert await window.page.locator(".app-idle").count() == 0
        await window.page.clock.fast_forward(62 * 1000)
        await window.check("the warning")
        office.clock.forward(minutes=9)
        async with window.page.expect_response("**/stay"):
            await window.tap(".app-idle button")
        office.clock.forward(minutes=9)
        await window.page.clock.fast_forward(7 * 60 * 1000)
        assert await window.page.locator(".app-idle").count() == 0
        await window.tap("nav a:has-text('Calendar')")
        assert window.path == "/calendar"


async def test_a_keyboard_alone_gets_everywhere_and_is_seen_to(
    office: Office, chromium: Browser
) -> None:
    seen = await busy(office)
    async with screen(chromium, office, office.people["Amina"], size=DESKTOP) as window:
        for row in ("/", "/conversation/{id}", "/calendar"):
            await window.open(seen["Amina"][row])
            expected = await window.page.evaluate(STOPS)
            for number in range(expected):
                await window.page.keyboard.press("Tab")
                here = await window.page.evaluate(FOCUS)
                assert here["number"] == number, f"{row}: {here}"
                assert here["shown"], f"{row}: {here}"
                assert here["marked"], f"{row}: {here}"
                if number == 0:
                    assert here["text"] == "Skip to main content"


async def test_words_are_marked_with_their_language_and_direction(
    office: Office, chromium: Browser
) -> None:
    seen = await busy(office)
    async with screen(chromium, office, office.people["Amina"]) as window:
        await window.open(seen["Amina"]["cedar"])
        arabic = window.page.locator(".app-words[lang=ar]").first
        assert await arabic.get_attribute("dir") == "rtl"
        await window.open(seen["Amina"]["/conversation/{id}"])
        vietnamese = window.page.locator(".app-words[lang=vi]").first
        assert await vietnamese.get_attribute("dir") == "ltr"
