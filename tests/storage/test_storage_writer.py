"""What SQLite's writer promises when the disk does not: nothing acknowledged is lost.

Faults are made by a real connection of a class of its own, or by the real limit of a real file.
"""

import asyncio
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import Connection, insert
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.errors import Conflict
from bot.storage import engines
from bot.storage.tables.survivors import consents
from bot.storage.units import Group, Lost
from bot.storage.writer import Writer
from tests.storage.faulty import (
    Faulty,
    Unit,
    closes,
    fails,
    kept,
    rolls_back_and_fails,
    submit_at_once,
    together,
)
from tests.storage.marks import Gate, mark


@pytest.fixture
def path(sqlite_url: str) -> Path:
    return Path(sqlite_url.removeprefix("sqlite:///"))


class Here(Writer):
    """A writer all of whose units are quick: they run on the event loop's own thread."""

    def _put(self, unit: Unit, *, outside: bool = False, quick: bool = True) -> Any:  # noqa: ANN401
        return super()._put(unit, outside=outside, quick=quick and not outside)


Begin = Callable[[Group], Writer]
"""Begins a writer of either kind, which commits so much together."""


@pytest.fixture(params=[Writer, Here])
async def begin(path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Begin]:
    Faulty.faults.clear()
    Faulty.commits.clear()
    made: list[Writer] = []

    def begun(group: Group) -> Writer:
        made.append(request.param(engines.sqlite_writer(path, factory=Faulty), group))
        return made[-1]

    yield begun
    for one in made:
        await one.close()


@pytest.fixture
async def writer(begin: Begin) -> Writer:
    return begin(Group(seconds=60.0))  # a slow machine makes no smaller groups here


async def test_quick_units_and_others_keep_one_order_each_on_its_own_thread(path: Path) -> None:
    ran: list[tuple[int, bool]] = []

    def noted(number: int) -> Unit:
        return lambda _: ran.append((number, threading.current_thread() is threading.main_thread()))

    writer = Writer(engines.sqlite_writer(path))
    gate = Gate()
    writer._put(gate, outside=True)
    pattern = [True, True, False, True, False, False, True]
    waiting = [writer.submit(noted(n), quick=quick) for n, quick in enumerate(pattern)]
    log = writer.checkpoint()
    gate.open()
    await asyncio.gather(*waiting, log)
    await writer.close()
    assert ran == list(enumerate(pattern))


async def test_results_leave_only_after_the_commit_and_there_is_one_for_all(
    writer: Writer, path: Path
) -> None:
    committing, commit = threading.Event(), threading.Event()

    def waits(_raw: sqlite3.Connection) -> None:
        committing.set()
        assert commit.wait(30)

    Faulty.faults += [waits]
    waiting = submit_at_once(writer, *(mark(name) for name in "abc"))
    await asyncio.to_thread(committing.wait)
    await asyncio.sleep(0)
    assert not any(future.done() for future in waiting)
    assert kept(path) == []
    commit.set()
    assert await asyncio.gather(*waiting) == ["a", "b", "c"]
    assert kept(path) == ["a", "b", "c"]
    assert len(Faulty.commits) == 1


@pytest.mark.parametrize("fault", [fails, rolls_back_and_fails, closes])
async def test_when_the_commit_of_a_group_fails_each_unit_runs_again_alone(
    writer: Writer, path: Path, fault: Callable[[sqlite3.Connection], None]
) -> None:
    Faulty.faults += [fault]
    assert await together(writer, mark("a"), mark("b"), mark("c")) == ["a", "b", "c"]
    assert kept(path) == ["a", "b", "c"]
    assert len(Faulty.commits) == 3


async def test_a_unit_whose_own_commit_fails_as_well_is_told_so_and_its_neighbours_are_kept(
    writer: Writer, path: Path
) -> None:
    def passes(_raw: sqlite3.Connection) -> None:
        pass

    Faulty.faults += [rolls_back_and_fails, passes, rolls_back_and_fails]
    outcomes = await together(writer, mark("a"), mark("b"), mark("c"))
    assert outcomes[0] == "a"
    assert isinstance(outcomes[1], OperationalError)
    assert outcomes[2] == "c"
    assert kept(path) == ["a", "c"]


async def test_when_sqlite_rolls_the_group_back_inside_a_unit_its_neighbours_run_again(
    writer: Writer, path: Path
) -> None:
    runs: list[str] = []

    def disk_full(connection: Connection) -> str:
        runs.append("full")
        if len(runs) == 1:
            _raw(connection).execute("ROLLBACK")  # as SQLite does by itself
            raise sqlite3.OperationalError("database or disk is full")
        return mark("full")(connection)

    outcomes = await together(writer, mark("a"), disk_full, mark("c"))
    assert outcomes == ["a", "full", "c"]
    assert kept(path) == ["a", "c", "full"]


