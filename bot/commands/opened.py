"""Opens what a short command works with, and says in one line what to do when it can't."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

import uvloop
from sqlalchemy import Connection

from bot import logs
from bot.acts import rotation
from bot.acts.act import Act
from bot.clock import SystemClock
from bot.content import Content
from bot.errors import BotError, SettingsError
from bot.service import Service
from bot.settings import Part, Settings
from bot.storage.database import Database
from bot.vault import Vault
from bot.vault.selftest import self_test
from bot.vault.server import ServerKeys
from bot.words import Catalogues

T = TypeVar("T")


class NotReady(BotError):
    """Something has to be done first; the words say what."""


def settings_of(
    environment: Mapping[str, str], *, serving: Collection[Part] = (), needs_keys: bool = False
) -> Settings:
    """Read the settings of a command, and begin its log.

    Raises:
        SettingsError: with every fault there is, of the environment and of ``config/``.
    """
    terminal = sys.stderr.isatty()
    try:
        settings = Settings.read(
            environment, serving=serving, needs_keys=needs_keys, terminal=terminal
        )
    except SettingsError as error:
        folder = Path(environment.get("CONFIG_DIR") or "config")
        raise SettingsError([*error.faults, *_faults(folder)]) from None
    logs.configure(settings.log_level, settings.log_format)
    return settings


def _faults(folder: Path) -> Sequence[str]:
    """Return what is wrong in a configuration folder; that there is none was said already."""
    try:
        if folder.is_dir():
            Content.load(folder)
    except SettingsError as error:
        return error.faults
    return []


def run_async(work: Callable[[], Coroutine[object, object, T]]) -> T:
    """Run the async part of a command."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work())


@asynccontextmanager
async def opened(settings: Settings, content: Content | None = None) -> AsyncIterator[Service]:
    """Open database, keys, words and content; raises ``NotReady`` before ``migrate``.

    Raises ``SettingsError`` where there is no database, or it is of a newer release or under other
    keys.
    """
    self_test()
    content = content or Content.load(settings.config_dir)
    vault = Vault(ServerKeys.from_json(settings.secret_keys))
    database = await Database.existing(settings.database_url)
    try:
        if not await database.current():
            raise NotReady("the database is not at the newest schema: run `migrate` first")
        await rotation.refuse_other_keys(database, vault)
        words = Catalogues(settings.config_dir)
        yield Service(database, vault, words, content, SystemClock())
    finally:
        await database.close()


def act(settings: Settings, deed: Callable[[Act], T]) -> T:
    """Do an act as the operator; what is refused comes as ``Refused``."""

    async def work() -> T:
        async with opened(settings) as service:
            now = service.clock.now()
            return await service.database.run(lambda conn: deed(Act(conn, service.vault, now)))

    return run_async(work)


def look(settings: Settings, query: Callable[[Connection, Service], T]) -> T:
    """Look something up."""

    async def work() -> T:
        async with opened(settings) as service:
            return await service.database.read(lambda conn: query(conn, service))

    return run_async(work)


def invitation_url(settings: Settings, token: str) -> str:
    """Return the address that an invitation opens."""
    return f"{settings.console_url}/invitation/{token}"


def say(line: str = "") -> None:
    """Write one line of a command's answer."""
    sys.stdout.write(line + "\n")
