"""A file of SQLite whose disk fails on purpose, and units that are given to its writer together."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Connection

from bot.storage import engines
from bot.storage.writer import Writer
from tests.storage.marks import Gate, read_marks

Unit = Callable[[Connection], Any]


class Faulty(sqlite3.Connection):
    """A connection whose COMMIT does, once, what a test says."""

    faults: ClassVar[list[Callable[[sqlite3.Connection], None]]] = []
    commits: ClassVar[list[int]] = []

    def commit(self) -> None:
        """Commit, after the fault that waits for it."""
        if self.faults:
            self.faults.pop(0)(self)
        before = self.total_changes
        super().commit()
        self.commits.append(before)


def fails(_raw: sqlite3.Connection) -> None:
    raise sqlite3.OperationalError("disk I/O error")


def rolls_back_and_fails(raw: sqlite3.Connection) -> None:
    raw.rollback()
    raise sqlite3.OperationalError("database or disk is full")


def closes(raw: sqlite3.Connection) -> None:
    raw.close()
    raise sqlite3.OperationalError("disk I/O error")


def submit_at_once(writer: Writer, *units: Unit) -> "list[asyncio.Future[Any]]":
    """Submit units so that they make one group: all wait before the writer takes the first."""
    gate = Gate()
    writer._put(gate, outside=True)
    waiting = [writer.submit(unit) for unit in units]
    gate.open()
    return waiting


async def together(writer: Writer, *units: Unit) -> list[Any]:
    return await asyncio.gather(*submit_at_once(writer, *units), return_exceptions=True)


def kept(path: Path) -> list[str]:
    """What another process would find in the file."""
    engine = engines.sqlite_reader(path, 1)
    with engine.connect() as connection:
        found = read_marks(connection)
    engine.dispose()
    return found
