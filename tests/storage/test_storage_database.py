"""What holds on both databases."""

import asyncio
import os
import stat
from pathlib import Path

import pytest
from sqlalchemy import Connection, bindparam, func, insert, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.errors import Conflict, SettingsError
from bot.storage.database import Busy, Database
from bot.storage.hot import Hot
from bot.storage.tables.messages import inbound
from bot.storage.tables.staff import organisations
from bot.storage.tables.survivors import contacts
from tests.storage.marks import MARK, Gate, errors, mark, marks


async def test_what_a_unit_wrote_is_read_after_it(database: Database) -> None:
    assert await database.run(mark("one")) == "one"
    assert await marks(database) == ["one"]


async def test_a_unit_that_raises_leaves_nothing_and_hurts_no_neighbour(
    database: Database,
) -> None:
    def raises(connection: Connection) -> None:
        connection.execute(MARK, {"name": "bad"})
        raise LookupError("of the unit's own")

    gate = Gate()
    held = asyncio.ensure_future(database.run(gate))
    units = (mark("before"), raises, mark("after"))
    waiting = [asyncio.ensure_future(database.run(unit)) for unit in units]
    await asyncio.sleep(0)
    gate.open()
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    await held
    assert outcomes[0] == "before"
    assert isinstance(outcomes[1], LookupError)
    assert outcomes[2] == "after"
    assert await marks(database) == ["after", "before"]


async def test_a_unit_that_violates_a_constraint_hurts_no_neighbour(database: Database) -> None:
    names = ["a", "b", "a", "c"]
    outcomes = await asyncio.gather(
        *(database.run(mark(name), lane="one") for name in names), return_exceptions=True
    )
    assert [type(error) for error in errors(outcomes)] == [IntegrityError]
    assert await marks(database) == ["a", "b", "c"]


async def test_after_a_conflict_the_unit_runs_again_from_the_start(database: Database) -> None:
    runs: list[int] = []

    def unit(connection: Connection) -> int:
        runs.append(len(runs))
        connection.execute(MARK, {"name": f"run {len(runs)}"})
        if len(runs) < 3:
            raise Conflict
        return len(runs)

    assert await database.run(unit) == 3
    assert await marks(database) == ["run 3"]


async def test_a_conflict_runs_a_unit_again_three_times_and_no_more(database: Database) -> None:
    runs: list[int] = []

    def unit(connection: Connection) -> None:
        connection.execute(MARK, {"name": "never"})
        runs.append(1)
        raise Conflict

    with pytest.raises(Conflict):
        await database.run(unit)
    assert len(runs) == 1 + 3
    assert await marks(database) == []


async def test_beyond_a_thousand_waiting_units_the_next_is_refused(database: Database) -> None:
    gate = Gate()
    held = [asyncio.ensure_future(database.run(gate, lane="x"))]
    held += [asyncio.ensure_future(database.run(lambda _: None, lane="x")) for _ in range(999)]
    await asyncio.sleep(0)
    with pytest.raises(Busy):
        await database.run(mark("too many"), lane="y")
    gate.open()
    await asyncio.gather(*held)
    assert await marks(database) == []
    assert await database.run(mark("later")) == "later"


async def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError):
        await database.read(mark("one"))
    assert await marks(database) == []


async def test_a_reader_sees_one_moment_and_no_unit_waits_for_it(sqlite_database: Database) -> None:
    gate = Gate()

    def query(connection: Connection) -> tuple[int, int]:
        count = select(func.count()).select_from(inbound)
        before = connection.execute(count).scalar_one()
        gate(connection)
        return before, connection.execute(count).scalar_one()

    reading = asyncio.ensure_future(sqlite_database.read(query))
    await asyncio.to_thread(gate.reached.wait)
    await sqlite_database.run(mark("meanwhile"))
    gate.open()
    assert await reading == (0, 0)


async def test_a_unit_cannot_commit(database: Database) -> None:
    def unit(connection: Connection) -> None:
        connection.execute(MARK, {"name": "half"})
        connection.commit()

    gate = Gate()
    held = asyncio.ensure_future(database.run(gate))
    units = (mark("before"), unit, mark("after"))
    waiting = [asyncio.ensure_future(database.run(unit)) for unit in units]
    await asyncio.sleep(0)
    gate.open()
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    await held
    assert isinstance(outcomes[1], RuntimeError)
    assert await marks(database) == ["after", "before"]


