"""A short command beside a process that serves: neither takes the other's words away."""

import asyncio
import subprocess
import sys

from bot.storage.database import Database
from tests.storage.marks import mark, marks

LOOKS = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
print(*[row[0] for row in database.execute("SELECT external FROM inbound ORDER BY external")])
database.close()
"""


async def _another_process_looks(url: str) -> str:
    path = url.removeprefix("sqlite:///")
    done = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", LOOKS, path], stdout=subprocess.PIPE, check=True
    )
    return done.stdout.decode().strip()


async def test_what_is_written_after_a_short_command_is_kept(sqlite_url: str) -> None:
    serving = await Database.open(sqlite_url)
    await serving.run(mark("before"))
    beside = await Database.open(sqlite_url)  # in the same process, as when `run` looks at itself
    await marks(beside)
    await beside.close()
    assert await _another_process_looks(sqlite_url) == "before"
    await serving.run(mark("after"))
    assert await _another_process_looks(sqlite_url) == "after before"
    await serving.close()
    later = await Database.open(sqlite_url)
    assert await marks(later) == ["after", "before"]
    await later.close()
