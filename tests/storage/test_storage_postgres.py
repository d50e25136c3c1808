"""Lanes, locks, and what PostgreSQL breaks off by itself."""

import asyncio
import threading
from collections.abc import Callable

import psycopg
import pytest
from sqlalchemy import Connection, select, text, update
from sqlalchemy.exc import DBAPIError

from bot.storage.database import WRITERS, Database, InDoubt
from bot.storage.hot import Hot
from bot.storage.postgres import Postgres
from bot.storage.tables.messages import inbound
from tests.storage.marks import Gate, mark, marks


def _runner(database: Database) -> Postgres:
    assert isinstance(database._runner, Postgres)
    return database._runner


async def test_one_persons_burst_holds_one_connection_and_delays_nobody(
    postgres_database: Database,
) -> None:
    at_once: list[int] = [0, 0]  # now, at most
    lock = threading.Lock()
    gate = Gate()

    def unit(connection: Connection) -> None:
        with lock:
            at_once[0] += 1
            at_once[1] = max(at_once)
        gate(connection)
        connection.execute(text("SELECT 1"))
        with lock:
            at_once[0] -= 1

    burst = [
        asyncio.ensure_future(postgres_database.run(unit, lane="one person"))
        for _ in range(4 * WRITERS)
    ]
    await asyncio.to_thread(gate.reached.wait)
    others = (postgres_database.run(mark(f"{n}"), lane=f"other {n}") for n in range(4 * WRITERS))
    try:
        async with asyncio.timeout(20):
            await asyncio.gather(*others)  # while the burst still stands at the gate
        assert not any(task.done() for task in burst)
    finally:
        gate.open()
    await asyncio.gather(*burst)
    assert at_once == [0, 1]


async def test_units_of_a_lane_run_in_order_of_arrival(postgres_database: Database) -> None:
    order: dict[str, list[int]] = {"a": [], "b": [], "c": []}

    def unit(lane: str, number: int) -> Callable[[Connection], None]:
        def write(connection: Connection) -> None:
            connection.execute(text("SELECT 1"))
            order[lane].append(number)

        return write

    await asyncio.gather(
        *(
            postgres_database.run(unit(lane, number), lane=lane)
            for number in range(50)
            for lane in order
        )
    )
    assert order == {lane: list(range(50)) for lane in order}


async def test_an_empty_lane_is_dropped(postgres_database: Database) -> None:
    def raises(_connection: Connection) -> None:
        raise LookupError

    units = (postgres_database.run(mark(str(n)), lane=str(n % 7)) for n in range(50))
    raising = postgres_database.run(raises, lane="raises")
    await asyncio.gather(*units, raising, return_exceptions=True)
    assert len(_runner(postgres_database)._lanes) == 0


async def test_units_without_a_lane_run_beside_each_other(postgres_database: Database) -> None:
    together = threading.Barrier(WRITERS)
    await asyncio.gather(
        *(postgres_database.run(lambda _: together.wait(30)) for _ in range(WRITERS))
    )


@pytest.mark.parametrize("hot", [False, True])
async def test_after_a_deadlock_the_unit_runs_again(postgres_database: Database, hot: bool) -> None:
    for name in "ab":
        await postgres_database.run(mark(name))
    both = threading.Barrier(2)
    runs: list[str] = []
    locks = {name: select(inbound.c.at).where(inbound.c.external == name) for name in "ab"}

    def lock(connection: Connection, name: str) -> None:
        statement = locks[name].with_for_update()
        if hot:
            Hot(statement).first(connection, {})
        else:
            connection.execute(statement)

    def unit(first: str, second: str) -> Callable[[Connection], str]:
        def lock_both(connection: Connection) -> str:
            runs.append(first)
            lock(connection, first)
            if runs.count(first) == 1:
                both.wait(30)
            lock(connection, second)
            return mark(f"after {first}")(connection)

        return lock_both

    await asyncio.gather(
        postgres_database.run(unit("a", "b")), postgres_database.run(unit("b", "a"))
    )
    assert set(runs) == {"a", "b"}
    assert len(runs) > 2, "one of them was broken off"
    assert await marks(postgres_database) == ["a", "after a", "after b", "b"]


async def test_after_a_serialization_failure_the_unit_runs_again(
    postgres_database: Database, postgres_url: str
) -> None:
    await postgres_database.run(mark("a"))
    runs: list[int] = []

    def unit(connection: Connection) -> int:
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        at: int = connection.execute(select(inbound.c.at)).scalar_one()
        runs.append(at)
        if len(runs) == 1:
            with psycopg.connect(postgres_url) as other:
                other.execute("UPDATE inbound SET at = 5")
        connection.execute(update(inbound).values(at=at + 1))
        return at

    assert await postgres_database.run(unit) == 5
    assert runs == [0, 5]


@pytest.mark.parametrize("hot", [False, True])
async def test_after_the_connection_died_before_the_commit_the_unit_runs_again(
    postgres_database: Database, hot: bool
) -> None:
    runs: list[int] = []
    end = text("SELECT pg_terminate_backend(pg_backend_pid())")

    def unit(connection: Connection) -> str:
        runs.append(1)
        name = mark(f"run {len(runs)}")(connection)
        if len(runs) == 1 and hot:
            connection.connection.cursor().execute(str(end))
        elif len(runs) == 1:
            connection.execute(end)
        return name

    assert await postgres_database.run(unit) == "run 2"
    assert await marks(postgres_database) == ["run 2"]


async def test_when_the_connection_dies_during_the_commit_the_caller_is_told(
    postgres_database: Database, postgres_url: str
) -> None:
    with psycopg.connect(postgres_url) as other:
        other.execute(
            "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF NEW.external = 'dies' THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;"
            " RETURN NULL; END $$"
        )
        other.execute(
            "CREATE CONSTRAINT TRIGGER die AFTER INSERT ON inbound"
            " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION die()"
        )
    runs: list[int] = []

    def unit(connection: Connection) -> str:
        runs.append(1)
        return mark("dies")(connection)

    with pytest.raises(InDoubt):
        await postgres_database.run(unit, lane="x")
    assert len(runs) == 1, "nobody can know whether it happened, so nobody runs it again"
    assert await postgres_database.run(mark("next"), lane="x") == "next"


async def test_after_the_server_dropped_every_connection_units_and_queries_go_on(
    postgres_database: Database, postgres_url: str
) -> None:
    together = threading.Barrier(WRITERS)
    await asyncio.gather(
        *(postgres_database.run(lambda _: together.wait(30)) for _ in range(WRITERS))
    )
    await marks(postgres_database)
    with psycopg.connect(postgres_url) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    names = [f"{n}" for n in range(2 * WRITERS)]
    await asyncio.gather(*(postgres_database.run(mark(name)) for name in names))
    assert await marks(postgres_database) == sorted(names)


async def test_a_server_that_is_not_there_is_an_error_at_the_first_unit() -> None:
    database = await Database.open("postgresql://nobody@/nothing?host=/nonexistent")
    with pytest.raises(DBAPIError):
        await database.run(mark("a"), lane="x")
    await database.close()


async def test_no_query_is_translated_into_machine_code(postgres_database: Database) -> None:
    """That takes longer than our queries do: My day took 250 ms with it, and 20 ms without."""

    def asked(connection: Connection) -> object:
        return connection.execute(text("SHOW jit")).scalar()

    assert await postgres_database.run(asked) == "off"
    assert await postgres_database.read(asked) == "off"
