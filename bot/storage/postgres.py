"""Units on PostgreSQL: a lane first, then a thread, which has a connection of its own.

What PostgreSQL breaks off by itself (a deadlock, a serialization failure, a connection that died
before the commit was asked for) has not happened and runs again, as a ``Conflict`` does. A
connection that dies *during* the commit leaves nobody knowing: the caller is told ``InDoubt``.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from bot.errors import Conflict
from bot.storage.lanes import Lane, Lanes
from bot.storage.units import (
    HELD,
    RUNS_AGAIN,
    Busy,
    InDoubt,
    Job,
    Lost,
    commit,
    deliver,
    refuse_commits,
)

T = TypeVar("T")

BROKEN_OFF = frozenset({"40001", "40P01"})  # serialization failure, deadlock
PAUSE = 0.01  # seconds, more each time, before a unit that was broken off runs again


class Postgres:
    """Runs units in a pool of threads.

    Args:
        engine: made by ``engines.postgres_writer``, of the same size.
        threads: how many units run at once.
    """

    def __init__(self, engine: Engine, threads: int) -> None:
        self._engine = engine
        refuse_commits(engine)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="storage")
        self._lanes = Lanes(self._start)
        self._loop = asyncio.get_running_loop()
        self._held = 0  # counted on the event loop alone
        self._closed = False
        self._emptied: asyncio.Future[None] | None = None

    def submit(
        self, unit: Callable[[Connection], T], lane: Lane | None, *, quick: bool = False
    ) -> "asyncio.Future[T]":
        """Queue a unit in its lane, or for the next free thread."""
        del quick  # every unit waits for the server here, so none runs on the event loop
        if self._closed:
            raise RuntimeError("the database is closed")
        if self._held >= HELD:
            raise Busy
        self._held += 1
        job = Job(unit, self._loop.create_future())
        self._lanes.enter(job, lane)
        return job.future

    async def checkpoint(self) -> bool:
        """Return true: the server looks after its own log."""
        return True

    async def close(self) -> None:
        """Run what is queued, then close every connection."""
        self._closed = True
        if self._held:
            self._emptied = self._loop.create_future()
            await self._emptied
        await asyncio.to_thread(self._threads.shutdown)
        self._engine.dispose()

    def _start(self, job: Job, lane: Lane | None) -> None:
        self._threads.submit(self._work, job, lane)

    def _tell(self, job: Job, lane: Lane | None) -> None:
        self._held -= 1
        deliver((job,))
        self._lanes.leave(lane)
        if self._emptied is not None and not self._held:
            self._emptied.set_result(None)

    # --- on one of the threads --------------------------------------------------------------------

    def _work(self, job: Job, lane: Lane | None) -> None:
        try:
            job.result = self._perform(job.unit)
        except BaseException as error:  # noqa: BLE001 - it belongs to who waits for the unit
            job.error = error
        with contextlib.suppress(RuntimeError):  # the loop ended before us; nobody waits
            self._loop.call_soon_threadsafe(self._tell, job, lane)

    def _perform(self, unit: Callable[[Connection], Any]) -> object:
        for again in range(RUNS_AGAIN):
            try:
                return self._once(unit)
            except Conflict:
                continue
            except _BrokenOff:
                # At once, it could take the same lock again before the other side wakes up.
                time.sleep(PAUSE * (again + 1))
        try:
            return self._once(unit)
        except _BrokenOff as broken:
            raise broken.reason from None

    def _once(self, unit: Callable[[Connection], Any]) -> object:
        committing = False
        with self._engine.connect() as connection:
            transaction = connection.begin()
            try:
                result = unit(connection)
                if not transaction.is_active:
                    raise Lost  # noqa: TRY301 - the one place that knows
                committing = True
                commit(connection, transaction)
            except Exception as error:
                gone = _is_gone(connection)
                if not gone:  # a refused commit leaves SQLAlchemy thinking that it is over
                    _roll_back(connection)
                if _sqlstate(error) in BROKEN_OFF or (gone and not committing):
                    raise _BrokenOff(error) from None
                if gone:
                    raise InDoubt from None
                raise
        return result


class _BrokenOff(Exception):
    """The server broke a unit off, so it has not happened."""

    def __init__(self, reason: Exception) -> None:
        super().__init__()
        self.reason = reason


def _roll_back(connection: Connection) -> None:
    """End the driver's own transaction, or the next unit on this connection would commit it."""
    raw: Any = connection.connection.dbapi_connection
    with contextlib.suppress(Exception):  # the error that brought us here is the one to tell
        raw.rollback()


def _is_gone(connection: Connection) -> bool:
    if not connection.invalidated:
        raw: Any = connection.connection.dbapi_connection
        if raw.closed:  # found by a hot statement: let SQLAlchemy see it, and drop its whole pool
            with contextlib.suppress(DBAPIError):
                connection.exec_driver_sql("SELECT 1")
    return connection.invalidated


def _sqlstate(error: Exception) -> str | None:
    """Return the server's code, from SQLAlchemy's error or from the driver's own."""
    code: str | None = getattr(getattr(error, "orig", error), "sqlstate", None)
    return code
