"""Two people do the same thing at the same moment: it is done once, and nobody sees a fault."""

import asyncio
import threading
from functools import partial

import sqlalchemy as sa

from bot.acts import conversation, enrolment, link, plans, recovery, staff
from bot.acts.act import Act
from bot.acts.staff import NewStaff
from bot.errors import Refused
from bot.storage import threads
from tests.acts.office import Office
from tests.acts.test_acts_grants import keep
from tests.acts.test_acts_link import linked
from tests.acts.test_acts_recovery import ceremony, three


async def test_two_who_open_a_thread_at_once_complete_recovery_once(office: Office) -> None:
    amina = await office.hire("Amina", "advocate")
    joe = await office.hire("Joe", "advocate")
    await office.cover(amina, joe)
    linh = await office.survivor(amina)
    await keep(office, linh, "words")
    await ceremony(office, await three(office))
    await asyncio.gather(
        *(
            office.act_as(one)(conversation.open_thread, linh, one.private)
            for one in (amina, joe, amina, joe)
        )
    )
    thread = await office.read(lambda conn: threads.of_survivor(conn, linh))
    assert thread is not None
    rows = await office.read(lambda conn: threads.grants_of(conn, thread.id))
    assert len({(row.epoch, row.holder_id) for row in rows}) == len(rows)


async def test_two_who_verify_at_once_begin_one_thread(office: Office) -> None:
    amina = await office.hire("Amina", "advocate", verified=False)
    ends = await asyncio.gather(
        *(office.act_as(office.boss)(enrolment.verify, amina.id, amina.words) for _ in range(3)),
        return_exceptions=True,
    )
    assert [one.code for one in ends if isinstance(one, Refused)] == ["not_waiting"] * 2
    assert ends.count(None) == 1


async def test_two_invitations_of_one_address_make_one_person(office: Office) -> None:
    new = NewStaff("Mara", "mara@example.org", office.charity, ("complaint_handler",))
    ends = await asyncio.gather(
        *(office.act_as(office.boss)(staff.invite, new) for _ in range(3)),
        return_exceptions=True,
    )
    assert [one.code for one in ends if isinstance(one, Refused)] == ["known_address"] * 2


async def test_shares_typed_back_at_once_are_all_counted(office: Office) -> None:
    people = await three(office)
    await office.act_as(people[0])(recovery.begin, [one.id for one in people])
    texts = [await office.act_as(one)(recovery.show_share, one.private) for one in people]
    ends = await asyncio.gather(
        *(
            office.act_as(one)(recovery.type_back, text)
            for one, text in zip(people, texts, strict=True)
        )
    )
    assert sorted(ends) == [False, False, True]


async def test_a_plan_written_twice_at_once_is_one_plan(office: Office) -> None:
    amina, linh, phone = await linked(office)
    await asyncio.gather(
        *(
            office.act_as(amina)(plans.keep, linh, {"voicemail": word}, phone)
            for word in ("yes", "no")
        ),
        office.act_as(amina)(link.freeze, phone),
    )
    plan = await office.read(lambda conn: plans.read(conn, office.vault, linh))
    assert plan.lines["voicemail"] in {"yes", "no"}


async def test_who_is_to_lose_a_copy_is_looked_at_after_whoever_loses_one_now(
    office: Office,
) -> None:
    amina, joe = await office.hire("Amina", "advocate"), await office.hire("Joe", "advocate")
    await office.cover(amina, joe)
    linh = await office.survivor(amina)
    thread = await office.read(partial(threads.of_survivor, survivor_id=linh))
    assert thread is not None
    begun, seen = threading.Event(), threading.Event()

    def takes_one_away(act: Act) -> None:
        threads.drop_grants(act.conn, thread.id, amina.id)
        begun.set()
        while act.conn.dialect.name == "postgresql" and not seen.is_set():
            if act.conn.execute(sa.text("SELECT 1 FROM pg_locks WHERE NOT granted")).first():
                break  # the other waits for this one to commit

    def looks(act: Act) -> set[bytes]:
        assert begun.wait(30)
        held = threads.grants_to_drop(act.conn, thread.id)
        seen.set()
        return {grant.holder_id for grant in held}

    _, left = await asyncio.gather(office.do(takes_one_away), office.do(looks))
    assert left == {joe.id}


async def test_two_who_are_sent_away_at_once_do_not_each_count_on_the_others_copy(
    office: Office,
) -> None:
    lea = await office.hire("Lea", "hub_lead", organisation=office.hub)
    amina, joe = await office.hire("Amina", "advocate"), await office.hire("Joe", "advocate")
    await office.cover(amina, joe)
    linh = await office.survivor(amina)
    await keep(office, linh, "words")
    ended = threading.Event()

    def first(act: Act) -> None:
        staff.disable(act, amina.id)
        while act.conn.dialect.name == "postgresql" and not ended.is_set():
            if act.conn.execute(sa.text("SELECT 1 FROM pg_locks WHERE NOT granted")).first():
                break  # the other waits for this one to commit

    def second(act: Act) -> None:
        staff.disable(act, joe.id)
        ended.set()

    await asyncio.gather(office.act_as(office.boss)(first), office.act_as(lea)(second))
    thread = await office.read(partial(threads.of_survivor, survivor_id=linh))
    assert thread is not None
    rows = await office.read(partial(threads.grants_of, thread_id=thread.id))
    assert {row.epoch for row in rows} == {*range(1, thread.epoch + 1)}
