"""Whoever can write to the database, without our keys, directs nobody by it to themselves."""

import pytest
import sqlalchemy as sa

from bot import alerting, altered, routing
from bot.acts import alerts, grants, organisations, recovery, rota
from bot.clock import DAY_MS, HOUR_MS
from bot.conflicts import subjects_of
from bot.errors import Refused
from bot.storage.tables.duties import alerts as alert_table
from bot.storage.tables.duties import rota as rota_table
from bot.storage.tables.keys import recoveries
from bot.storage.tables.staff import organisations as organisation_table
from tests.acts.office import Office
from tests.acts.test_acts_forged import forge, holders
from tests.acts.test_acts_recovery import ceremony, three


async def altered_rows(office: Office) -> list[str]:
    """What ``check`` would say."""
    return await office.read(lambda conn: altered.found(conn, office.vault, 0))


@pytest.mark.parametrize("taken", [True, False])
async def test_who_writes_themselves_into_an_alert_opens_no_contact_plan(
    office: Office, *, taken: bool
) -> None:
    """Neither into one that somebody took, nor into one that waits."""
    amina, joe = await office.hire("Amina", "advocate"), await office.hire("Joe", "advocate")
    lea = await office.hire("Lea", "hub_lead", organisation=office.hub)
    linh, now = await office.survivor(amina), office.clock.now()
    await office.do(rota.put, lea.id, now, now + DAY_MS)
    alert = await office.do(
        alerts.raise_alert, "crisis", survivor_id=linh, category="danger", near_too=False
    )
    until = now + DAY_MS
    await forge(office, sa.update(alert_table).values(staff_id=joe.id))
    if taken:
        await office.act_as(lea)(alerts.take, alert)
        await forge(office, sa.update(alert_table).values(taken_by=joe.id, opens_until=until))
    assert await office.read(lambda conn: alerts.of(conn, office.vault, joe.id, now)) == []
    for deed in (alerts.take, alerts.open_plan):
        with pytest.raises(Refused) as refused:
            await office.act_as(joe)(deed, alert)
        assert refused.value.code == "unknown"
    if taken:
        office.clock.forward(seconds=2 * HOUR_MS // 1000)
        with pytest.raises(Refused, match="closed"):
            await office.act_as(lea)(alerts.open_plan, alert)


async def test_who_puts_themselves_on_call_by_the_database_is_not(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    joe = await office.hire("Joe", "interpreter", organisation=office.hub)
    lea = await office.hire("Lea", "hub_lead", organisation=office.hub)
    linh, now = await office.survivor(amina), office.clock.now()
    await office.do(rota.put, lea.id, now, now + HOUR_MS)
    theirs = sa.select(rota_table.c.proof).scalar_subquery()
    row = {"id": b"f" * 16, "staff_id": joe.id, "starts_at": now, "ends_at": now + DAY_MS}
    await forge(
        office,
        sa.update(rota_table).values(ends_at=now + DAY_MS),
        sa.insert(rota_table).values(**row, proof=theirs),
    )

    def asked(conn: sa.Connection) -> list[bytes]:
        return list(alerting.to_ask(conn, office.vault, linh, None, now, near_too=True))

    assert joe.id not in await office.read(asked)
    assert await office.read(lambda conn: routing.on_call(conn, office.vault, now)) is None
    assert await altered_rows(office) == [
        "2 of turns on call are not as we wrote them: operations, 14"
    ]


async def test_no_organisation_becomes_the_hub_by_the_database(office: Office) -> None:
    """A complaint about the Hub would not be about it; strangers' worries would go elsewhere."""
    is_hub = organisation_table.c.id == office.hub
    (row,) = await office.read(
        lambda conn: conn.execute(sa.select(organisation_table.c.proof).where(is_hub)).all()
    )
    copied = sa.update(organisation_table).where(sa.not_(is_hub))
    await forge(
        office,
        copied.values(hub=True, proof=row.proof),
        sa.update(organisation_table).where(is_hub).values(hub=False),
    )
    about = await office.read(lambda conn: subjects_of(conn, office.vault, "hub", None))
    assert about.organisations == {office.hub}
    assert len(await altered_rows(office)) == 1
    shown = await office.read(lambda conn: organisations.everyone(conn, office.vault))
    assert [one.id for one in shown if one.hub] == [office.hub]


async def test_no_pair_gets_copies_that_is_of_another_kind_or_retired(office: Office) -> None:
    """The outside reviewer's is in one person's hands; one that retired may be in anybody's."""
    outside = await office.hire("Rev", "outside_reviewer")
    amina = await office.hire("Amina", "advocate")
    linh, officers = await office.survivor(amina), await three(office)
    await office.act_as(outside)(recovery.begin, [outside.id] * 3, "reviewer")
    for _ in range(3):
        share = await office.act_as(outside)(recovery.show_share, outside.private, "reviewer")
        await office.act_as(outside)(recovery.type_back, share, "reviewer")
    for _ in range(2):
        office.clock.forward(seconds=1)
        await ceremony(office, officers)
    in_force = await office.read(lambda conn: routing.recovery(conn, office.vault))
    assert in_force is not None
    others = recoveries.c.id != in_force.id
    later = office.clock.now() + DAY_MS
    again = {"kind": "recovery", "retired_at": None, "made_at": later}
    await forge(office, sa.update(recoveries).where(others).values(**again))
    assert await office.read(lambda conn: routing.recovery(conn, office.vault)) == in_force
    await office.do(grants.new_epoch, linh)
    assert await holders(office, linh) == {amina.id, in_force.id}
    await forge(office, sa.delete(recoveries).where(recoveries.c.id == in_force.id))
    await office.do(grants.new_epoch, linh)
    assert await holders(office, linh) == {amina.id}
    assert await altered_rows(office) == [
        "2 of pairs of keys are not as we wrote them: operations, 14"
    ]
