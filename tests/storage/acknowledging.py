"""A process of its own that writes marks from many tasks at once, and says which were acknowledged.

    python -m tests.storage.acknowledging DATABASE_URL [LIMIT]

Prints ``yes NAME`` after a unit returned and ``no NAME`` after it raised, until it is killed. With
a LIMIT no file may grow beyond so many bytes, as on a full disk; then the limit goes, and it ends
by itself after some more units.
"""

import asyncio
import itertools
import os
import resource
import sys
from collections.abc import Iterator

from sqlalchemy.exc import DBAPIError

from bot.storage.database import Database
from tests.storage.marks import mark

ASKERS = 64


async def _ask(database: Database, names: Iterator[str]) -> None:
    for name in names:
        try:
            await database.run(mark(name), lane=name[-1])
        except DBAPIError:
            answer = f"no {name}\n"
        else:
            answer = f"yes {name}\n"
        os.write(1, answer.encode())  # one write, so that no line is cut


def _names(prefix: str, count: int | None) -> Iterator[str]:
    numbers = itertools.count() if count is None else iter(range(count))
    return (f"{prefix} {number:050}" for number in numbers)


async def _write(url: str, limit: int | None) -> None:
    database = await Database.open(url)
    if limit is None:
        names = _names("mark", None)
        await asyncio.gather(*(_ask(database, names) for _ in range(ASKERS)))
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit or hard, hard))
    names = _names("full", 3_000)
    await asyncio.gather(*(_ask(database, names) for _ in range(ASKERS)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    names = _names("free", 200)
    await asyncio.gather(*(_ask(database, names) for _ in range(ASKERS)))
    await database.close()


if __name__ == "__main__":
    asyncio.run(_write(sys.argv[1], int(sys.argv[2]) if sys.argv[2:] else None))
