"""One time, many people: one gets it, everybody else is kindly offered others."""

import asyncio
import secrets
from dataclasses import replace
from functools import partial

import pytest
import sqlalchemy as sa

from bot.acts import calendars, meetings, meetings_after
from bot.acts.act import Act
from bot.acts.meetings import Wanted, ask
from bot.booking import Rules, quarters
from bot.channels.wire import Inbound
from bot.contact import Contact
from bot.errors import Conflict, Refused
from bot.storage import contacts
from bot.storage.tables.meetings import appointments
from bot.storage.tables.meetings import quarters as taken
from bot.storage.tables.messages import parked
from bot.storage.tables.threads import entries
from tests.office import Person
from tests.street import Handset, Street

CROWD = 200


async def _crowd(town: Street, amina: Person, size: int) -> list[Handset]:
    """Many people of one advocate, linked, of age, at the menu."""
    phones = []
    for number in range(size):
        survivor = await town.office.survivor(amina, f"Person-{number}")
        contact = await town.office.phone(amina, survivor, "sms")
        address = await town.office.database.run(partial(_come_of_age, town=town, contact=contact))
        phones.append(town.phone("sms", address))
    return phones


def _come_of_age(conn: sa.Connection, town: Street, contact: bytes) -> str:
    contacts.change(conn, contact, adult_at=town.clock.now())
    row = contacts.get(conn, contact)
    assert row is not None
    return Contact(town.office.vault, row).address


async def _sends(town: Street, phone: Handset, text: str) -> None:
    """One text, at the same moment as everybody else's."""
    number = secrets.token_hex(8)
    await town.intake.take(
        Inbound(
            channel="sms",
            source="us",
            external=number,
            address=phone.address,
            sequence=1,
            kind="text",
            at=town.clock.now(),
            text=text,
            message=number,
        )
    )


async def _all_send(town: Street, phones: list[Handset], label: str) -> None:
    numbers = [_number(phone, label) for phone in phones]
    town.clock.forward(seconds=1)
    await asyncio.gather(
        *(_sends(town, phone, text) for phone, text in zip(phones, numbers, strict=True))
    )
    await town.outbox.idle()


def _number(phone: Handset, label: str) -> str:
    for line in phone.last.splitlines():
        number, _, words = line.partition(" ")
        if words.startswith(label):
            return number
    raise AssertionError(f"no choice {label!r} in {phone.last!r}")


@pytest.mark.long
@pytest.mark.parametrize("size", [CROWD])
async def test_of_200_who_want_one_time_one_gets_it_and_199_are_offered_others(
    town: Street, size: int
) -> None:
    amina = await town.office.hire("Amina", "advocate")
    await town.office.does(amina, lambda act: calendars.keep_rules(act, Rules(at_once=True)))
    phones = await _crowd(town, amina, size)
    for phone in phones:
        await _sends(town, phone, "hello")
    await town.outbox.idle()
    for label in ("Meet my advocate", "Phone", "No", "Any time", "Yes"):
        await _all_send(town, phones, label)
    wanted = {phone.last.splitlines()[1] for phone in phones}
    assert len(wanted) == 1, "everybody is offered the same three"
    time = wanted.pop().partition(" ")[2]
    await _all_send(town, phones, time)
    await _all_send(town, phones, "Book it")

    got = [phone for phone in phones if any(f"Booked: {time}" in one for one in phone.screen)]
    late = [phone for phone in phones if phone not in got]
    assert len(got) == 1
    for phone in late:
        assert phone.last.startswith("Somebody else has just taken that time.")
        offered = [line for line in phone.last.splitlines() if line[:1] in "123"]
        assert len(offered) == 3
        assert all(time not in line for line in offered)
    assert await town.rows(parked) == []
    made = await town.rows(appointments)
    assert [row.state for row in made] == ["booked"]
    assert len(await town.rows(taken)) == len(quarters(made[0].starts_at, Rules()))

    # And those who were too late get another one, a few at a time.
    for phone in late[:3]:
        await phone.write("1")
        if phone.last.startswith("That one has just gone."):
            await phone.write("1")
        await phone.pick("Book it")
    assert len({row.starts_at for row in await town.rows(appointments)}) >= 2
    assert await town.rows(entries) == []


async def test_who_taps_a_time_that_has_gone_meanwhile_is_told_so(
    small_town: Street, amina: Person, river: bytes
) -> None:
    other = await small_town.office.survivor(amina, "Cedar-4")
    hers = await small_town.linked(amina, river)
    his = await small_town.linked(amina, other, "telegram")
    for phone in (hers, his):
        for label in ("Meet my advocate", "Phone", "No", "Any time", "Yes"):
            await phone.pick(label)
    time = hers.last.splitlines()[1].partition(" ")[2]
    await hers.pick(time)
    await hers.pick("Book it")
    await his.tap(time)
    assert his.last.startswith("That one has just gone.")
    assert time not in his.last


async def test_two_units_never_take_one_quarter(town: Street) -> None:
    """On both databases, meetings that overlap by a quarter: whoever is first has it."""
    amina = await town.office.hire("Amina", "advocate")
    people = [await town.office.survivor(amina, f"Person-{n}") for n in range(8)]
    start = (town.clock.now() // 3_600_000 + 72) * 3_600_000
    rules = Rules(length_minutes=60, buffer_minutes=0)

    async def wants(survivor: bytes, at: int) -> bool:
        try:
            await town.office.does(
                None, lambda act: ask(act, Wanted(survivor, at, "phone", {}), rules)
            )
        except Conflict:
            return False
        return True

    times = [start + n % 4 * 900_000 for n in range(8)]
    got = await asyncio.gather(*(wants(*both) for both in zip(people, times, strict=True)))
    assert sum(got) == 1
    assert len(await town.rows(taken)) == 4


async def test_a_move_that_comes_too_late_leaves_her_the_old_time(
    town: Street,
) -> None:
    amina = await town.office.hire("Amina", "advocate")
    one, two = [await town.office.survivor(amina, f"Person-{n}") for n in range(2)]
    start = (town.clock.now() // 3_600_000 + 72) * 3_600_000
    rules = replace(Rules(), at_once=True)
    mine = await town.office.does(None, lambda a: ask(a, Wanted(one, start, "phone", {}), rules))
    later = start + 7_200_000
    await town.office.does(None, lambda a: ask(a, Wanted(two, later, "phone", {}), rules))

    def move(act: Act) -> bytes:
        return meetings.move(act, mine, Wanted(one, later, "phone", {}), rules)

    with pytest.raises(Conflict):
        await town.office.does(None, move)
    with pytest.raises(Refused, match="time_taken"):
        await town.office.does(amina, lambda act: meetings_after.move(act, mine, later, rules))
    states = await town.office.database.read(
        lambda conn: sorted(conn.execute(sa.select(appointments.c.state)).scalars())
    )
    assert states == ["booked", "booked"]
