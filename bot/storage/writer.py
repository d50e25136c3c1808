"""The one connection that writes to SQLite: units in savepoints, committed together.

Theory of operation. Units queue up while the disk is busy with the last commit; the writer's thread
begins, the units that wait run, each in a savepoint of its own, and the thread commits them with
one fsync. Results leave for the event loop only after that commit. A unit that raises is rolled
back to its savepoint and hurts no neighbour. (Quick units share one savepoint until one of them
raises; then all of them are undone, and each runs again in one of its own.) But SQLite may also
roll back the whole transaction by itself (disk full, I/O error), and COMMIT may fail: then *no*
unit of the group has happened, whatever each of them answered, and each runs again alone.

Only the thread waits for a disk or for another process. Units run on the thread too, but for the
quick ones, which run on the event loop's own thread between its BEGIN and its COMMIT: two threads
that both run Python fight over the interpreter's lock at every statement (docs/adr/0007). The two
take turns by ``_orders``; whose turn it is not never touches the connection.
"""

import asyncio
import contextlib
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, RootTransaction

from bot.errors import Conflict
from bot.storage import engines
from bot.storage.units import (
    HELD,
    RUNS_AGAIN,
    Busy,
    Group,
    Job,
    Lost,
    commit,
    deliver,
    refuse_commits,
)

T = TypeVar("T")


