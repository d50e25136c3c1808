"""The record of acts: in the order in which they were done, and sealed in two chains."""

from datetime import date
from functools import partial

import sqlalchemy as sa

from bot.acts import audit, grants, relations
from bot.acts.act import Act
from bot.clock import DAY_MS, ManualClock
from bot.conflicts import Subjects, shut_out
from bot.routing import relations_of
from bot.storage import audit as stored
from bot.storage.database import Database
from bot.storage.retention import erase_survivor
from bot.storage.tables.audit import audit as acts
from bot.storage.tables.audit import audit_days, complaint_days, complaint_leaves
from tests.acts.office import Office


async def run(office: Office, change: sa.Executable) -> None:
    await office.database.run(lambda conn: conn.execute(change) and None)


async def faults(office: Office, *, closed: bool = False) -> list[str]:
    now = office.clock.now()
    look = audit.verify_closed if closed else audit.verify
    return await office.read(lambda conn: look(conn, now))


async def sealed(office: Office, *acts_of_a_day: str) -> None:
    """Do acts on one day, and seal it."""

    def do(act: Act) -> None:
        for number, word in enumerate(acts_of_a_day):
            act.record(word, bytes([number]) * 16)

    await office.do(do)
    office.clock.forward(days=1)
    await office.do(audit.seal_days)


async def test_acts_of_one_moment_stand_in_the_order_in_which_they_were_done(
    office: Office,
) -> None:
    words = [f"act {number}" for number in range(40)]

    def do(act: Act) -> None:
        for word in words:
            act.record(word)

    await office.do(do)
    now = office.clock.now() + 1
    found = await office.read(lambda conn: stored.newest(conn, now, 40))
    assert [row.act for row in found if row.act.startswith("act ")] == words[::-1]


async def test_a_page_never_ends_in_the_middle_of_a_moment(office: Office) -> None:
    def five(act: Act) -> None:
        for _ in range(5):
            act.record("reply")

    for _ in range(3):
        office.clock.forward(seconds=1)
        await office.do(five)
    seen: list[bytes] = []
    before = office.clock.now() + 1
    while rows := await office.read(partial(stored.newest, before=before, most=7)):
        seen += [row.id for row in rows]
        before = rows[-1].at
    everything = await office.read(lambda conn: conn.execute(sa.select(acts.c.id)).scalars().all())
    assert sorted(seen) == sorted(everything)
    assert len(seen) == len(set(seen))


async def test_acts_in_complaints_change_nothing_that_the_other_chain_seals(
    database: Database, clock: ManualClock
) -> None:
    office = Office(database, clock)
    await office.open()
    await sealed(office, "reply", "complaint_open", "complaint_made", "reply")
    day = await office.read(stored.days)
    closed = await office.read(lambda conn: stored.days(conn, complaints=True))
    assert [row.day for row in day] == [row.day for row in closed]
    assert await faults(office) == []
    without = [
        sa.delete(acts).where(acts.c.act.startswith("complaint")),
        sa.delete(complaint_leaves),
    ]
    for change in without:
        await run(office, change)
    rest = [line for line in await faults(office) if line != audit.ELSEWHERE]
    assert rest == [], "the hash of the lists is over the lists alone"


async def test_a_row_of_a_complaint_that_was_touched_is_found_and_its_day_told_only_on_demand(
    office: Office,
) -> None:
    await sealed(office, "reply", "complaint_made")
    of_it = acts.c.act == "complaint_made"
    row = await office.read(lambda conn: conn.execute(sa.select(acts).where(of_it)).one())
    for change in (
        sa.update(acts).where(of_it).values(act="complaint_open"),
        sa.delete(acts).where(acts.c.id == row.id),
        sa.insert(acts).values(id=b"n" * 16, at=row.at, act="complaint_close"),
    ):
        await run(office, change)
        assert await faults(office) == [audit.ELSEWHERE]
        assert "complaint" not in audit.ELSEWHERE
        assert len(await faults(office, closed=True)) == 1


async def test_a_quiet_day_looks_like_a_day_with_complaints(office: Office) -> None:
    await sealed(office, "reply")
    await sealed(office, "complaint_made")
    days = await office.read(lambda conn: stored.days(conn, complaints=True))
    assert len(days) >= 2
    assert len({len(row.hash) for row in days}) == 1
    assert len({len(row.salt) for row in days}) == 1


