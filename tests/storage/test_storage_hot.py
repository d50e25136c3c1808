"""A hot statement does what the same statement does by SQLAlchemy's longer way."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    Column,
    Connection,
    Executable,
    bindparam,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import Float

from bot.errors import BotError
from bot.storage.database import Database
from bot.storage.hot import Hot
from bot.storage.tables.messages import inbound
from bot.storage.tables.staff import organisations
from bot.storage.tables.survivors import contacts

NEW = insert(organisations)
ALL = select(*organisations.c).order_by(organisations.c.id)
BY_ID = select(*organisations.c).where(organisations.c.id == bindparam("wanted"))
RISE = (
    update(organisations)
    .where(organisations.c.id == bindparam("wanted"))
    .values(created_at=organisations.c.created_at + 7, lead_id=bindparam("lead"))
)
SEEN = postgresql.insert(inbound).on_conflict_do_nothing()


def _values(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - of any column
    values = {"id": b"1", "name": b"n", "nation": b"e", "languages": b"", "created_at": 1}
    return values | more


class Undone(BotError):
    """Raised to leave the database as it was."""


async def test_rows_come_back_as_they_went_in(database: Database) -> None:
    hub = _values(id=b"2", hub=True, lead_id=b"lead")
    await database.run(lambda c: (Hot(NEW).run(c, _values()), Hot(NEW).run(c, hub)))
    rows = await database.read(lambda c: Hot(ALL).all(c, {}))
    assert rows == await database.read(lambda c: [tuple(row) for row in c.execute(ALL)])
    flags = [row[list(organisations.c.keys()).index("hub")] for row in rows]
    assert flags[0] is False, "the column's default"
    assert flags[1] is True


async def test_the_first_row_or_nothing(database: Database) -> None:
    by_id = Hot(BY_ID)
    await database.run(lambda c: Hot(NEW).run(c, _values()))
    found = await database.read(lambda c: by_id.first(c, {"wanted": b"1"}))
    assert found is not None
    assert found[0] == b"1"
    assert await database.read(lambda c: by_id.first(c, {"wanted": b"2"})) is None


async def test_it_says_how_many_rows_it_touched(database: Database) -> None:
    rise = Hot(RISE)
    await database.run(lambda c: Hot(NEW).run(c, _values()))
    assert await database.run(lambda c: rise.run(c, {"wanted": b"1", "lead": b"x"})) == 1
    assert await database.run(lambda c: rise.run(c, {"wanted": b"2", "lead": b"x"})) == 0
    row = await database.read(lambda c: c.execute(ALL).one())
    assert (row.created_at, row.lead_id) == (8, b"x")


async def test_a_row_that_exists_is_seen_by_the_count(database: Database) -> None:
    seen = Hot(SEEN)
    values = {"source": "s", "external": "e", "at": 1}
    assert await database.run(lambda c: seen.run(c, values)) == 1
    assert await database.run(lambda c: seen.run(c, values)) == 0


async def test_it_is_part_of_the_unit(database: Database) -> None:
    def unit(connection: Connection) -> None:
        Hot(NEW).run(connection, _values())
        assert connection.execute(select(func.count()).select_from(organisations)).scalar() == 1
        raise Undone

    with pytest.raises(Undone):
        await database.run(unit)
    assert await database.read(lambda c: Hot(ALL).all(c, {})) == []


async def test_the_same_statement_takes_other_names(database: Database) -> None:
    new = Hot(NEW)
    await database.run(lambda c: new.run(c, _values()))
    await database.run(lambda c: new.run(c, _values(id=b"2", lead_id=b"x")))
    rows = await database.read(lambda c: c.execute(ALL).all())
    assert [row.lead_id for row in rows] == [None, b"x"]


@pytest.mark.parametrize(
    "statement",
    [
        select(contacts.c.id).where(contacts.c.id.in_([b"1", b"2"])),
        select(literal(0.5, Float)),
        select(Column("no_type_at_all")),
    ],
)
async def test_what_it_cannot_do_it_refuses(database: Database, statement: Executable) -> None:
    with pytest.raises(TypeError):
        await database.read(lambda c: Hot(statement).all(c, {}))


@settings(
    max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    name=st.binary(max_size=100),
    lead=st.none() | st.binary(max_size=16),
    hub=st.booleans(),
    at=st.integers(-(2**63), 2**63 - 1),
)
async def test_any_value_is_the_same_by_both_ways(
    database: Database, name: bytes, lead: bytes | None, hub: bool, at: int
) -> None:
    values = _values(name=name, lead_id=lead, hub=hub, created_at=at)

    def both(connection: Connection) -> tuple[Any, Any]:
        connection.execute(organisations.delete())
        connection.execute(NEW, values)
        slow = (tuple(connection.execute(ALL).one()), Hot(ALL).first(connection, {}))
        connection.execute(organisations.delete())
        Hot(NEW).run(connection, values)
        return slow, (tuple(connection.execute(ALL).one()), Hot(ALL).first(connection, {}))

    slow, hot = await database.run(both)
    assert slow == hot
    assert slow[0] == slow[1]
