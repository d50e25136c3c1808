"""An alert from its beginning to its end, on both kinds of database."""

from bot.acts import alerts
from bot.clock import ManualClock
from bot.storage.database import Database
from tests.alerts.conftest import Watch
from tests.street import street


async def test_asked_listed_taken_and_looked_at(database: Database, clock: ManualClock) -> None:
    async with street(database, clock) as town:
        watch = Watch(town)
        harbour = await town.office.organisation("Harbour")
        amina = await watch.hire("Amina", "advocate", organisation=harbour)
        sol = await watch.hire("Sol", "advocate")
        await watch.on_call(sol)
        river = await town.office.survivor(amina, "River-12")
        phone = await town.linked(amina, river)
        await phone.write("he has a knife")
        await phone.write("2")
        await town.settle()
        assert len(watch.phones["Sol"].lit) == 1
        vault, now = town.office.vault, clock.now()
        (alert,) = await database.read(lambda conn: alerts.of(conn, vault, sol.id, now))
        assert (alert.category, alert.taken) == ("danger", False)
        await town.passes(minutes=16)
        await town.office.does(sol, lambda act: alerts.take(act, alert.id))
        opened = await town.office.does(sol, lambda act: alerts.open_plan(act, alert.id))
        assert opened.her.case_name == "River-12"
