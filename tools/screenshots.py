"""Take the screenshots of README and docs: ``python -m tools.screenshots``.

Everybody on them is invented: the office is the one of the tests, with real keys and real acts, on
a database that is gone afterwards. Pictures are few and small (a palette of 128 colours).
"""

import asyncio
import tempfile
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from bot.acts import conversation, tasks
from bot.clock import ManualClock
from bot.coordination import Coordination
from bot.storage.database import Database
from tests.browser.screen import FLAGS, screen
from tests.office import Office, Person

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "screenshots"
MORNING = 1_772_445_600_000  # Monday 2 March 2026, 10:00 in London
WIDE: ViewportSize = {"width": 1100, "height": 760}


async def _people(office: Office) -> tuple[Person, bytes]:
    amina = await office.hire("Amina", "advocate")
    river = await office.survivor(amina, "River-12", "vi")
    cedar = await office.survivor(amina, "Cedar-3", "ar")
    await office.survivor(amina, "Ash-7", "en")
    sms = await office.phone(amina, river, "sms", "vi")
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
    await office.does(
        None,
        lambda act: tasks.raise_task(
            act, "call_me", survivor_id=cedar, staff_id=amina.id, detail="morning"
        ),
    )
    return amina, river


async def _shoot(page: Page, name: str) -> None:
    path = TARGET / f"{name}.png"
    await page.screenshot(path=path)
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(128).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} KiB")


async def _take(office: Office, chromium: Browser) -> None:
    amina, river = await _people(office)
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


async def main() -> None:
    """Open an office, fill it, photograph it."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        database = await Database.open(f"sqlite:///{folder}/bot.db")
        await database.migrate()
        coordination = await Coordination.open()
        office = Office(database, ManualClock(MORNING), coordination)
        await office.open()
        async with async_playwright() as playwright:
            chromium = await playwright.chromium.launch(
                executable_path="/usr/bin/chromium", args=list(FLAGS)
            )
            await _take(office, chromium)
            await chromium.close()
        await office.close()
        await coordination.close()
        await database.close()


if __name__ == "__main__":
    asyncio.run(main())
