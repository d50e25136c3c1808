"""Our own bot under load: ``run`` on SQLite, with survivors who have an advocate and a card.

Nothing is switched off: encryption, de-duplication, outbox, ``synchronous=FULL``. The people are
made by the same acts that the console calls, before the process starts.
"""

import sys
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from benchmarks.contenders import ROOT, Contender, free_port
from benchmarks.processes import BotProcess
from benchmarks.survivors import Line
from bot.acts import invites, survivors
from bot.acts.act import Act
from bot.acts.survivors import NewSurvivor
from bot.clock import SystemClock
from bot.content import Content
from bot.demo.hiring import invent
from bot.service import Service
from bot.storage.database import Database
from bot.vault import Vault
from bot.vault.passphrase import Cost
from bot.vault.server import ServerKeys
from bot.words import Catalogues
from bot.words.catalogues import CONFIG

TOKEN = "1003:ours-in-a-benchmark"  # noqa: S105 - it opens nothing
SECRET = "nobody-else-posts-here"  # noqa: S105 - likewise
AT_ONCE = 25
NAME = "this bot"


async def ours(api: int, folder: Path, count: int) -> Contender:
    """Make the people and the process; it is not started yet."""
    keys = ServerKeys.generate()
    path = folder / "keys.json"
    path.write_text(keys.to_json(), encoding="utf-8")
    links = await people(f"sqlite:///{folder / 'bot.db'}", keys, count)
    port = free_port()
    process = BotProcess(
        NAME, [sys.executable, "-m", "bot", "run"], environment(folder, api, port), folder
    )
    line = Line(
        port=port,
        path="/telegram/webhook",
        token=TOKEN,
        secret=SECRET,
        survivors=count,
        begins=[f"/start {link}" for link in links],
    )
    return Contender(NAME, process, line)


def environment(folder: Path, api: int, port: int) -> dict[str, str]:
    """Return what ``run`` is told."""
    return {
        "PYTHONPATH": str(ROOT),
        "CONFIG_DIR": str(CONFIG),
        "DATABASE_URL": f"sqlite:///{folder / 'bot.db'}",
        "SECRET_KEYS_FILE": str(folder / "keys.json"),
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
        "TELEGRAM_API_URL": f"http://127.0.0.1:{api}",
        "PORT": str(port),
        "CONSOLE_PORT": str(free_port()),
    }


async def people(url: str, keys: ServerKeys, count: int) -> list[str]:
    """Make an advocate and her survivors; return the code of each one's card."""
    database = await Database.open(url)
    try:
        await database.migrate()
        content, vault = Content.load(CONFIG), Vault(keys, Cost(kib=64, passes=1))
        service = Service(database, vault, Catalogues(CONFIG), content, SystemClock())
        advocate = (await invent(service)).amina.id
        now = service.clock.now()

        def some(conn: Connection, first: int) -> list[str]:
            act = Act(conn, vault, now, advocate)
            made = []
            for number in range(first, min(first + AT_ONCE, count)):
                new = NewSurvivor(advocate, f"Bench-{number}", "en", "england")
                made.append(invites.make(act, survivors.create(act, new)).link)
            return made

        links: list[str] = []
        for first in range(0, count, AT_ONCE):
            links += await database.run(partial(some, first=first))
        return links
    finally:
        await database.close()
