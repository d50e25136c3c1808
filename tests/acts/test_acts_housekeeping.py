"""Links sleep when nobody answers and nothing arrives, and the advocate knows before and after."""

import sqlalchemy as sa

from bot.acts import grants, link, relations
from bot.acts.housekeeping import keep_house
from bot.clock import DAY_MS
from bot.storage import contacts, tasks, threads
from bot.storage.tables.survivors import contacts as contacts_table
from tests.acts.office import Office
from tests.acts.test_acts_link import contact, linked


async def house(office: Office) -> int:
    done = 0
    while batch := await office.do(keep_house, silent_days=90, failure_days=2):
        done += batch
    return done


async def kinds(office: Office, person: bytes) -> list[str]:
    return [one.kind for one in await office.read(lambda conn: tasks.of(conn, person))]


async def fail(office: Office, phone: bytes, days: int) -> None:
    """Let sending to a phone fail for good on so many days."""
    failed_at = office.clock.now()
    await office.database.run(
        lambda conn: conn.execute(
            sa.update(contacts_table)
            .where(contacts_table.c.id == phone)
            .values(failed_days=days, failed_at=failed_at)
        )
    )


async def test_an_unreachable_handset_alone_never_sleeps(office: Office) -> None:
    amina, _, phone = await linked(office)
    office.clock.forward(days=30)
    await fail(office, phone, 5)
    assert await house(office) == 0
    office.clock.forward(days=100)
    await fail(office, phone, 1)
    assert await house(office) == 0
    assert await kinds(office, amina.id) == []
    assert (await contact(office, phone)).standing == "open"


async def test_the_advocate_is_warned_a_week_before_and_told_after(office: Office) -> None:
    amina, _, phone = await linked(office)
    office.clock.forward(days=84)
    await fail(office, phone, 2)
    assert await house(office) == 1
    assert await kinds(office, amina.id) == ["sleeps_soon"]
    assert await house(office) == 0
    office.clock.forward(days=7)
    assert await house(office) == 1
    assert await kinds(office, amina.id) == ["asleep"], "what was to come has come"
    assert (await contact(office, phone)).standing == "asleep"


async def test_who_writes_again_does_not_sleep(office: Office) -> None:
    amina, _, phone = await linked(office)
    office.clock.forward(days=84)
    await fail(office, phone, 2)
    await house(office)
    assert await kinds(office, amina.id) == ["sleeps_soon"]
    now = office.clock.now() + DAY_MS
    await office.database.run(lambda conn: contacts.change(conn, phone, thread_at=now))
    office.clock.forward(days=60)
    assert await house(office) == 1
    assert await kinds(office, amina.id) == [], "nobody need check the number"
    office.clock.forward(days=60)
    assert await house(office) == 0
    assert await kinds(office, amina.id) == [], "what failed before she wrote says nothing now"
    assert (await contact(office, phone)).standing == "open"


async def test_what_is_heard_of_anything_else_keeps_no_link_awake(office: Office) -> None:
    amina, _, phone = await linked(office)
    office.clock.forward(days=91)
    await fail(office, phone, 2)
    now = office.clock.now() + DAY_MS
    await office.database.run(lambda conn: contacts.change(conn, phone, heard_at=now))
    await house(office)
    assert await kinds(office, amina.id) == ["asleep"]


async def test_a_link_that_was_woken_has_its_time_again(office: Office) -> None:
    amina, _, phone = await linked(office)
    office.clock.forward(days=91)
    await fail(office, phone, 2)
    await house(office)
    await office.do(link.wake, phone)
    await fail(office, phone, 2)
    office.clock.forward(days=30)
    assert await house(office) == 0
    assert await kinds(office, amina.id) == []


async def test_cover_that_begins_tomorrow_gets_its_epoch_tomorrow(office: Office) -> None:
    amina, linh, _ = await linked(office)
    joe = await office.hire("Joe", "advocate")
    tomorrow = office.clock.now() + DAY_MS
    await office.do(relations.record, amina.id, "cover", joe.id, tomorrow)
    assert await office.do(grants.settle) == 0
    office.clock.forward(days=1)
    now = office.clock.now()
    due = await office.read(lambda conn: grants.out_of_step(conn, office.vault, now))
    assert due == [linh]
    assert await office.do(grants.settle) == 1
    thread = await office.read(lambda conn: threads.of_survivor(conn, linh))
    assert thread is not None
    held = await office.read(lambda conn: threads.grants_held(conn, thread.id, joe.id))
    assert [row.epoch for row in held] == [2]