async def test_first_contact_twice_at_once_gives_one_row(database: Database) -> None:
    new = Hot(postgresql.insert(contacts).on_conflict_do_nothing())
    find = Hot(
        select(contacts.c.id)
        .where(contacts.c.address_index == bindparam("address_index"))
        .with_for_update()
    )

    def unit(connection: Connection) -> tuple[int, bytes]:
        values = {"id": os.urandom(16), "channel": "sms", "address_index": b"i", "address": b"s"}
        made = new.run(connection, values | {"standing": "open", "heard_at": 1, "created_at": 1})
        row = find.first(connection, {"address_index": b"i"})
        assert row is not None
        return made, row[0]

    outcomes = await asyncio.gather(*(database.run(unit) for _ in range(16)))
    assert sorted(made for made, _ in outcomes) == [0] * 15 + [1]
    assert len({contact for _, contact in outcomes}) == 1


async def test_who_stops_waiting_disturbs_nobody(database: Database) -> None:
    gate = Gate()
    held = asyncio.ensure_future(database.run(gate, lane="x"))
    left = asyncio.ensure_future(database.run(mark("left"), lane="x"))
    stays = asyncio.ensure_future(database.run(mark("stays"), lane="x"))
    await asyncio.to_thread(gate.reached.wait)
    held.cancel()
    left.cancel()
    gate.open()
    assert await stays == "stays"
    assert await database.run(mark("next"), lane="x") == "next"


async def test_closing_runs_what_is_queued(database_url: str) -> None:
    database = await Database.open(database_url)
    gate = Gate()
    held = asyncio.ensure_future(database.run(gate))
    waiting = [asyncio.ensure_future(database.run(mark(str(n)), lane="x")) for n in range(5)]
    await asyncio.to_thread(gate.reached.wait)
    gate.open()
    await database.close()
    await held
    assert await asyncio.gather(*waiting) == ["0", "1", "2", "3", "4"]
    with pytest.raises(RuntimeError):
        await database.run(mark("late"))


async def test_an_error_never_repeats_the_values_of_a_statement(database: Database) -> None:
    values = {"id": b"i" * 16, "name": b"MARKED", "nation": None, "languages": b"MARKED"}

    def unit(connection: Connection) -> None:
        connection.execute(insert(organisations), values | {"created_at": 1})

    with pytest.raises(IntegrityError) as caught:
        await database.run(unit)
    assert "MARKED" not in str(caught.value)
    assert "MARKED" not in repr(caught.value)


async def test_the_log_is_emptied_on_request(database: Database) -> None:
    await database.run(mark("one"))
    assert await database.checkpoint()
    assert await marks(database) == ["one"]


async def test_erased_bytes_are_in_neither_file(sqlite_database: Database, sqlite_url: str) -> None:
    word = "erase-me-1f6e"
    await sqlite_database.run(mark(word))
    await sqlite_database.run(lambda connection: connection.execute(inbound.delete()))
    assert await sqlite_database.checkpoint()
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    for file in path.parent.iterdir():
        assert word.encode() not in file.read_bytes(), file.suffix


async def test_a_reader_that_stays_is_reported_by_the_checkpoint(sqlite_database: Database) -> None:
    await sqlite_database.run(mark("one"))
    gate = Gate()

    def query(connection: Connection) -> None:
        connection.execute(select(inbound.c.at))
        gate(connection)

    reading = asyncio.ensure_future(sqlite_database.read(query))
    await asyncio.to_thread(gate.reached.wait)
    await sqlite_database.run(mark("two"))
    busy = asyncio.ensure_future(sqlite_database.checkpoint())
    gate.open()
    await reading
    await busy
    assert await sqlite_database.checkpoint()


async def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "var" / "bot.db"
    database = await Database.open(f"sqlite:///{path}")
    await database.migrate()
    await database.run(mark("one"))
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    await database.close()
    assert set(modes.values()) == {0o600}
    assert len(modes) == 3


@pytest.mark.parametrize("url", ["", "mysql://x/y", "sqlite://", "nonsense", "sqlite+x:///a"])
async def test_an_address_of_neither_kind_is_a_mistake_of_settings(url: str) -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        await Database.open(url)


async def test_a_place_that_cannot_be_written_is_a_mistake_of_settings(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        await Database.open(f"sqlite:///{tmp_path}/file/bot.db")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
async def test_both_spellings_of_postgresql_are_understood(postgres_url: str, scheme: str) -> None:
    database = await Database.open(postgres_url.replace("postgresql", scheme))
    assert await database.current()
    await database.close()
