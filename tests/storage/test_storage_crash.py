"""Processes that die, and disks that are full, in the middle of many units."""

import subprocess
import sys
from collections import Counter

import pytest

from bot.storage.database import Database
from tests.storage.marks import mark, marks

LIMIT = 1_500_000  # bytes: the log reaches it after some groups


def _child(url: str, *more: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.storage.acknowledging", url, *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own words


@pytest.mark.parametrize("answers", [50, 700, 3_000])
async def test_killed_in_the_middle_every_acknowledged_unit_is_there(
    database_url: str, answers: int
) -> None:
    with _child(database_url) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline() for _ in range(answers)]
        child.kill()
        lines += child.stdout.readlines()  # written before the kill
    acknowledged = {line.removeprefix("yes ").strip() for line in lines}
    assert len(acknowledged) >= answers
    database = await Database.open(database_url)
    there = set(await marks(database))
    assert acknowledged <= there
    assert await database.run(mark("after")) == "after"
    await database.close()


async def test_when_files_can_grow_no_more_yes_means_kept_and_no_means_not(sqlite_url: str) -> None:
    with _child(sqlite_url, str(LIMIT)) as child:
        assert child.stdout is not None
        lines = child.stdout.read().splitlines()
    assert child.returncode == 0
    said = {line.partition(" ")[2]: line.partition(" ")[0] for line in lines}
    assert len(said) == len(lines) == 3_200
    counts = Counter((answer, name[:4]) for name, answer in said.items())
    assert counts["yes", "full"]
    assert counts["no", "full"]
    assert counts["yes", "free"] == 200, "with room again the same writer goes on"
    database = await Database.open(sqlite_url)
    there = await marks(database)
    await database.close()
    assert there == sorted(name for name, answer in said.items() if answer == "yes")
