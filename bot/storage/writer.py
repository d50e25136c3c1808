"""The one thread that writes to SQLite: units in savepoints, committed together.

Theory of operation. Units queue up while the disk is busy with the last commit; the thread takes
what waits, runs each in a savepoint of its own, and commits them with one fsync. Results leave for
the event loop only after that commit. A unit that raises is rolled back to its savepoint and hurts
no neighbour. But SQLite may also roll back the whole transaction by itself (disk full, I/O error),
and COMMIT may fail: then *no* unit of the group has happened, whatever each of them answered, and
each runs again alone.
"""

import asyncio
import contextlib
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine

from bot.errors import Conflict
from bot.storage.units import HELD, RUNS_AGAIN, Busy, Job, Lost, commit, deliver, refuse_commits

T = TypeVar("T")

GROUP_UNITS = 128
GROUP_SECONDS = 0.020


class Writer:
    """Runs units on the only connection that writes.

    Args:
        engine: made by ``engines.sqlite_writer``.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._queue: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._next: Job | None = None  # taken from the queue, but not for this group
        self._ended = False
        self._loop = asyncio.get_running_loop()
        self._held = 0  # counted on the event loop alone
        self._closed = False
        refuse_commits(engine)
        self._connect()
        self._thread = threading.Thread(target=self._work, name="storage-writer", daemon=True)
        self._thread.start()

    def submit(
        self, unit: Callable[[Connection], T], lane: bytes | str | None = None
    ) -> "asyncio.Future[T]":
        """Queue a unit; there is one queue, so every lane keeps its order by itself."""
        del lane
        return self._put(unit)

    async def checkpoint(self) -> bool:
        """Fold the write-ahead log into the file and empty it; false if a reader held it."""
        return bool(await self._put(_truncate_log, outside=True))

    async def close(self) -> None:
        """Run what is queued, then close the connection."""
        if not self._closed:
            self._closed = True
            self._queue.put(None)
            await asyncio.to_thread(self._thread.join)
            await asyncio.sleep(0)  # the last results are told

    def _put(
        self, unit: Callable[[Connection], Any], *, outside: bool = False
    ) -> "asyncio.Future[Any]":
        if self._closed:
            raise RuntimeError("the database is closed")
        if self._held >= HELD:
            raise Busy
        job = Job(unit, self._loop.create_future(), outside=outside)
        self._held += 1
        self._queue.put(job)
        return job.future

    def _tell(self, done: list[Job]) -> None:
        self._held -= len(done)
        deliver(done)

    # --- on the writer's thread -------------------------------------------------------------------

    def _work(self) -> None:
        while not self._ended:
            job = self._next or self._queue.get()
            self._next = None
            if job is None:
                break
            done = self._outside(job) if job.outside else self._group(job)
            with contextlib.suppress(RuntimeError):  # the loop ended before us; nobody waits
                self._loop.call_soon_threadsafe(self._tell, done)
        self._connection.close()
        self._engine.dispose()

    def _group(self, first: Job) -> list[Job]:
        jobs = [first]
        try:
            self._together(jobs)
        except Exception:  # noqa: BLE001 - whatever it was: nobody's unit has happened
            self._start_over()
            for job in jobs:
                self._alone(job)
        return jobs

    def _together(self, jobs: list[Job]) -> None:
        """Run the first job and those that wait; an error means that no unit has happened."""
        transaction = self._connection.begin()
        ends = time.monotonic() + GROUP_SECONDS
        job = jobs[0]
        while True:
            self._in_savepoint(job)
            if not (self._raw.in_transaction and transaction.is_active):
                raise Lost
            if len(jobs) == GROUP_UNITS or time.monotonic() >= ends:
                break
            waiting = self._take()
            if waiting is None:
                break
            jobs.append(waiting)
            job = waiting
        commit(self._connection, transaction)

    def _take(self) -> Job | None:
        """Take the next unit for this group, if one waits."""
        try:
            job = self._queue.get_nowait()
        except queue.Empty:
            return None
        if job is None:
            self._ended = True
        elif job.outside:
            self._next = job
        else:
            return job
        return None

    def _in_savepoint(self, job: Job) -> None:
        execute = self._cursor.execute
        for again in range(RUNS_AGAIN + 1):
            execute("SAVEPOINT unit")
            try:
                job.result = job.unit(self._connection)
                job.error = None
            except BaseException as error:  # noqa: BLE001 - it belongs to who waits for the unit
                job.error = error
            if not self._raw.in_transaction:
                return
            if job.error is not None:
                execute("ROLLBACK TO unit")
            execute("RELEASE unit")
            if not (isinstance(job.error, Conflict) and again < RUNS_AGAIN):
                return

    def _alone(self, job: Job) -> None:
        """Run a unit in a transaction of its own: what a group that was lost comes to."""
        for again in range(RUNS_AGAIN + 1):
            try:
                transaction = self._connection.begin()
                job.result = job.unit(self._connection)
                if not (self._raw.in_transaction and transaction.is_active):
                    raise Lost  # noqa: TRY301 - the one place that knows
                commit(self._connection, transaction)
                job.error = None
            except BaseException as error:  # noqa: BLE001 - it belongs to who waits for the unit
                job.error = error
                self._start_over()
            if not (isinstance(job.error, Conflict) and again < RUNS_AGAIN):
                return

    def _outside(self, job: Job) -> list[Job]:
        try:
            job.result = job.unit(self._connection)
        except Exception as error:  # noqa: BLE001 - it belongs to who waits for it
            job.error = error
        return [job]

    def _start_over(self) -> None:
        """Leave no transaction behind; where that fails, leave the connection itself."""
        try:
            self._connection.rollback()
            if self._raw.in_transaction:
                self._raw.rollback()
        except Exception:  # noqa: BLE001 - the connection is beyond repair, and replaced
            with contextlib.suppress(Exception):
                self._connection.invalidate()
                self._connection.close()
            with contextlib.suppress(Exception):  # the next unit is told, and we try again
                self._connect()

    def _connect(self) -> None:
        self._connection = self._engine.connect()
        self._raw = cast("sqlite3.Connection", self._connection.connection.driver_connection)
        self._cursor = self._raw.cursor()


def _truncate_log(connection: Connection) -> bool:
    raw = cast("sqlite3.Connection", connection.connection.driver_connection)
    row = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return bool(row[0] == 0)
