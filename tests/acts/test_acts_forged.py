"""Whoever can write to the database, without our keys, is given nothing by it.

They may set any clear column, and copy or delete any envelope; they make none.
"""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from bot import alerting, altered, routing, vouched
from bot.acts import approvals, conversation, grants, invites, link, relations, survivors
from bot.acts.staff import disable
from bot.clock import DAY_MS
from bot.conflicts import subjects_of, team
from bot.console.staffing import load_me
from bot.errors import Refused, SealBroken
from bot.routing import relations_of
from bot.storage import threads
from bot.storage.tables.duties import approvals as approval_table
from bot.storage.tables.keys import grants as grant_table
from bot.storage.tables.staff import relations as relation_table
from bot.storage.tables.staff import roles, staff
from bot.storage.tables.survivors import invites as invite_table
from bot.storage.tables.survivors import survivors as survivor_table
from tests.acts.office import Office, Person
from tests.acts.test_acts_grants import keep, read


async def forge(office: Office, *changes: sa.Executable) -> None:
    """Write into the database by hand."""

    def unit(conn: sa.Connection) -> None:
        for change in changes:
            conn.execute(change)

    await office.database.run(unit)


async def holders(office: Office, survivor_id: bytes) -> set[bytes]:
    """Return who holds the epoch that runs."""

    def query(conn: sa.Connection) -> set[bytes]:
        thread = threads.of_survivor(conn, survivor_id)
        assert thread is not None
        rows = threads.grants_of(conn, thread.id)
        return {row.holder_id for row in rows if row.epoch == thread.epoch}

    return await office.read(query)


def hers(survivor_id: bytes, advocate_id: bytes) -> sa.Update:
    """Make somebody the advocate of a survivor."""
    is_her = survivor_table.c.id == survivor_id
    return sa.update(survivor_table).where(is_her).values(advocate_id=advocate_id)


def made(person: bytes, **values: object) -> sa.Update:
    """Make somebody of staff something else."""
    return sa.update(staff).where(staff.c.id == person).values(**values)


async def test_who_makes_themselves_her_advocate_is_given_nothing(office: Office) -> None:
    """Neither what arrives from then on, nor her name and plan; and her advocate still is hers."""
    amina, joe = await office.hire("Amina", "advocate"), await office.hire("Joe", "advocate")
    linh = await office.survivor(amina)
    await forge(office, hers(linh, joe.id))
    assert await office.do(grants.settle) == 0
    await office.do(grants.new_epoch, linh)
    assert await holders(office, linh) == {amina.id}
    await keep(office, linh, "from then on")
    with pytest.raises(Refused):
        await office.act_as(joe)(conversation.open_thread, linh, joe.private)
    assert read(await office.act_as(amina)(conversation.open_thread, linh, amina.private)) == [
        "from then on"
    ]
    vault = office.vault
    assert await office.read(lambda conn: survivors.of_advocate(conn, vault, joe.id)) == []
    described = await office.read(lambda conn: survivors.describe(conn, vault, linh))
    assert described.advocate_id == amina.id


async def test_an_advocate_of_another_survivor_is_not_copied_into_her_row(office: Office) -> None:
    amina, joe = await office.hire("Amina", "advocate"), await office.hire("Joe", "advocate")
    linh, other = await office.survivor(amina), await office.survivor(joe, "Lake-3")
    theirs = sa.select(survivor_table.c.advocate).where(survivor_table.c.id == other)
    is_her = survivor_table.c.id == linh
    copied = sa.update(survivor_table).where(is_her).values(advocate=theirs.scalar_subquery())
    await forge(office, hers(linh, joe.id), copied)
    await office.do(grants.settle)
    await office.do(grants.new_epoch, linh)
    assert await holders(office, linh) == {amina.id}, "what runs goes on, to nobody else"


