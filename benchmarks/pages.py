"""How long the server takes for each page of the console, with a whole service's worth of rows.

    python -m benchmarks.pages [sqlite | postgresql | DATABASE_URL]... [--survivors 1000]
        [--entries 100000] [--times 30] [--only /cases]

Without a name both databases are measured, PostgreSQL on a server started for it. Every page is
opened as somebody of each role that may, with something real behind every id (``busy_day``). What
is printed is the time of a whole request on the loopback, client included, so the server takes
less: the median and the 95th percentile; the processor time of a request, ours and the database
server's, which other work on the machine doesn't lengthen; and its statements. The limit of 100 ms
is held to the median or, on a busy machine, to the processor time.
"""

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from unittest.mock import patch

import sqlalchemy as sa

from benchmarks.busy_day import fill
from benchmarks.busy_office import MORNING, Filled, Size
from bot.clock import ManualClock
from bot.console.app import declare_pages
from bot.console.table import PAGES, Page
from bot.storage.database import Database
from bot.storage.hot import Hot, Values
from tests.office import Person, open_office
from tests.servers import PostgresServer
from tests.visitor import Visitor

LIMIT_MS: Final = 100.0
OPENED: Final = 200
_TICK: Final = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Timed:
    """What one page took, in milliseconds, and how many statements."""

    role: str
    path: str
    status: int
    median: float
    p95: float
    cpu: float
    statements: float

    @property
    def bad(self) -> bool:
        """Whether it was not there, or took too long on any machine."""
        return self.status != OPENED or min(self.median, self.cpu) > LIMIT_MS


@asynccontextmanager
async def busy_office(url: str, size: Size) -> AsyncIterator[Filled]:
    """A full office over a fresh database."""
    declare_pages()
    database = await Database.open(url)
    try:
        await database.migrate()
        async with open_office(database, ManualClock(MORNING)) as office:
            yield await fill(office, size)
    finally:
        await database.close()


async def _visitor(row: Page, filled: Filled, person: Person) -> Visitor:
    """A browser at which this page is to be seen."""
    office = filled.office
    if row.needs != "nothing":
        visitor = await office.signed_in(person)
        if row.needs == "session":
            await visitor.get("/help")
            await visitor.post("/lock")
        if row.path.endswith("/check") and (path := filled.paths.get(row.path)):
            await visitor.get(path.removesuffix("/check"))
            if visitor.status == OPENED:  # what is checked is kept for the session that wrote it
                await visitor.post(path, words="We still look.", language="en")
        return visitor
    visitor = await office.stranger()
    if row.path == "/sign-in/words":
        await visitor.get("/sign-in")
        await visitor.post("/sign-in", email=person.email, code=office.code(person))
    return visitor


async def _open(visitor: Visitor, path: str) -> int:
    """Open a page, or a file, and read it to its end."""
    async with visitor.client.get(path) as response:
        await response.read()
        return response.status


async def measure(
    filled: Filled, times: int, only: str = "", spent: Callable[[], float] = time.process_time
) -> list[Timed]:
    """Open every page as somebody of each role that may see what is behind it."""
    found: list[Timed] = []
    for row in sorted(PAGES.values(), key=lambda row: row.path):
        if row.method != "GET" or not row.path.startswith(only):
            continue
        seen = False
        for role, person in filled.by_role.items():
            if role not in row.who or (row.needs == "nothing" and seen):
                continue
            visitor, path = await _visitor(row, filled, person), filled.paths.get(row.path)
            status = await _open(visitor, path or row.path)  # its template is compiled once
            if status == OPENED or path is None:
                found.append(await _timed(visitor, role, row.path, path or row.path, times, spent))
                seen = True
        if not seen:
            found.append(Timed("nobody", row.path, 404, 0, 0, 0, 0))
    return found


async def _timed(
    visitor: Visitor, role: str, page: str, path: str, times: int, spent: Callable[[], float]
) -> Timed:
    took, status = [], 0
    with statements() as counted:
        before = spent()
        for _ in range(times):
            began = time.perf_counter()
            status = await _open(visitor, path)
            took.append((time.perf_counter() - began) * 1000)
        cpu = (spent() - before) * 1000 / times
    took.sort()
    p95 = took[min(int(len(took) * 0.95), len(took) - 1)]
    middle = statistics.median(took)
    return Timed(role, page, status, middle, p95, cpu, counted[0] / times)


@contextmanager
def statements() -> Iterator[list[int]]:
    """Count the statements that are run meanwhile: those of SQLAlchemy, and those past it."""
    counted = [0]
    past = Hot._execute  # noqa: SLF001 - the one place that all of them go through

    def one(*_: object) -> None:
        counted[0] += 1

    def hot(statement: Hot, connection: sa.Connection, values: Values) -> object:
        one()
        return past(statement, connection, values)

    sa.event.listen(sa.Engine, "before_cursor_execute", one)
    try:
        with patch.object(Hot, "_execute", hot):
            yield counted
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", one)


def _server_time(pid: int) -> float:
    """Seconds of processor time of a database server and everything it began."""
    spent = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = stat.read_text(encoding="ascii").rpartition(")")
        except OSError:
            continue  # it ended meanwhile
        fields = rest.split()
        if pid in {int(name.split()[0]), int(fields[1])}:
            spent += sum(int(one) for one in fields[11:15])
    return spent / _TICK


async def run(name: str, url: str, wanted: argparse.Namespace, server: int = 0) -> bool:
    """Fill, measure, print; say whether every page was there and kept the limit."""

    def spent() -> float:
        return time.process_time() + (_server_time(server) if server else 0.0)

    began = time.perf_counter()
    size = Size(wanted.survivors, wanted.entries)
    async with busy_office(url, size) as filled:
        took = time.perf_counter() - began
        print(
            f"\n{name}: {size.survivors} survivors, {size.entries} entries ({took:.0f} s to write)"
        )
        print(f"{'page':42} {'as':17} {'':>4} {'median':>8} {'p95':>8} {'cpu':>8} statements")
        bad = 0
        for one in await measure(filled, wanted.times, wanted.only, spent):
            bad += one.bad
            where = f"{one.path:42} {one.role:17} {one.status:>4}"
            figures = f"{one.median:>6.1f}ms {one.p95:>6.1f}ms {one.cpu:>6.1f}ms"
            print(f"{where} {figures} {one.statements:>10.0f}{'  <--' if one.bad else ''}")
    print(f"{bad} over {LIMIT_MS:.0f} ms or not there" if bad else f"all under {LIMIT_MS:.0f} ms")
    return not bad


def _all(wanted: argparse.Namespace) -> bool:
    kept = True
    for name in wanted.databases or ("sqlite", "postgresql"):
        with ExitStack() as stack:
            url, server = name, 0
            if name == "sqlite":
                folder = stack.enter_context(tempfile.TemporaryDirectory(dir="."))
                url = f"sqlite:///{folder}/pages.db"
            elif name == "postgresql":
                started = PostgresServer()
                stack.callback(started.stop)
                url, server = started.url(started.create()), started.pid()
            kept &= asyncio.run(run(name, url, wanted, server))
    return kept


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("databases", nargs="*", default=[])
    parser.add_argument("--survivors", type=int, default=1000)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=30)
    parser.add_argument("--only", default="", help="pages whose path begins so")
    return 0 if _all(parser.parse_args()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
