"""Rows to look for: each unit of these tests leaves one mark, by its name."""

import threading
from collections.abc import Callable, Sequence

from sqlalchemy import Connection, bindparam, insert, select

from bot.storage.database import Database
from bot.storage.tables.messages import inbound

MARK = insert(inbound).values(source="test", external=bindparam("name"), at=0)
NAMES = select(inbound.c.external).order_by(inbound.c.external)


def mark(name: str) -> Callable[[Connection], str]:
    """A unit that leaves a mark and returns its name."""

    def unit(connection: Connection) -> str:
        connection.execute(MARK, {"name": name})
        return name

    return unit


async def marks(database: Database) -> list[str]:
    """Every mark there is, sorted."""
    return await database.read(read_marks)


def read_marks(connection: Connection) -> list[str]:
    """Every mark there is, sorted."""
    return list(connection.execute(NAMES).scalars())


class Gate:
    """A unit that waits until the test opens it, so that what is submitted meanwhile queues up."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self._opened = threading.Event()

    def __call__(self, _connection: Connection) -> None:
        """Wait, on the thread that runs units."""
        self.reached.set()
        assert self._opened.wait(30), "nobody opened the gate"

    def open(self) -> None:
        """Let it go on."""
        self._opened.set()


def errors(outcomes: Sequence[object]) -> list[BaseException]:
    """Those of ``gather(..., return_exceptions=True)`` that are errors."""
    return [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