async def test_acts_that_went_with_their_complaint_leave_what_their_day_needs(
    office: Office,
) -> None:
    await sealed(office, "complaint_made", "complaint_open", "reply")
    made = await office.read(lambda conn: stored.of_object(conn, bytes(16)))
    await office.do(lambda act: audit.reduce(act, made))  # of a sealed day
    office.clock.forward(days=1)
    await office.do(audit.seal_days)
    assert await faults(office) == []
    assert await faults(office, closed=True) == []
    assert await office.read(lambda conn: stored.of_object(conn, bytes(16))) == []


async def test_acts_that_go_before_their_day_is_sealed_do_not_break_it(office: Office) -> None:
    def do(act: Act) -> None:
        act.record("complaint_open", bytes(16))
        audit.reduce(act, stored.of_object(act.conn, bytes(16)))

    await office.do(do)
    office.clock.forward(days=1)
    await office.do(audit.seal_days)
    assert await faults(office) == []


async def test_a_gap_that_no_retention_vouches_for_is_found(office: Office) -> None:
    """Somebody who writes to the database takes an act out and leaves what its day needs."""
    await sealed(office, "complaint_open", "complaint_note")
    rows = await office.read(lambda conn: stored.of_object(conn, bytes(16)))
    left = stored.LeafRow(audit._leaf(rows[0]), "2026-03-02", b"x" * 16)
    await office.do(lambda act: stored.reduce(act.conn, [left], [rows[0].id]))
    assert await faults(office) == [audit.ELSEWHERE]


async def test_days_sealed_by_the_release_before_verify_as_they_were_sealed(
    office: Office,
) -> None:
    await sealed(office, "reply", "complaint_made")

    def as_before(act: Act) -> None:
        last = b""
        act.conn.execute(sa.delete(complaint_days))
        for row in stored.days(act.conn):
            day = date.fromisoformat(row.day)
            general, closed = audit._of_day(act.conn, day)
            last = audit._hash(audit.TAG_AS_ONE, row.salt, last, [*general, *closed])
            of_day = sa.update(audit_days).where(audit_days.c.day == row.day)
            act.conn.execute(of_day.values(hash=last))

    await office.do(as_before)
    assert await faults(office) == []
    await sealed(office, "complaint_open")
    assert await faults(office) == []
    assert len(await office.read(lambda conn: stored.days(conn, complaints=True))) == 1
    await run(office, sa.delete(acts).where(acts.c.act == "complaint_made"))
    assert len(await faults(office)) == 1


async def test_the_chain_of_complaints_cannot_be_dropped_unseen(office: Office) -> None:
    await sealed(office, "reply")
    await run(office, sa.delete(complaint_days))
    assert len(await faults(office)) == 1


async def test_what_is_older_than_two_years_goes_with_what_is_left_of_it(office: Office) -> None:
    await sealed(office, "complaint_open")
    rows = await office.read(lambda conn: stored.of_object(conn, bytes(16)))
    await office.do(lambda act: audit.reduce(act, rows))
    office.clock.forward(days=audit.RETENTION_DAYS, seconds=12 * 3600)
    await office.do(audit.seal_days)
    await office.do(audit.seal_days)
    now = office.clock.now()
    before = now - audit.RETENTION_DAYS * DAY_MS
    await office.do(lambda act: stored.trim(act.conn, before, 500))
    assert await faults(office) == []
    left = await office.read(lambda conn: conn.execute(sa.select(acts.c.at)).scalars().all())
    assert min(left, default=now) >= before


async def test_who_ever_held_a_thread_is_shut_out_of_her_complaints_for_as_long_as_there_is_one(
    office: Office,
) -> None:
    amina = await office.hire("Amina", "advocate")
    joe = await office.hire("Joe", "advocate", organisation=office.hub)
    linh = await office.survivor(amina)
    await office.cover(amina, joe)
    await office.do(grants.settle)
    await office.do(lambda act: ends_cover(act, amina.id))
    await office.act_as(amina)(grants.revoke, linh, joe.id)
    office.clock.forward(days=audit.RETENTION_DAYS + 30)
    now = office.clock.now()

    def later(act: Act) -> frozenset[bytes]:
        stored.trim(act.conn, act.now - audit.RETENTION_DAYS * DAY_MS, 500)
        return shut_out(act.conn, act.vault, Subjects(frozenset({amina.id})), linh, act.now)

    assert joe.id in await office.do(later)
    assert await faults(office) == []
    await office.do(lambda act: erase_survivor(act.conn, linh, now))
    await office.do(later)
    assert await office.read(lambda conn: conn.execute(sa.select(acts.c.id)).all()) == []


def ends_cover(act: Act, advocate_id: bytes) -> None:
    for one in relations_of(act.conn, act.vault, advocate_id, act.now):
        relations.end(act, one.id, act.now)
