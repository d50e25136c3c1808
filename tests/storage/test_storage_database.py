from sqlalchemy import bindparam, insert, select

from bot.storage.database import Database
from bot.storage.tables import inbound

SEEN = insert(inbound).values(source="bot", external=bindparam("external"), at=bindparam("at"))
WHEN = select(inbound.c.at).where(inbound.c.external == bindparam("external"))


async def test_what_a_unit_wrote_is_read_after_it(database: Database) -> None:
    await database.run(lambda connection: connection.execute(SEEN, {"external": "1", "at": 7}))
    assert await database.read(lambda c: c.execute(WHEN, {"external": "1"}).scalar()) == 7
    assert await database.current()
    assert await database.checkpoint()
