"""One browser window of one person."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize

from bot.console.sessions import COOKIE
from tests.office import Office, Person

CHROMIUM = "/usr/bin/chromium-headless-shell"  # without the windows that nobody looks at
FLAGS = (
    "--no-sandbox",
    "--headless",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--lang=en-GB",
)
PATIENCE_MS = 120_000  # nothing waits as long; a machine with much else to do may
PHONE: ViewportSize = {"width": 390, "height": 844}
NARROW: ViewportSize = {"width": 320, "height": 700}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}

PLAIN_IN_SOAK = pytest.mark.parametrize(
    "scripts",
    [True, pytest.param(False, marks=pytest.mark.soak)],
    ids=["scripts", "plain"],
)
"""With JavaScript in ``make test``, without in ``make soak``: long jobs of few people."""


RULES = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
"""axe's own, and the one of WCAG 2.2 (2.5.8) that it leaves out by itself."""
VIOLATIONS = "(rules) => axe.run(rules).then((found) => found.violations)"
"""Only what is wrong: what is right, too, took longer to bring here than to find."""
ERRORS = """() => {
  const links = [...document.querySelectorAll(".govuk-error-summary__list a")];
  const lost = links.map((one) => one.getAttribute("href")).filter((href) => {
    const field = document.getElementById(href.slice(1));
    return !field || !field.matches("input, select, textarea");
  });
  if (links.length && !document.title.startsWith("Error: ")) lost.push(document.title);
  const fields = links.map((one) => document.getElementById(one.hash.slice(1))).filter(Boolean);
  const above = (one, last) => last.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING;
  return [...lost, ...fields.filter((one, at) => at && above(one, fields[at - 1]))
    .map((one) => `${one.id} stands above the one before it`)];
}"""
"""What is wrong with an error summary: links that lead to no field, or stand in another order than
the fields; a title that doesn't say it."""

REMEMBERED = """() => [...document.querySelectorAll("main textarea, main input")]
  .filter((one) => !["hidden", "radio", "checkbox"].includes(one.type))
  .filter((one) => !one.hasAttribute("autocomplete") && !one.form?.hasAttribute("autocomplete"))
  .map((one) => one.id)"""
"""Fields that a browser keeps and offers again: on a shared computer, to anybody."""


class Screen:
    """A page, and a count of what was tapped on it."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.origin = origin
        self.taps = 0
        self.complaints: list[str] = []
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    async def open(self, path: str) -> int:
        """Go to a page; return the status that it answers with."""
        answer = await self.page.goto(self.origin + path)
        return answer.status if answer else 0

    async def tap(self, selector: str) -> None:
        """Tap, once; whatever page that brings is whole afterwards."""
        self.taps += 1
        await self.page.locator(selector).first.click()
        await self.page.wait_for_load_state("domcontentloaded")

    async def lock(self) -> None:
        """Lock the console; with scripts what is being written is sent to be kept first."""
        await self.tap("button:has-text('Lock now')")
        await self.page.wait_for_url("**/unlock*")

    async def fill(self, **fields: str) -> None:
        """Fill fields by their id."""
        for name, value in fields.items():
            await self.page.fill(f"#{name.replace('__', '-')}", value)

    async def text(self) -> str:
        """What can be read on the page."""
        return await self.page.inner_text("main")

    @property
    def path(self) -> str:
        """Where we are."""
        return self.page.url.removeprefix(self.origin).split("?")[0].split("#")[0]

    async def check(self, where: str) -> None:
        """Nothing for axe to find, nothing beside the screen, and each error leads to its field."""
        if not await self.page.evaluate("'axe' in window"):
            await self.page.evaluate(AXE_SCRIPT)
            await self.page.add_init_script(AXE_SCRIPT)  # on every later page it is there already
        wrong: Any = await self.page.evaluate(VIOLATIONS, RULES)
        found = [(one["id"], [node["target"] for node in one["nodes"]]) for one in wrong]
        assert not found, f"{where}: {found}"
        lost = await self.page.evaluate(ERRORS)
        assert not lost, f"{where}: {lost}"
        kept = await self.page.evaluate(REMEMBERED)
        assert not kept, f"{where}: a browser keeps {kept}"
        await self.fits(where)

    async def look(self, where: str, *, scripts: bool) -> None:
        """Let axe look; it is a script itself, so that without any only the width is measured."""
        await (self.check(where) if scripts else self.fits(where))

    async def fits(self, where: str) -> None:
        """Nothing beside the screen."""
        wide = await self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{where}: {wide} px beside the screen"

    def no_policy_broken(self) -> None:
        """No script, style or request that our own policy forbids."""
        broken = [one for one in self.complaints if "Content Security Policy" in one]
        assert not broken, broken


@asynccontextmanager
async def screen(
    chromium: Browser,
    office: Office,
    person: Person | None = None,
    *,
    scripts: bool = True,
    size: ViewportSize | None = None,
) -> AsyncIterator[Screen]:
    """A window in which this person is signed in."""
    origin = f"http://127.0.0.1:{(await office.console()).port}"
    context = await chromium.new_context(
        java_script_enabled=scripts,
        viewport=size or PHONE,
        locale="en-GB",
    )
    try:
        window = await _window(context, office, person, origin)
        yield window
        window.no_policy_broken()
    finally:
        await context.close()


async def _window(
    context: BrowserContext, office: Office, person: Person | None, origin: str
) -> Screen:
    if person is not None:
        await context.add_cookies(
            [
                {
                    "name": COOKIE,
                    "value": await office.cookie(person),
                    "url": origin.replace("http://", "https://"),
                    "secure": True,
                    "httpOnly": True,
                    "sameSite": "Lax",
                }
            ]
        )
    return Screen(await context.new_page(), origin)
