"""A timer whose code fails: growing pauses, no other timer behind it, one line for the operator."""

import secrets

import pytest
import sqlalchemy as sa

from bot.due.setbacks import Setbacks
from bot.storage import intake
from bot.storage.database import Database
from bot.storage.tables.messages import timers

MINUTE = 60_000


async def test_a_failing_timer_waits_longer_each_time_and_is_said_once(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    broken, other = secrets.token_bytes(16), secrets.token_bytes(16)

    def begin(conn: sa.Connection) -> None:
        intake.set_timer(conn, broken, "due_missed", secrets.token_bytes(16), 1000)
        intake.set_timer(conn, other, "note", secrets.token_bytes(16), 2000)

    await database.run(begin)
    setbacks, now, pauses = Setbacks(), 5000, []
    for _ in range(14):
        await setbacks.note(database, broken, LookupError("her words"), now)
        due = await database.read(
            lambda conn: conn.execute(
                sa.select(timers.c.due_at).where(timers.c.id == broken)
            ).scalar_one()
        )
        pauses.append(due - now)
        now = due
    assert pauses[:4] == [MINUTE, 2 * MINUTE, 4 * MINUTE, 8 * MINUTE]
    assert max(pauses) == 24 * 60 * MINUTE
    waiting = await database.read(lambda conn: intake.timers_due(conn, 5000, 1))
    assert [row[0] for row in waiting] == [other]
    said = capsys.readouterr()
    assert (said.out + said.err).count("a timer failed") == 1
    assert "her words" not in said.out + said.err
    assert "due_missed" not in said.out + said.err, "the kind tells that there is a complaint"
