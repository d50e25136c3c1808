"""What a unit is, what may go wrong with it, and how its result goes back to the event loop.

A unit is a function of a connection that runs in one transaction. It may run more than once: it has
no effect but its rows, and what it returns is used only after the commit.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, TypeVar

from sqlalchemy import Connection, Engine, RootTransaction, event

from bot.errors import BotError

T = TypeVar("T")

RUNS_AGAIN = 3  # times a unit runs again when the world changed under it
HELD = 1_000  # units that may wait; beyond it a carrier is told to come back (503)

_COMMITTING = "committing"


class Group(NamedTuple):
    """How much is committed together at most: units, and seconds until the last of them begins."""

    units: int = 128
    seconds: float = 0.020


class Busy(BotError):
    """Too many units wait; nothing was stored, the carrier should come back."""

    def __init__(self) -> None:
        super().__init__(f"more than {HELD} units wait for the database")


class Lost(BotError):
    """The transaction ended under the unit; nothing of it happened."""

    def __init__(self) -> None:
        super().__init__("the transaction ended under the unit")


class InDoubt(BotError):
    """The connection died in the middle of the commit: nobody knows whether the unit happened."""

    def __init__(self) -> None:
        super().__init__("the connection died during the commit")


@dataclass(slots=True)
class Job:
    """A unit, and who waits for it; ``error`` or ``result`` once it has run."""

    unit: Callable[[Connection], Any]
    future: "asyncio.Future[Any]"
    result: Any = None
    error: BaseException | None = None
    outside: bool = False  # no unit at all, but work between two transactions
    quick: bool = False  # well under a millisecond of Python, and never waits


class Runner(Protocol):
    """One kind of database's way to run units: what ``Database.run`` stands on."""

    def submit(
        self, unit: Callable[[Connection], T], lane: bytes | str | None, *, quick: bool = False
    ) -> "asyncio.Future[T]":
        """Queue a unit from the event loop; the future is done after the commit."""
        ...

    async def checkpoint(self) -> bool:
        """Fold the write-ahead log into the database and empty it; false if a reader held it."""
        ...

    async def close(self) -> None:
        """Run what is queued, then let go of the database."""
        ...


def commit(connection: Connection, transaction: RootTransaction) -> None:
    """Commit, as only a runner may."""
    info = connection.info
    info[_COMMITTING] = True
    try:
        transaction.commit()
    finally:
        info[_COMMITTING] = False


def refuse_commits(engine: Engine) -> None:
    """Make a unit that commits by itself fail: on SQLite it would commit its neighbours too."""

    @event.listens_for(engine, "commit")
    def _on_commit(connection: Connection) -> None:
        if not connection.info.get(_COMMITTING):
            raise RuntimeError("a unit never commits")


def deliver(jobs: Iterable[Job]) -> None:
    """Tell those who wait, on the event loop, after the commit."""
    for job in jobs:
        if job.future.done():
            continue  # nobody waits any more; what was committed stays
        if job.error is None:
            job.future.set_result(job.result)
        elif isinstance(job.error, StopIteration):  # a future refuses this one
            job.future.set_exception(RuntimeError("a unit raised StopIteration"))
        else:
            job.future.set_exception(job.error)