class Writer:
    """Runs units on the only connection that writes.

    Args:
        engine: made by ``engines.sqlite_writer``.
        group: what is committed together; the event loop waits for so long, and one unit more.
    """

    def __init__(self, engine: Engine, group: Group = Group()) -> None:  # noqa: B008 - never changed
        self._engine = engine
        self._most, self._seconds = group
        self._waiting: deque[Job] = deque()
        self._orders: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._at_work = False  # an order is out; known to the event loop alone
        self._rested: asyncio.Future[None] | None = None
        self._transaction: RootTransaction | None = None
        self._loop = asyncio.get_running_loop()
        self._held = 0  # counted on the event loop alone
        self._closed = False
        refuse_commits(engine)
        self._connect()
        self._thread = threading.Thread(target=self._work, name="storage-writer", daemon=True)
        self._thread.start()

    def submit(
        self,
        unit: Callable[[Connection], T],
        lane: bytes | str | None = None,
        *,
        quick: bool = False,
    ) -> "asyncio.Future[T]":
        """Queue a unit; there is one queue, so every lane keeps its order by itself."""
        del lane
        return self._put(unit, quick=quick)

    async def checkpoint(self) -> bool:
        """Fold the write-ahead log into the file and empty it; false if a reader held it."""
        return bool(await self._put(engines.truncate_log, outside=True))

    async def close(self) -> None:
        """Run what is queued, then close the connection."""
        if not self._closed:
            self._closed = True
            if self._at_work:
                self._rested = self._loop.create_future()
                await self._rested
            self._orders.put(None)
            await asyncio.to_thread(self._thread.join)

    def _put(
        self, unit: Callable[[Connection], Any], *, outside: bool = False, quick: bool = False
    ) -> "asyncio.Future[Any]":
        if self._closed:
            raise RuntimeError("the database is closed")
        if self._held >= HELD:
            raise Busy
        job = Job(unit, self._loop.create_future(), outside=outside, quick=quick)
        self._held += 1
        self._waiting.append(job)
        if not self._at_work:
            self._at_work = True
            self._orders.put(self._serve)
        return job.future

    # --- on the event loop's thread ---------------------------------------------------------------

    def _run_here(self) -> None:
        """Run the quick units that wait, in the transaction that the thread began."""
        jobs: list[Job] = []
        lost, each = False, False
        ends = time.monotonic() + self._seconds
        try:
            self._cursor.execute("SAVEPOINT units")
            while not lost and (job := self._take(jobs, ends, quick=True)):
                jobs.append(job)
                if each:
                    self._in_savepoint(job)
                elif not (each := self._raises(job)):
                    continue
                elif not self._is_lost():
                    self._each_again(jobs)
                lost = self._is_lost()
        except Exception:  # noqa: BLE001 - whatever it was: nobody's unit has happened
            lost = True
        self._orders.put(partial(self._end, jobs, lost=lost))

    def _told(self, done: list[Job], *, goes_on: bool) -> None:
        """Tell who waited; unless the thread goes on by itself, give it its next order."""
        self._held -= len(done)
        deliver(done)
        if goes_on:
            return
        if self._waiting:
            self._orders.put(self._serve)
        else:
            self._at_work = False
            if self._rested is not None:
                self._rested.set_result(None)

    # --- on the writer's thread -------------------------------------------------------------------

    def _work(self) -> None:
        while (order := self._orders.get()) is not None:
            order()
        self._connection.close()
        self._engine.dispose()

    def _serve(self) -> None:
        """Serve what is first in the queue: here, or there if it is quick."""
        if self._waiting[0].outside:
            self._tell([self._outside(self._waiting.popleft())])
        elif self._waiting[0].quick:
            self._begin_quick()
        else:
            self._group()

    def _begin_quick(self) -> None:
        try:
            self._transaction = self._connection.begin()
        except Exception:  # noqa: BLE001 - another process holds the file: each is told by itself
            self._start_over()
            job = self._waiting.popleft()
            self._alone(job)
            self._tell([job])
        else:
            self._on_loop(self._run_here)

    def _end(self, jobs: list[Job], *, lost: bool) -> None:
        """Commit what ran on the event loop's thread; begin the next if its like waits."""
        self._commit(jobs, lost=lost)
        goes_on = bool(self._waiting) and self._waiting[0].quick
        self._tell(jobs, goes_on=goes_on)  # first: to begin may take as long as another process
        if goes_on:
            self._begin_quick()

    def _group(self) -> None:
        jobs: list[Job] = []
        lost = False
        try:
            self._transaction = self._connection.begin()
            ends = time.monotonic() + self._seconds
            while not lost and (job := self._take(jobs, ends, quick=False)):
                jobs.append(job)
                self._in_savepoint(job)
                lost = self._is_lost()
        except Exception:  # noqa: BLE001 - whatever it was: nobody's unit has happened
            lost = True
            if not jobs:
                jobs.append(self._waiting.popleft())
        self._commit(jobs, lost=lost)
        self._tell(jobs)

    def _commit(self, jobs: list[Job], *, lost: bool) -> None:
        try:
            if lost or self._transaction is None:
                raise Lost  # noqa: TRY301 - one way out for a group that is no more
            commit(self._connection, self._transaction)
        except Exception:  # noqa: BLE001 - whatever it was: nobody's unit has happened
            self._start_over()
            for job in jobs:
                self._alone(job)

    def _tell(self, done: list[Job], *, goes_on: bool = False) -> None:
        self._on_loop(partial(self._told, done, goes_on=goes_on))

    def _on_loop(self, call: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop ended before us; nobody waits
            self._loop.call_soon_threadsafe(call)

    # --- on whichever thread has its turn ---------------------------------------------------------

    def _take(self, jobs: list[Job], ends: float, *, quick: bool) -> Job | None:
        """Take the next unit for this group, if one of its kind waits."""
        if len(jobs) == self._most or (jobs and time.monotonic() >= ends) or not self._waiting:
            return None
        job = self._waiting[0]
        return None if job.outside or job.quick is not quick else self._waiting.popleft()

    def _is_lost(self) -> bool:
        transaction = self._transaction
        return not (self._raw.in_transaction and transaction is not None and transaction.is_active)

    def _raises(self, job: Job) -> bool:
        """Run a unit in the savepoint that all share; say whether it raised."""
        try:
            job.result = job.unit(self._connection)
        except BaseException as error:  # noqa: BLE001 - it belongs to who waits for the unit
            job.error = error
            return True
        return not self._raw.in_transaction

    def _each_again(self, jobs: list[Job]) -> None:
        """One of these raised: undo them all, and run each in a savepoint of its own."""
        self._cursor.execute("ROLLBACK TO units")
        for job in jobs:
            self._in_savepoint(job)
            if self._is_lost():
                return

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

    def _outside(self, job: Job) -> Job:
        try:
            job.result = job.unit(self._connection)
        except Exception as error:  # noqa: BLE001 - it belongs to who waits for it
            job.error = error
        return job

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
        self._raw = engines.raw_of(self._connection)
        self._cursor = self._raw.cursor()
