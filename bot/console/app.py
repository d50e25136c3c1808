"""The console as an aiohttp application: dependencies in, application out."""

from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Final

from aiohttp import web

from bot.clock import Clock
from bot.console import assets
from bot.console.desk import DESK, Desk, Shown
from bot.console.guard import HEALTH, guard, serve
from bot.console.headers import harden
from bot.console.pages import environment
from bot.console.sessions import Sessions
from bot.console.table import PAGES
from bot.content import Content
from bot.coordination import Coordination, MemoryCoordination, Twin
from bot.storage.database import Database
from bot.vault import Vault
from bot.words import Catalogues

PACKAGE: Final = Path(__file__).resolve().parents[1]
LARGEST_FORM: Final = 256 * 1024
FORM_S: Final = 60.0  # also over a bad line

GROUPS: Final = (
    "signin",
    "session_pages",
    "invitation",
    "day",
    "newcomers",
    "conversation",
    "plan",
    "data_pages",
    "links",
    "calendar_pages",
    "meeting_pages",
    "meeting_times",
    "people_pages",
    "organisation_pages",
    "complaint_pages",
    "complaint_files",
    "complaint_writing",
    "count_pages",
    "letter_pages",
    "approval_pages",
    "again_pages",
    "rota_pages",
    "alert_pages",
    "hold_pages",
    "request_pages",
    "key_pages",
    "recovery_pages",
    "hub_pages",
    "content_pages",
    "audit_pages",
)
"""The page groups, one module each; importing one declares its pages."""


def declare_pages() -> None:
    """Fill the table of pages."""
    for group in GROUPS:
        import_module(f"bot.console.{group}")


def create_console(  # noqa: PLR0913 everything it needs is an argument
    *,
    database: Database,
    vault: Vault,
    coordination: Coordination,
    clock: Clock,
    url: str,
    content: Content,
    catalogues: Catalogues,
    sms_number: str = "",
    telegram_bot: str = "",
    demo: bool = False,
    release: str = "",
    form_s: float = FORM_S,
    strangers: Twin | None = None,
) -> web.Application:
    """Make the console.

    Args:
        database: open and migrated.
        vault: the server's keys.
        coordination: where sessions and throttles are kept.
        clock: the time.
        url: the origin staff use (``CONSOLE_URL``).
        content: what the operator edits.
        catalogues: the languages of the people who are written to.
        sms_number: the number people text, as printed on cards; empty: SMS is off.
        telegram_bot: the bot's handle without ``@``; empty: Telegram is off.
        demo: show the banner of the demonstration.
        release: sessions of another release are not known here; by default, of other code.
        form_s: seconds in which a form has to come.
        strangers: counts who is not signed in; by itself by a clock that nobody puts back.
    """
    declare_pages()
    app = web.Application(middlewares=[guard], client_max_size=LARGEST_FORM)
    app[DESK] = Desk(
        database=database,
        vault=vault,
        coordination=coordination,
        sessions=Sessions(coordination, clock, vault, release or code_id()),
        clock=clock,
        url=url.rstrip("/"),
        pages=environment(catalogues),
        content=content,
        catalogues=catalogues,
        service=Shown(sms_number, telegram_bot, demo),
        form_s=form_s,
        strangers=strangers or MemoryCoordination(),
    )
    app.on_response_prepare.append(harden)
    for row in PAGES.values():
        app.router.add_route(row.method, row.path, serve(row))
        if row.method == "GET":
            app.router.add_route("HEAD", row.path, serve(row))
    app.router.add_get(HEALTH, health)
    assets.serve(app, assets.FOLDER, assets.STATIC)
    return app


@cache
def code_id() -> str:
    """A mark of the code that runs: a new release ends every session of the one before."""
    hashed = sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        hashed.update(path.read_bytes())
    return hashed.hexdigest()[:12]


async def health(request: web.Request) -> web.Response:  # noqa: ARG001 aiohttp passes it
    """Say that the process serves."""
    return web.Response(text="ok")