async def test_a_key_that_nobody_heard_is_given_nothing(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    joe = await office.hire("Joe", "advocate", verified=False)
    await office.cover(amina, joe)
    linh = await office.survivor(amina)
    await forge(office, made(joe.id, state="active", verified_at=office.clock.now()))
    await office.do(grants.settle)
    await office.do(grants.new_epoch, linh)
    assert await holders(office, linh) == {amina.id}


async def test_who_left_does_not_come_back_by_the_database(office: Office) -> None:
    amina, joe = await office.hire("Amina", "advocate"), await office.hire("Joe", "advocate")
    await office.cover(amina, joe)
    linh = await office.survivor(amina)
    assert await holders(office, linh) == {amina.id, joe.id}
    await office.act_as(office.boss)(disable, joe.id)
    await forge(office, made(joe.id, state="active"))
    await office.do(grants.settle)
    assert await holders(office, linh) == {amina.id}
    now = office.clock.now()
    assert await office.read(lambda conn: load_me(conn, office.vault, joe.id, now)) is None


@pytest.mark.parametrize(
    "change",
    [
        {"ended_at": None},
        {"since": 0, "ended_at": None},
    ],
)
async def test_a_cover_that_ended_does_not_begin_again_by_the_database(
    office: Office, change: dict[str, object]
) -> None:
    amina, joe = await office.hire("Amina", "advocate"), await office.hire("Joe", "advocate")
    await office.cover(amina, joe)
    linh = await office.survivor(amina)
    office.clock.forward(seconds=1)
    (one,) = await office.do(lambda act: relations_of(act.conn, act.vault, amina.id, act.now))
    await office.do(relations.end, one.id, office.clock.now())
    await office.do(grants.settle)
    assert await holders(office, linh) == {amina.id}
    await forge(office, sa.update(relation_table).values(**change))
    await office.do(grants.settle)
    assert await holders(office, linh) == {amina.id}


async def test_a_relation_that_shuts_out_is_not_ended_by_the_database(office: Office) -> None:
    """Joe handles complaints of the Hub, and is related to her advocate."""
    amina = await office.hire("Amina", "advocate")
    joe = await office.hire("Joe", "complaint_handler", organisation=office.hub)
    await office.do(relations.record, amina.id, "related", joe.id)
    await forge(office, sa.update(relation_table).values(ended_at=1))
    now = office.clock.now()
    assert joe.id not in await _team(office, amina, now)


async def _team(office: Office, amina: Person, now: int) -> set[bytes]:
    def query(conn: sa.Connection) -> set[bytes]:
        subjects = subjects_of(conn, office.vault, "advocate", amina.id)
        return {one.id for one in team(conn, office.vault, subjects, None, now).handlers}

    return await office.read(query)


@pytest.mark.parametrize("role", ["complaint_handler", "hub_admin", "auditor", "officer"])
async def test_a_role_that_stands_in_the_database_alone_is_none(office: Office, role: str) -> None:
    amina = await office.hire("Amina", "advocate")
    joe = await office.hire("Joe", "interpreter", organisation=office.hub)
    now = office.clock.now()
    await forge(office, sa.insert(roles).values(staff_id=joe.id, role=role, since=0))
    me = await office.read(lambda conn: load_me(conn, office.vault, joe.id, now))
    assert me is not None
    assert me.roles == {"interpreter"}
    assert joe.id not in await _team(office, amina, now)
    away = sa.delete(roles).where(roles.c.staff_id == office.boss.id)
    await forge(office, away)
    boss = await office.read(lambda conn: load_me(conn, office.vault, office.boss.id, now))
    assert boss is not None
    assert boss.roles == {"hub_admin"}, "nor is one taken away"


async def test_a_colleague_who_moves_to_another_employer_by_the_database_stays_shut_out(
    office: Office,
) -> None:
    amina = await office.hire("Amina", "advocate", organisation=office.hub)
    joe = await office.hire("Joe", "complaint_handler", organisation=office.hub)
    await forge(office, made(joe.id, organisation_id=office.charity))
    now = office.clock.now()
    assert joe.id not in await _team(office, amina, now)
    linh = await office.survivor(amina)
    near = await office.read(lambda conn: alerting.nearby(conn, office.vault, linh, now))
    assert joe.id in near


@pytest.mark.parametrize(
    "forged",
    [
        lambda lea: {"proposed_by": lea.id},
        lambda _: {"proposed_by": b"x" * 16},
        lambda _: {"kind": "role_take"},
    ],
)
async def test_nobody_makes_their_proposal_a_colleagues_or_another_one_of_it(
    office: Office, forged: Callable[[Person], dict[str, object]]
) -> None:
    lea = await office.hire("Lea", "hub_lead", organisation=office.hub)
    amina = await office.hire("Amina", "advocate")
    body = {"staff": amina.id.hex(), "role": "complaint_handler"}
    proposal = await office.act_as(office.boss)(approvals.propose, "role_give", body)
    await forge(office, sa.update(approval_table).values(**forged(lea)))
    for person in (office.boss, lea):
        with pytest.raises((Refused, SealBroken)):
            await office.act_as(person)(approvals.decide, proposal, yes=True)
    tomorrow = office.clock.now() + DAY_MS
    held = await office.read(lambda conn: vouched.roles_of(conn, office.vault, amina.id, tomorrow))
    assert held == {"advocate"}


async def test_a_copy_that_we_never_gave_opens_no_page_about_her(office: Office) -> None:
    amina, joe = await office.hire("Amina", "advocate"), await office.hire("Joe", "advocate")
    linh = await office.survivor(amina)
    (grant,) = await office.read(lambda conn: threads.grants_of_holder(conn, amina.id))
    row = {
        "id": b"f" * 16,
        "object_id": grant.object_id,
        "epoch": grant.epoch,
        "holder_id": joe.id,
        "holder": grant.holder,
        "sealed": grant.sealed,
        "created_at": grant.created_at,
    }
    await forge(office, sa.insert(grant_table).values(**row))
    found = await office.read(lambda conn: routing.held_by(conn, office.vault, joe.id))
    assert found == set()
    assert await office.read(lambda conn: routing.held_by(conn, office.vault, amina.id)) == {linh}
    with pytest.raises(Refused) as refused:
        await office.act_as(joe)(survivors.needs_holder, linh)
    assert refused.value.code == "not_a_holder"


async def test_a_code_of_ones_own_leads_to_nobody_else(office: Office) -> None:
    """Neither by turning it to her, nor by putting it into an invitation of hers."""
    amina, joe = await office.hire("Amina", "advocate"), await office.hire("Joe", "advocate")
    linh, other = await office.survivor(amina), await office.survivor(joe, "Lake-3")
    await office.act_as(amina)(invites.make, linh)
    mine = await office.act_as(joe)(invites.make, other)
    phone = await office.phone()
    is_mine = invite_table.c.subject_id == other
    (row,) = await office.read(
        lambda conn: conn.execute(sa.select(invite_table.c.code_mac).where(is_mine)).all()
    )
    turned = sa.update(invite_table).where(is_mine).values(subject_id=linh)
    await forge(office, turned)
    assert await office.do(link.code_opens, mine.code) is None
    assert await office.do(link.use_code, phone, mine.code) is None
    await forge(
        office,
        sa.delete(invite_table).where(invite_table.c.code_mac == row.code_mac),
        sa.update(invite_table)
        .where(invite_table.c.subject_id == linh)
        .values(code_mac=row.code_mac),
    )
    assert await office.do(link.use_code, phone, mine.code) is None


async def test_an_act_begins_with_what_we_vouched_for_and_takes_nothing_forged_in(
    office: Office,
) -> None:
    """Somebody who writes a role beside hers, and waits until we seal her row anew."""
    lea = await office.hire("Lea", "hub_lead", organisation=office.hub)
    joe = await office.hire("Joe", "advocate")
    await forge(office, sa.insert(roles).values(staff_id=joe.id, role="officer", since=0))
    body = {"staff": joe.id.hex(), "role": "interpreter"}
    proposal = await office.act_as(office.boss)(approvals.propose, "role_give", body)
    await office.act_as(lea)(approvals.decide, proposal, yes=True)
    later = office.clock.now() + 2 * DAY_MS
    held = await office.read(lambda conn: vouched.roles_of(conn, office.vault, joe.id, later))
    assert held == {"advocate", "interpreter"}
    assert await office.read(lambda conn: altered.found(conn, office.vault, 0)) == [
        "1 of staff are not as we wrote them: operations, 14"
    ]
