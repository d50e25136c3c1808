"""``kill -9`` under load: whatever was acknowledged is kept, and everybody is answered."""

import asyncio
import random
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.contenders import Contender, free_port
from benchmarks.ours import ours
from benchmarks.survivors import carrier

SURVIVORS = 30
PATIENCE = 90.0  # seconds


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What is there after the last kill."""

    lost: int
    disordered: int
    missing: set[int]
    confirmed: int
    entries: int
    unsent: int
    parked: int
    faults: list[tuple[str, ...]]


async def killed(folder: Path, kills: int, seed: int) -> Aftermath:
    """Kill the process at random moments while everybody talks, and let it go on each time."""
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    api = free_port()
    contender = await ours(api, folder, SURVIVORS)
    line, process = contender.line, contender.process
    server = await carrier([line], api)
    try:
        await process.start(line.port)
        await line.open()
        line.begin(SURVIVORS)
        for _ in range(kills):
            async with asyncio.timeout(PATIENCE):
                await line.replied(chance.randint(1, 2 * SURVIVORS))
            await process.kill()
            await process.start(line.port)
            await line.open()
        line.pause()
        lost = await line.settle(PATIENCE)
        await process.stop()
    finally:
        await process.kill()
        line.close()
        server.close()
        await server.wait_closed()
    return aftermath(contender, folder / "bot.db", lost)


def aftermath(contender: Contender, path: Path, lost: int) -> Aftermath:
    line = contender.line
    with closing(sqlite3.connect(path)) as database:
        seen = {int(row[0]) for row in database.execute("SELECT external FROM inbound")}

        def count(table: str) -> int:
            return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608

        return Aftermath(
            lost=lost,
            disordered=line.tally.disordered,
            missing=line.acknowledged - seen,
            confirmed=len(line.sends & line.acknowledged),
            entries=count("entries"),
            unsent=count("outbox"),
            parked=count("parked"),
            faults=[
                *database.execute("PRAGMA foreign_key_check"),
                *(row for row in database.execute("PRAGMA integrity_check") if row != ("ok",)),
            ],
        )


def claims(after: Aftermath) -> None:
    assert after.missing == set(), "acknowledged, and not there any more"
    assert after.entries == after.confirmed > 0, "words she confirmed are kept, each once"
    assert after.lost == 0, "everybody is answered"
    assert after.disordered == 0, "no older card after a newer one"
    assert (after.unsent, after.parked) == (0, 0)
    assert after.faults == []


@pytest.mark.long
async def test_nothing_acknowledged_is_lost_in_twenty_kills(tmp_path: Path) -> None:
    claims(await killed(tmp_path, 20, seed=20))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10))
async def test_nothing_acknowledged_is_lost_in_two_hundred_kills(seed: int, tmp_path: Path) -> None:
    claims(await killed(tmp_path, 20, seed))
