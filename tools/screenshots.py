"""Take pictures of the console: ``python -m tools.screenshots [FOLDER]``.

Every page goes into the folder, on a desk and on a telephone of 390 px, as somebody who may see it;
``--readme`` takes the few pictures of README instead. Everybody on them is invented: the office is
the one of the tests, with real keys and real acts, on a database that is gone afterwards.
"""

import argparse
import asyncio
import re
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from bot.acts import conversation, meetings, tasks
from bot.acts.act import Act
from bot.acts.meetings import Wanted
from bot.booking import Rules
from bot.clock import HOUR_MS, ManualClock
from bot.demo.clock import MONDAY
from bot.storage.database import Database
from tests.browser.busy import busy
from tests.browser.screen import CHROMIUM, DESKTOP, FLAGS, PHONE, Screen, screen
from tests.browser.tryit import links_a_phone, presses, try_it
from tests.casework import Casework, complain, open_casework, taken
from tests.office import Office, Person, open_office

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "docs" / "screenshots"
EVERY = ROOT / "build" / "screenshots"
WIDE: ViewportSize = {"width": 1100, "height": 760}


async def _people(office: Office) -> Casework:
    """A Friday of Amina, who has three people, and of Mara, who has three complaints."""
    work = await open_casework(office)
    amina, river, sms = work.amina, work.river, work.phone
    await taken(office, work, "promises")
    office.clock.forward(days=3)
    await complain(office, work, "privacy", reference="R8WX3T")
    cedar = await office.survivor(amina, "Cedar-3", "ar")
    await office.survivor(amina, "Ash-7", "en")
    chat = await office.phone(amina, cedar, "telegram", "ar")
    await office.writes(river, sms, "Chào chị Amina. Em muốn hỏi về lá thư.", "vi")
    office.clock.forward(minutes=40)
    await office.does(amina, lambda act: conversation.open_thread(act, river, amina.private))
    await office.does(
        amina, lambda act: conversation.reply(act, river, "Thank you. I have your letter.", "en")
    )
    office.clock.forward(minutes=1)
    await office.does(
        amina, lambda act: conversation.internal_note(act, river, "Rang the solicitor.")
    )
    office.clock.forward(hours=26)
    await office.writes(river, sms, "Em cảm ơn chị.", "vi")
    await office.writes(cedar, chat, "مرحبا، هل يمكنك الاتصال بي غدا؟", "ar")
    await complain(office, work, "afraid", reference="HM4K9D")
    await office.does(None, lambda act: _asks(act, amina, river, cedar))
    return work


def _asks(act: Act, amina: Person, river: bytes, cedar: bytes) -> None:
    tasks.raise_task(act, "call_me", survivor_id=cedar, staff_id=amina.id, detail="morning")
    now = act.now // HOUR_MS * HOUR_MS
    wishes = {"interpreter": "woman", "language": "vi", "voicemail": "no"}
    meetings.ask(act, Wanted(river, now + 73 * HOUR_MS, "phone", wishes), Rules())
    meetings.ask(act, Wanted(cedar, now - 2 * HOUR_MS, "there", {}), Rules(at_once=True))


async def _shoot(page: Page, name: str) -> None:
    """A small picture of what is on the screen: a palette of 128 colours."""
    path = README / f"{name}.png"
    await page.screenshot(path=path)
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(128).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} KiB")


async def take_readme(office: Office, chromium: Browser) -> None:
    """The pictures of README."""
    work = await _people(office)
    amina, river = work.amina, work.river
    async with screen(chromium, office, amina) as phone:
        await phone.open("/")
        await _shoot(phone.page, "my-day")
        await phone.open(f"/conversation/{river.hex()}")
        await phone.tap("button.app-phrase")
        await _shoot(phone.page, "check")
        await phone.open(f"/conversation/{river.hex()}/link")
        await phone.tap("text=Make a new code")
        await phone.page.locator(".app-card").scroll_into_view_if_needed()
        await _shoot(phone.page, "card")
    async with screen(chromium, office, amina, size=WIDE) as desk:
        await desk.open(f"/conversation/{river.hex()}")
        await _shoot(desk.page, "conversation")
    async with screen(chromium, office, amina) as phone:
        await phone.open("/calendar")
        await _shoot(phone.page, "calendar")
    async with screen(chromium, office, work.mara) as phone:
        await phone.open("/cases")
        await _shoot(phone.page, "complaints")
    async with try_it() as address:
        context = await chromium.new_context(viewport=DESKTOP, locale="en-GB")
        window = Screen(await context.new_page(), address)
        await window.open("/")
        await links_a_phone(window)
        await presses(window, "Write to my advocate", "Go on")
        await window.page.fill("#text", "My room is cold")
        await window.page.press("#text", "Enter")
        await presses(window, "Send")
        await _shoot(window.page, "try-it")
        await context.close()


async def take_every(office: Office, chromium: Browser, folder: Path) -> None:
    """The whole of every page, wide and narrow."""
    for name, paths in (await busy(office)).items():
        async with screen(chromium, office, office.people.get(name)) as window:
            for row, path in paths.items():
                await window.open(path)
                slug = re.sub(r"[^a-z]+", "-", row.lower()).strip("-") or "first"
                for size, width in ((DESKTOP, "wide"), (PHONE, "narrow")):
                    await window.page.set_viewport_size(size)
                    file = folder / f"{name.lower() or 'nobody'}-{slug}-{width}.png"
                    await window.page.screenshot(path=file, full_page=True)


async def main(folder: Path, *, readme: bool) -> None:
    """Open an office, fill it, photograph it."""
    async with AsyncExitStack() as stack:
        place = stack.enter_context(tempfile.TemporaryDirectory())
        database = await Database.open(f"sqlite:///{place}/bot.db")
        stack.push_async_callback(database.close)
        await database.migrate()
        clock = ManualClock(MONDAY)
        office = await stack.enter_async_context(open_office(database, clock))
        playwright = await stack.enter_async_context(async_playwright())
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        stack.push_async_callback(chromium.close)
        if readme:
            await take_readme(office, chromium)
        else:
            await take_every(office, chromium, folder)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tools.screenshots", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=EVERY, help="default: %(default)s")
    parser.add_argument("--readme", action="store_true", help="only the pictures of README")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(asked.folder, readme=asked.readme))
    print(f"the pictures are in {README if asked.readme else asked.folder}")
