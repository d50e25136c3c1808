"""Fixtures every test may use: a clock, servers, a fresh database on each, an office, a street."""

import gc
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import redis
from hypothesis import settings as examples

from bot.clock import ManualClock
from bot.demo.clock import MONDAY
from bot.storage import schema
from bot.storage.database import Database
from tests import scratch
from tests.compiled import compile_once
from tests.office import Office, Person, open_office
from tests.servers import PostgresServer, RedisServer, ServerMissing
from tests.street import Street, street

examples.register_profile("tests", deadline=None)  # a busy machine is no failure
examples.load_profile("tests")

compile_once()
SCRATCH = scratch.begin()


def pytest_unconfigure() -> None:
    """Leave nothing in memory."""
    scratch.end(SCRATCH)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long: each process is given a part of the list in its order."""
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    long = [item for item in items if item.get_closest_marker("long")]
    others = [item for item in items if not item.get_closest_marker("long")]
    each = -(-len(others) // processes)
    items[:] = [
        item
        for number in range(processes)
        for item in (*long[number::processes], *others[number * each : (number + 1) * each])
    ]


def pytest_collection_finish() -> None:
    """What was imported is no garbage: it is looked through no more, as in what serves."""
    gc.freeze()
    gc.set_threshold(50_000)


@pytest.fixture
def clock() -> ManualClock:
    """A Monday morning in March that passes only when told."""
    return ManualClock(MONDAY)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The PostgreSQL server of this test process."""
    try:
        server = PostgresServer()
    except ServerMissing as missing:
        pytest.fail(str(missing), pytrace=False)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    """A migrated database that every other is copied from; nobody stays connected to it."""
    name = postgres_server.create()
    schema.upgrade(postgres_server.url(name))
    return name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file that every other is copied from."""
    path = tmp_path_factory.mktemp("template") / "bot.db"
    schema.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def postgres_url(postgres_server: PostgresServer, postgres_template: str) -> Iterator[str]:
    """A fresh, migrated PostgreSQL database of this test's own."""
    name = postgres_server.create(postgres_template)
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh, migrated SQLite database of this test's own."""
    path = tmp_path / "bot.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, migrated database: the test runs on both kinds."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    return str(request.getfixturevalue(name))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table: the test runs on both kinds."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = server.create()
    yield server.url(name)
    server.drop(name)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An open, migrated database: the test runs on both kinds."""
    opened = await Database.open(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite_database(sqlite_url: str) -> AsyncIterator[Database]:
    """An open, migrated SQLite database."""
    opened = await Database.open(sqlite_url)
    yield opened
    await opened.close()


@pytest.fixture
async def postgres_database(postgres_url: str) -> AsyncIterator[Database]:
    """An open, migrated PostgreSQL database."""
    opened = await Database.open(postgres_url)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def _shared_redis() -> Iterator[RedisServer]:
    server = _redis()
    yield server
    server.remove()


@pytest.fixture
def redis_url(_shared_redis: RedisServer) -> str:
    """The address of an empty Redis."""
    with redis.Redis.from_url(_shared_redis.url) as client:
        client.flushall()
    return _shared_redis.url


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    """A Redis of this test's own, to stop and start."""
    server = _redis()
    yield server
    server.remove()


def _redis() -> RedisServer:
    try:
        return RedisServer()
    except ServerMissing as missing:
        pytest.fail(str(missing), pytrace=False)


@pytest.fixture
async def office(sqlite_database: Database, clock: ManualClock) -> AsyncIterator[Office]:
    """An office on SQLite, open and empty."""
    async with open_office(sqlite_database, clock) as opened:
        yield opened


@pytest.fixture
async def town(database: Database, clock: ManualClock) -> AsyncIterator[Street]:
    """A street on both databases."""
    async with street(database, clock) as opened:
        yield opened


@pytest.fixture
async def small_town(sqlite_database: Database, clock: ManualClock) -> AsyncIterator[Street]:
    """A street on SQLite, where the kind of database does not matter."""
    async with street(sqlite_database, clock) as opened:
        yield opened


@pytest.fixture
async def amina(small_town: Street) -> Person:
    """An advocate."""
    return await small_town.office.hire("Amina", "advocate")


@pytest.fixture
async def river(small_town: Street, amina: Person) -> bytes:
    """A survivor of hers."""
    return await small_town.office.survivor(amina, "River-12")
