"""What the service does for itself: the first run, the audit's seals, the rotation of keys."""

import pytest
import sqlalchemy as sa

from bot.acts import audit, conversation, rotation, setup, staff, tasks
from bot.acts.act import Act
from bot.acts.rotation import Place
from bot.clock import ManualClock
from bot.errors import Refused
from bot.routing import verified
from bot.storage import audit as stored
from bot.storage import people
from bot.storage.database import Database
from bot.storage.tables.audit import audit as audit_table
from bot.storage.tables.audit import audit_days
from bot.vault import Vault
from bot.vault.server import ServerKeys
from tests.acts.office import QUICK, Office
from tests.acts.test_acts_grants import keep, read


async def test_setup_invites_the_first_administrator_once(
    database: Database, clock: ManualClock
) -> None:
    vault = Vault(ServerKeys.generate(), QUICK)
    invitation = await database.run(
        lambda conn: setup.first_administrator(
            Act(conn, vault, clock.now()), "Sol", "sol@example.org"
        )
    )
    found = await database.read(
        lambda conn: staff.invited(conn, vault, invitation.token, clock.now())
    )
    assert found is not None
    assert found.name == "Sol"
    assert found.roles == {"hub_admin"}
    assert found.invited_by is None
    with pytest.raises(Refused) as refused:
        await database.run(
            lambda conn: setup.first_administrator(Act(conn, vault, clock.now()), "X", "x@y.z")
        )
    assert refused.value.code == "already_set_up"


async def test_each_day_is_sealed_once_it_is_over_and_verifies(office: Office) -> None:
    assert await office.do(audit.seal_days) == 0
    office.clock.forward(days=3)
    await office.hire("Amina", "advocate")
    assert await office.do(audit.seal_days) == 3
    assert await office.do(audit.seal_days) == 0
    assert await faults(office) == []


async def faults(office: Office) -> list[str]:
    now = office.clock.now()
    return await office.read(lambda conn: audit.verify(conn, now))


async def test_a_row_changed_deleted_or_added_later_is_found(office: Office) -> None:
    office.clock.forward(days=2)
    await office.do(audit.seal_days)
    rows = await office.read(lambda conn: stored.newest(conn, office.clock.now(), 100))
    column = audit_table.c
    for change in (
        sa.update(audit_table).where(column.id == rows[0].id).values(act="open"),
        sa.delete(audit_table).where(column.id == rows[0].id),
        sa.insert(audit_table).values(id=b"n" * 16, at=rows[0].at, act="grant"),
    ):
        await office.do(_run, change)
        assert len(await faults(office)) == 1


def _run(act: Act, change: sa.Executable) -> None:
    act.conn.execute(change)


async def test_a_day_without_its_seal_is_found(office: Office) -> None:
    office.clock.forward(days=4)
    await office.do(audit.seal_days)
    days = await office.read(lambda conn: [one.day for one in conn.execute(sa.select(audit_days))])
    await office.database.run(
        lambda conn: conn.execute(sa.delete(audit_days).where(audit_days.c.day == sorted(days)[1]))
    )
    found = await faults(office)
    assert f"{sorted(days)[1]}: this day's seal is missing" in found


async def test_after_a_rotation_everything_opens_and_the_old_key_is_not_needed(
    office: Office,
) -> None:
    amina = await office.hire("Amina", "advocate")
    joe = await office.hire("Joe", "advocate")
    await office.cover(amina, joe)
    linh = await office.survivor(amina)
    await keep(office, linh, "before")
    await office.do(tasks.raise_task, "x", detail="of the Hub")
    await office.do(tasks.raise_task, "y", survivor_id=linh, detail="of hers")

    old = office.vault.field_key_ids()[0]
    office.keys = office.keys.rotated()
    office.vault = Vault(office.keys, QUICK)
    status = await office.read(lambda conn: rotation.status(conn, office.vault))
    newest = office.vault.field_key_ids()[0].hex()
    assert set(status) == {newest, old.hex()}
    assert status[newest] == 0
    assert status[old.hex()] > 10

    place: Place | None = Place()
    while place is not None:
        place = await office.do(rotation.rewrap_batch, place)
    status = await office.read(lambda conn: rotation.status(conn, office.vault))
    assert status[old.hex()] == 0

    office.keys = office.keys.without(old)
    office.vault = Vault(office.keys, QUICK)
    seen = await office.act_as(amina)(conversation.open_thread, linh, amina.private)
    assert read(seen) == ["before"]
    row = await office.read(lambda conn: people.get(conn, joe.id))
    assert verified(office.vault, row) is not None
    now = office.clock.now()
    hub = await office.read(lambda conn: tasks.hubs(conn, office.vault, office.boss.id, now))
    assert {one.detail for one in hub} == {"of the Hub", "of hers"}
    kept = await office.read(lambda conn: people.get(conn, amina.id))
    assert kept is not None
    again = await office.enrol(*await invite_one(office))
    assert again.id != amina.id


async def invite_one(office: Office) -> tuple[bytes, str]:
    new = staff.NewStaff("New", "new@example.org", office.hub, ("hub_lead",))
    invitation = await office.act_as(office.boss)(staff.invite, new)
    return invitation.staff_id, invitation.token
