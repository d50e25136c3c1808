"""The schema's history, walked on both databases: up, down, and with rows in every table."""

import asyncio
import subprocess
import sys
import time
from itertools import pairwise

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    func,
    insert,
    inspect,
    select,
    table,
    text,
)

from bot.storage import schema
from bot.storage.database import Database
from bot.storage.tables import column_classes
from bot.storage.tables.columns import metadata

REVISIONS = [
    script.revision
    for script in reversed(list(ScriptDirectory(str(schema.MIGRATIONS)).walk_revisions()))
]
STEPS = list(pairwise(["base", *REVISIONS]))
ALEMBICS_OWN = "alembic_version"


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {ALEMBICS_OWN}


def _fill(connection: Connection) -> None:
    """Put a row into every empty table; all ids are the same, so that each refers to a row."""
    found = MetaData()
    found.reflect(connection)
    for one in found.sorted_tables:
        if one.name != ALEMBICS_OWN and connection.execute(select(one)).first() is None:
            values = {column.name: _value(column) for column in one.columns}
            connection.execute(insert(one), values)


def _value(column: Column[object]) -> object:
    if isinstance(column.type, Boolean):
        return True
    if isinstance(column.type, (BigInteger, Integer)):
        return 1
    if isinstance(column.type, String):
        return "x"
    assert isinstance(column.type, LargeBinary), column
    return b"i" * 16


def _counts(connection: Connection) -> dict[str, int]:
    return {
        name: connection.execute(select(func.count()).select_from(table(name))).scalar_one()
        for name in _tables(connection)
    }


@pytest.fixture
def url(empty_database_url: str) -> str:
    return empty_database_url


async def test_an_empty_database_becomes_current_and_stays_so(url: str) -> None:
    database = await Database.open(url)
    assert not await database.current()
    await database.migrate()
    assert await database.current()
    await database.migrate()
    assert await database.current()
    assert await database.read(_tables) == set(metadata.tables)
    await database.close()


async def test_down_to_nothing_and_up_again(url: str) -> None:
    database = await Database.open(url)
    await database.migrate()
    await asyncio.to_thread(schema.downgrade, url, "base")
    assert await database.read(_tables) == set()
    assert not await database.current()
    await database.migrate()
    assert await database.current()
    await database.close()


@pytest.mark.parametrize(("before", "after"), STEPS)
async def test_each_revision_goes_up_and_down_with_rows_in_every_table(
    url: str, before: str, after: str
) -> None:
    if before != "base":
        await asyncio.to_thread(schema.upgrade, url, before)
    database = await Database.open(url)
    await database.run(_fill)
    rows = await database.read(_counts)
    await asyncio.to_thread(schema.upgrade, url, after)
    kept = await database.read(_counts)
    assert {name: count for name, count in kept.items() if name in rows} == rows
    await asyncio.to_thread(schema.downgrade, url, before)
    assert await database.read(_counts) == rows
    await asyncio.to_thread(schema.upgrade, url, after)
    await database.run(_fill)
    full = await database.read(_counts)
    assert set(full.values()) <= {1}
    await asyncio.to_thread(schema.downgrade, url, before)
    assert await database.read(_counts) == rows
    await database.close()


def _put(connection: Connection, name: str, **given: object) -> None:
    """Put a row into a table as it is in the revision that is there."""
    found = Table(name, MetaData(), autoload_with=connection)
    values = {column.name: None if column.nullable else _value(column) for column in found.columns}
    connection.execute(insert(found), values | given)


async def test_what_was_passed_on_before_that_day_was_kept_ends_as_well(url: str) -> None:
    """Counted from the day it was passed on; where nothing says it any more, from the upgrade."""
    known, forgotten, closed = (name * 16 for name in (b"k", b"f", b"c"))
    await asyncio.to_thread(schema.upgrade, url, "0006")

    def before(connection: Connection) -> None:
        for one in (known, forgotten, closed):
            _put(
                connection,
                "complaints",
                id=one,
                reference_mac=one,
                state="referred_elsewhere",
                closed_at=9 if one == closed else None,
            )
        for number, at in ((b"1", 5), (b"2", 7)):
            _put(
                connection,
                "audit",
                seq=at,
                id=number * 16,
                at=at,
                act="complaint_refer",
                object_id=known,
            )

    database = await Database.open(url)
    await database.run(before)
    begun = time.time() * 1000
    await asyncio.to_thread(schema.upgrade, url, "0007")
    query = text("SELECT id, paused_at FROM complaints")
    paused = await database.read(
        lambda conn: {bytes(row.id): row.paused_at for row in conn.execute(query)}
    )
    assert (paused[known], paused[closed]) == (7, None)
    assert paused[forgotten] >= begun - 1
    await database.close()


async def test_two_places_may_migrate_at_once(url: str) -> None:
    """Two processes and two threads of a third."""
    words = "import sys; from bot.storage.schema import upgrade; upgrade(sys.argv[1])"
    migrate = [sys.executable, "-c", words, url]
    with (
        subprocess.Popen(migrate) as one,  # noqa: S603, ASYNC220 - our own words
        subprocess.Popen(migrate) as two,  # noqa: S603, ASYNC220 - our own words
    ):
        database = await Database.open(url)
        await asyncio.gather(database.migrate(), database.migrate())
    assert (one.returncode, two.returncode) == (0, 0)
    assert await database.current()
    await database.close()


async def test_on_postgresql_the_second_place_waits_for_the_first(
    postgres_database: Database, postgres_url: str
) -> None:
    waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    with psycopg.connect(postgres_url) as first, psycopg.connect(postgres_url) as watcher:
        watcher.autocommit = True
        first.execute(str(schema._LOCK).encode())
        second = asyncio.ensure_future(postgres_database.migrate())
        async with asyncio.timeout(20):
            while watcher.execute(waiting).fetchone() != (1,):  # noqa: ASYNC110 - only the server knows
                await asyncio.sleep(0)
        assert not second.done()
        first.commit()
        await second


async def test_a_migration_that_fails_changes_nothing(url: str) -> None:
    def half(config: Config) -> None:
        command.upgrade(config, "head")
        raise LookupError

    with pytest.raises(LookupError):
        await asyncio.to_thread(schema._migrate, url, half)
    database = await Database.open(url)
    assert await database.read(_tables) == set()
    await database.close()


async def test_the_tables_in_code_and_the_migrated_schema_agree(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    found = await database.read(differences)
    assert found == [], "write a migration: python -m tools.new_migration"


async def test_every_column_that_exists_has_a_class(database: Database) -> None:
    def columns(connection: Connection) -> set[str]:
        look = inspect(connection)
        return {
            f"{table}.{column['name']}"
            for table in _tables(connection)
            for column in look.get_columns(table)
        }

    classes = column_classes()
    assert await database.read(columns) == set(classes)
    assert set(classes.values()) <= {"clear", "server", "sealed"}


def test_what_is_not_clear_is_bytes() -> None:
    for one in metadata.sorted_tables:
        for column in one.columns:
            if column.info["class"] != "clear":
                assert isinstance(column.type, LargeBinary), f"{one.name}.{column.name}"
                assert not column.index, f"{one.name}.{column.name}"
