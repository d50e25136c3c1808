"""How many durable units a second the storage takes, one at a time and with 64 waiting.

    python -m benchmarks.storage [DATABASE_URL]

A unit is six statements of the size that one message costs. Without an address it runs on SQLite in
a new folder under the current one: a folder in memory would flatter it. What an engine and a disk
do on this machine is beside the point; the ratios are what to look at.
"""

import argparse
import asyncio
import os
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from sqlalchemy import Connection, Executable, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql

from bot.storage.database import Database
from bot.storage.hot import Hot, Row, Values
from bot.storage.tables.messages import inbound, outbox
from bot.storage.tables.survivors import contacts, ledger
from bot.storage.tables.threads import entries

Unit = Callable[[Connection], None]

SECONDS = 3.0
PEOPLE = 200
NOW = 1_772_445_600_000

STATEMENTS: dict[str, Executable] = {
    "seen": postgresql.insert(inbound).on_conflict_do_nothing(),
    "find": select(contacts.c.id, contacts.c.state)
    .where(contacts.c.address_index == bindparam("index"))
    .with_for_update(),
    "entry": insert(entries),
    "state": update(contacts)
    .where(contacts.c.id == bindparam("contact"))
    .values(state=bindparam("state"), revision=contacts.c.revision + 1, heard_at=bindparam("at")),
    "reply": insert(outbox),
    "ledger": insert(ledger),
}
HOT = {name: Hot(statement) for name, statement in STATEMENTS.items()}
CONTACT = insert(contacts)


def _hot(connection: Connection, name: str, values: Values) -> Row | None:
    if name == "find":
        return HOT[name].first(connection, values)
    HOT[name].run(connection, values)
    return None


def _core(connection: Connection, name: str, values: Values) -> Row | None:
    result = connection.execute(STATEMENTS[name], dict(values))
    return tuple(result.one()) if name == "find" else None


def _contact(number: int) -> Unit:
    def unit(connection: Connection) -> None:
        values: Values = {"id": os.urandom(16), "channel": "telegram", "address": os.urandom(60)}
        values |= {"address_index": _index(number), "standing": "open", "stopped": False}
        connection.execute(CONTACT, values | {"heard_at": NOW, "created_at": NOW})

    return unit


def _index(number: int) -> bytes:
    return number.to_bytes(32, "little")


def _message(number: int, execute: Callable[[Connection, str, Values], Row | None]) -> Unit:
    def unit(connection: Connection) -> None:
        execute(connection, "seen", {"source": "bot", "external": str(number), "at": NOW})
        found = execute(connection, "find", {"index": _index(number % PEOPLE)})
        assert found is not None
        contact = found[0]
        body = {"id": os.urandom(16), "object_id": contact, "kind": "words", "epoch": 1}
        body |= {"body": os.urandom(1_400), "sequence": number, "created_at": NOW}
        execute(connection, "entry", body)
        execute(connection, "state", {"contact": contact, "state": os.urandom(300), "at": NOW})
        reply = {"id": os.urandom(16), "contact_id": contact, "cls": "reply", "fresh": True}
        reply |= {"payload": os.urandom(400), "tries": 0, "not_before": NOW, "not_after": NOW}
        execute(connection, "reply", reply | {"created_at": NOW})
        sent = {"id": os.urandom(16), "contact_id": contact, "message": str(number)}
        execute(connection, "ledger", sent | {"kind": "theirs", "sent_at": NOW})

    return unit


async def _rate(
    database: Database,
    waiting: int,
    first: int,
    execute: Callable[[Connection, str, Values], Row | None] = _hot,
) -> tuple[float, float]:
    """Return units a second and CPU microseconds a unit, with so many askers in a closed loop."""
    numbers = iter(range(first, first + 10_000_000))
    count = 0
    ends = time.perf_counter() + SECONDS

    async def ask() -> None:
        nonlocal count
        while time.perf_counter() < ends:
            number = next(numbers)
            await database.run(_message(number, execute), lane=_index(number % PEOPLE))
            count += 1

    started, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(ask() for _ in range(waiting)))
    seconds = time.perf_counter() - started
    return count / seconds, (time.process_time() - cpu) / count * 1e6


def _bare_commits(folder: Path) -> float:
    """What the disk gives: one row and one fsync at a time, with nothing of ours between."""
    raw = sqlite3.connect(folder / "bare.db", isolation_level=None)
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute("CREATE TABLE bare (body)")
    count, started = 0, time.perf_counter()
    while time.perf_counter() < started + SECONDS / 3:
        raw.execute("INSERT INTO bare VALUES (randomblob(2000))")
        count += 1
    raw.close()
    return count / (time.perf_counter() - started)


async def _measure(url: str, folder: Path) -> None:
    bare = _bare_commits(folder)
    print(f"bare commits a second on this disk     {bare:8,.0f}")
    database = await Database.open(url)
    await database.migrate()
    await asyncio.gather(*(database.run(_contact(number)) for number in range(PEOPLE)))
    await _rate(database, 64, 0)  # statements compiled, pages in the cache
    alone, alone_cpu = await _rate(database, 1, 100_000_000)
    many, many_cpu = await _rate(database, 64, 200_000_000)
    core, core_cpu = await _rate(database, 64, 300_000_000, _core)
    await database.close()
    print(f"{database.dialect}, six statements a unit:")
    print(f"  one at a time        {alone:8,.0f} units/s   {alone_cpu:5.0f} µs of CPU a unit")
    print(f"  64 waiting           {many:8,.0f} units/s   {many_cpu:5.0f} µs of CPU a unit")
    print(f"  64 waiting, Core     {core:8,.0f} units/s   {core_cpu:5.0f} µs of CPU a unit")
    print(f"  64 waiting / Core    {many / core:8.1f} ×")
    print(f"  64 waiting / one     {many / alone:8.1f} ×")
    print(f"  64 waiting / bare    {many / bare:8.1f} ×")


def _run(measure: Awaitable[None]) -> None:
    async def inner() -> None:
        await measure

    asyncio.run(inner())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", nargs="?", help="otherwise SQLite in a folder that is then removed")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=".", prefix=".bench-") as folder:
        url = given.url or f"sqlite:///{folder}/bench.db"
        _run(_measure(url, Path(folder)))


if __name__ == "__main__":
    main()
