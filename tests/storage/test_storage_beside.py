"""A short command beside a process that serves: neither takes the other's words away."""

import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.demo import disk
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


async def _looks_at_itself(url: str) -> None:
    """As `run` does, for the line that tells whether `check` is red."""
    beside = await Database.open(url)
    await marks(beside)
    await beside.close()


async def _looks_at_its_files(url: str) -> None:
    """As the demonstration does, to show that no words stand there."""
    assert disk.files(Path(url.removeprefix("sqlite:///")).parent)


@pytest.mark.parametrize("looks", [_looks_at_itself, _looks_at_its_files])
async def test_what_is_written_after_a_short_command_is_kept(
    sqlite_url: str, looks: Callable[[str], Awaitable[None]]
) -> None:
    serving = await Database.open(sqlite_url)
    await serving.run(mark("before"))
    await looks(sqlite_url)
    assert await _another_process_looks(sqlite_url) == "before"
    await serving.run(mark("after"))
    assert await _another_process_looks(sqlite_url) == "after before"
    await serving.close()
    later = await Database.open(sqlite_url)
    assert await marks(later) == ["after", "before"]
    await later.close()
