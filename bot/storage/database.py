"""The only bridge between the async edges and the synchronous core: ``run`` and ``read``.

A unit is a function of a connection that runs in one transaction. It may run more than once, so it
has no effect but its rows, and what it returns is used only after the commit.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from typing import Literal, TypeVar

from sqlalchemy import Connection, Engine

from bot.errors import SettingsError
from bot.storage import engines, schema
from bot.storage.postgres import Postgres
from bot.storage.units import Busy, InDoubt, Lost, Runner
from bot.storage.writer import Writer

__all__ = ["Busy", "Database", "InDoubt", "Lost"]

T = TypeVar("T")

Dialect = Literal["sqlite", "postgresql"]

WRITERS = 8  # connections for units on PostgreSQL, a process
READERS = 4
NOTHING = (
    "there is nothing at DATABASE_URL: is it right, and is its disk there? `setup` begins a new"
    " service, `restore` brings one back"
)


class Database:
    """An open database, SQLite or PostgreSQL; made by ``open``."""

    def __init__(self, url: str, dialect: Dialect, runner: Runner, readers: Engine) -> None:
        self.dialect: Dialect = dialect
        self._url = url
        self._runner = runner
        self._readers = readers
        self._threads = ThreadPoolExecutor(READERS, thread_name_prefix="storage-read")

    @classmethod
    async def open(cls, url: str) -> "Database":
        """Open a database for the running event loop; its schema is not looked at.

        Raises:
            SettingsError: the address is no good, or the file cannot be written.
        """
        parsed = engines.address(url)
        if parsed.drivername == "sqlite":
            path = engines.sqlite_path(parsed)
            writer = Writer(engines.sqlite_writer(path))
            return cls(url, "sqlite", writer, engines.sqlite_reader(path, READERS))
        units = Postgres(engines.postgres_writer(parsed, WRITERS), WRITERS)
        return cls(url, "postgresql", units, engines.postgres_reader(parsed, READERS))

    @classmethod
    async def existing(cls, url: str) -> "Database":
        """Open a database that was begun before; its schema may be an older one.

        Raises:
            SettingsError: as above, or nothing was begun there (a disk that isn't mounted): an
                empty database, made here, would be served as if nobody had ever written.
        """
        if engines.is_missing(url):
            raise SettingsError([NOTHING])
        database = await cls.open(url)
        async with AsyncExitStack() as stack:
            stack.push_async_callback(database.close)
            if not await database.read(schema.is_begun):
                raise SettingsError([NOTHING])
            stack.pop_all()
        return database

    async def run(
        self,
        unit: Callable[[Connection], T],
        *,
        lane: bytes | str | None = None,
        quick: bool = False,
    ) -> T:
        """Run a unit, and return what it returned once that is durable.

        Args:
            unit: runs in one transaction, perhaps more than once.
            lane: units of one lane (a contact) run one at a time, in order of arrival.
            quick: the unit takes about a millisecond and waits for nothing: on SQLite it may run on
                the event loop's own thread.

        Raises:
            Busy: too many units wait; nothing was stored.
            Conflict: the world still changed under the unit when it ran for the fourth time.
            InDoubt: the connection died during the commit, so that it may have happened or not.
        """
        return await self._runner.submit(unit, lane, quick=quick)

    async def read(self, query: Callable[[Connection], T]) -> T:
        """Run a query on one moment of the database; it cannot write."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._read, query)

    async def migrate(self, adopt: schema.Adopt | None = None) -> None:
        """Bring the schema to the newest; safe to repeat, and from two places at once.

        Args:
            adopt: seals what the newest schema lets be sealed of rows that are there.

        Raises:
            SettingsError: it is of a newer release.
        """
        await asyncio.to_thread(schema.upgrade, self._url, adopt=adopt)

    async def current(self) -> bool:
        """Tell whether the schema is the newest this release knows.

        Raises:
            SettingsError: it is of a newer release.
        """
        return await self.read(schema.is_current)

    async def checkpoint(self) -> bool:
        """After an erasure: leave no old bytes in SQLite's log; false if a reader held it."""
        return await self._runner.checkpoint()

    async def close(self) -> None:
        """Run what is queued, then let go of the database."""
        await self._runner.close()
        await asyncio.to_thread(self._threads.shutdown)
        self._readers.dispose()

    def _read(self, query: Callable[[Connection], T]) -> T:
        with self._readers.connect() as connection, connection.begin():
            return query(connection)