async def test_a_unit_that_hides_such_a_rollback_is_told_that_it_did_not_happen(
    writer: Writer, path: Path
) -> None:
    def hides(connection: Connection) -> str:
        mark("hidden")(connection)
        _raw(connection).execute("ROLLBACK")
        return "all is well"

    outcomes = await together(writer, mark("a"), hides, mark("c"))
    assert outcomes[0] == "a"
    assert isinstance(outcomes[1], Lost)
    assert outcomes[2] == "c"
    assert kept(path) == ["a", "c"]


async def test_a_real_full_disk_in_the_middle_of_a_group_loses_nothing_acknowledged(
    writer: Writer, path: Path
) -> None:
    def limit(connection: Connection) -> None:
        pages = _raw(connection).execute("PRAGMA page_count").fetchone()[0]
        _raw(connection).execute(f"PRAGMA max_page_count={pages + 3}")

    def large(connection: Connection) -> str:
        for number in range(1_000):
            mark(f"large {number:04} {'x' * 40}")(connection)
        return "large"

    await writer._put(limit, outside=True)
    outcomes = await together(writer, mark("a"), large, mark("c"))
    assert outcomes[0] == "a"
    assert isinstance(outcomes[1], OperationalError)
    assert outcomes[2] == "c"
    assert kept(path) == ["a", "c"]


async def test_conflicts_of_one_unit_leave_the_group_as_it_is(writer: Writer, path: Path) -> None:
    runs: list[int] = []

    def unit(connection: Connection) -> int:
        runs.append(1)
        mark(f"run {len(runs)}")(connection)
        if len(runs) < 3:
            raise Conflict
        return len(runs)

    assert await together(writer, mark("a"), unit, mark("c")) == ["a", 3, "c"]
    assert kept(path) == ["a", "c", "run 3"]
    assert len(Faulty.commits) == 1


async def test_a_group_ends_at_its_size(writer: Writer) -> None:
    await together(writer, *(mark(f"{n:04}") for n in range(Group().units + 1)))
    assert len(Faulty.commits) == 2


async def test_a_group_ends_at_its_time(begin: Begin) -> None:
    writer = begin(Group(seconds=0.02))

    def slow(_connection: Connection) -> None:
        ends = time.monotonic() + 0.02
        while time.monotonic() < ends:
            pass

    await together(writer, slow, mark("a"))
    assert len(Faulty.commits) == 2


async def test_an_emptying_of_the_log_waits_for_the_group_before_it(writer: Writer) -> None:
    waiting = submit_at_once(writer, mark("a"), mark("b"))
    emptied = await writer.checkpoint()
    assert emptied
    assert all(future.done() for future in waiting)


async def test_while_another_process_writes_the_unit_waits_and_then_happens(
    writer: Writer, path: Path
) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting = writer.submit(mark("a"))
    other.execute("INSERT INTO inbound VALUES ('other', 'b', 0)")
    other.execute("COMMIT")
    other.close()
    assert await waiting == "a"
    assert kept(path) == ["a", "b"]


async def test_what_is_committed_is_told_while_another_process_keeps_the_next_from_beginning(
    begin: Begin, path: Path
) -> None:
    writer = begin(Group(units=1, seconds=60.0))
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)

    def another_process_is_next(raw: sqlite3.Connection) -> None:
        sqlite3.Connection.commit(raw)
        other.execute("BEGIN IMMEDIATE")

    Faulty.faults += [another_process_is_next]
    first, second = submit_at_once(writer, mark("a"), mark("b"))
    assert await asyncio.wait_for(first, engines.WAIT_FOR_FILE / 2) == "a"
    assert not second.done()
    other.execute("COMMIT")
    other.close()
    assert await second == "b"


async def test_every_commit_is_asked_to_reach_the_disk(writer: Writer) -> None:
    def settings(connection: Connection) -> dict[str, object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        raw = _raw(connection)
        return {name: raw.execute(f"PRAGMA {name}").fetchone()[0] for name in names}

    expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    assert await writer.submit(settings) == expected


async def test_a_row_cannot_refer_to_nothing(writer: Writer) -> None:
    def unit(connection: Connection) -> None:
        values = {"id": b"i", "survivor_id": b"nobody", "kind": "notes", "version": "1", "at": 1}
        connection.execute(insert(consents), values)

    with pytest.raises(IntegrityError):
        await writer.submit(unit)


def _raw(connection: Connection) -> sqlite3.Connection:
    return cast("sqlite3.Connection", connection.connection.driver_connection)
