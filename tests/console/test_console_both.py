"""The same console on SQLite alone, and on PostgreSQL with Redis, from sign-in to a sent answer."""

from collections.abc import AsyncIterator

import pytest

from bot.clock import ManualClock
from bot.coordination import Coordination
from bot.storage.database import Database
from tests.office import Office


@pytest.fixture(params=["sqlite", "postgresql"])
async def either(request: pytest.FixtureRequest, clock: ManualClock) -> AsyncIterator[Office]:
    """An office on each of the two ways to run."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    database = await Database.open(str(request.getfixturevalue(name)))
    redis = None if request.param == "sqlite" else str(request.getfixturevalue("redis_url"))
    coordination = await Coordination.open(redis)
    office = Office(database, clock, coordination)
    await office.open()
    yield office
    await office.close()
    await coordination.close()
    await database.close()


async def test_sign_in_read_answer_lock(either: Office) -> None:
    amina = await either.hire("Amina", "advocate")
    river = await either.survivor(amina, "River-12", "vi")
    phone = await either.phone(amina, river, "sms", "vi")
    await either.writes(river, phone, "Chào chị", "vi")
    visitor = await either.stranger()
    await visitor.get("/")
    await visitor.post("/sign-in", email=amina.email, code=either.code(amina))
    await visitor.post("/sign-in/words", passphrase=amina.words)
    assert "1 new message since" in visitor.text
    place = f"/conversation/{river.hex()}"
    assert "Chào chị" in await visitor.get(place)
    await visitor.post(f"{place}/check", phrase="received")
    await visitor.post(f"{place}/send", phrase="received", once=visitor.hidden("once"))
    assert "Kept, not sent yet" in visitor.text
    assert "not opened since" in await visitor.get("/")
    await visitor.post("/lock")
    assert visitor.path == "/unlock"
