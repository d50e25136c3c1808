"""A database from before anything was vouched for: sealed once, as it stands, with its own keys."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from bot import altered
from bot.acts import approvals, conversation, grants, invites, link, rota
from bot.adopting import adopting
from bot.clock import HOUR_MS, ManualClock
from bot.errors import SettingsError
from bot.proved import hubs, turns
from bot.routing import recovery
from bot.storage import schema
from bot.storage.database import Database
from bot.storage.tables.staff import staff
from bot.storage.tables.survivors import survivors
from bot.vault.server import ServerKeys
from tests.acts.office import Office
from tests.acts.test_acts_grants import keep, read
from tests.acts.test_acts_recovery import ceremony, three


@pytest.fixture
async def before(empty_database_url: str, clock: ManualClock) -> AsyncIterator[Office]:
    """An office as the release before this one would have left it."""
    database = await Database.open(empty_database_url)
    await database.migrate()
    office = Office(database, clock)
    await office.open()
    yield office
    await database.close()


async def test_what_is_there_is_vouched_for_and_goes_on(
    before: Office, empty_database_url: str
) -> None:
    amina, joe = await before.hire("Amina", "advocate"), await before.hire("Joe", "advocate")
    lea = await before.hire("Lea", "hub_lead", organisation=before.hub)
    await before.cover(amina, joe)
    linh = await before.survivor(amina)
    card = await before.act_as(amina)(invites.make, linh)
    body = {"staff": joe.id.hex(), "role": "interpreter"}
    proposal = await before.act_as(before.boss)(approvals.propose, "role_give", body)
    await ceremony(before, await three(before))
    now = before.clock.now()
    await before.do(rota.put, lea.id, now, now + HOUR_MS)
    await asyncio.to_thread(schema.downgrade, empty_database_url, "0008")
    for keys in ("", ServerKeys.generate().to_json()):
        with pytest.raises(SettingsError):
            await before.database.migrate(adopting(keys))
        assert not await before.database.current(), "nothing of it has happened"

    await before.database.migrate(adopting(before.keys.to_json()))
    assert await before.read(lambda conn: altered.found(conn, before.vault, 0)) == []
    assert await before.do(link.code_opens, card.code) == linh
    vault = before.vault
    assert await before.read(lambda conn: hubs(conn, vault)) == {before.hub}
    assert await before.read(lambda conn: recovery(conn, vault)) is not None
    on_call = await before.read(lambda conn: turns(conn, vault, now, now + 1))
    assert [one.staff_id for one in on_call] == [lea.id]
    await keep(before, linh, "afterwards")
    await before.do(grants.new_epoch, linh)
    before.clock.forward(seconds=1)
    await keep(before, linh, "and in a new epoch")
    for person in (amina, joe):
        seen = await before.act_as(person)(conversation.open_thread, linh, person.private)
        assert read(seen) == ["afterwards", "and in a new epoch"]
    await before.act_as(lea)(approvals.decide, proposal, yes=True)


async def test_it_happens_once_and_never_again(before: Office) -> None:
    """Who empties what was sealed, and waits for the next start, is not believed."""
    amina, joe = await before.hire("Amina", "advocate"), await before.hire("Joe", "advocate")
    linh = await before.survivor(amina)

    def unit(conn: sa.Connection) -> None:
        conn.execute(sa.update(survivors).values(advocate=None, advocate_id=joe.id))
        conn.execute(sa.update(staff).where(staff.c.id == amina.id).values(standing=None))

    await before.database.run(unit)
    await before.database.migrate(adopting(before.keys.to_json()))
    assert await before.do(grants.settle) == 0
    assert await before.do(grants.new_epoch, linh) is False
    found = await before.read(lambda conn: altered.found(conn, before.vault, 0))
    assert len(found) == 2
