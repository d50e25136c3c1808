"""When our own code fails: parked, told, tried again, and at last given to the advocate."""

import pytest
import sqlalchemy as sa

from bot import parking
from bot.channels.wire import Inbound, InboundKind
from bot.contact import Contact, pack
from bot.flows.state import State
from bot.storage import contacts as stored
from bot.storage.tables.messages import parked
from bot.storage.tables.survivors import contacts
from bot.storage.tables.threads import entries
from bot.turning import Result
from tests.office import Person
from tests.street import Handset, Street


@pytest.fixture
async def small_town(town: Street) -> Street:
    """Both databases: here a unit fails, and another follows it at once."""
    return town


async def spoil(town: Street, phone: Handset) -> bytes:
    """Put a state there that does not open, as a fault of ours would; return the good one."""
    row = await town.contact_of(phone)
    spoiled = sa.update(contacts).where(contacts.c.id == row.id).values(state=b"spoiled")
    await town.office.database.run(lambda conn: conn.execute(spoiled) and None)
    return bytes(row.state)


async def mend(town: Street, phone: Handset, good: bytes) -> None:
    row = await town.contact_of(phone)
    mended = sa.update(contacts).where(contacts.c.id == row.id).values(state=good)
    await town.office.database.run(lambda conn: conn.execute(mended) and None)


async def test_rule_24_she_is_told_in_plain_words_that_her_message_is_kept(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await spoil(small_town, phone)
    await phone.write("I am here")
    assert "It is not you. Your words were kept." in phone.last
    assert any(digit.isdigit() for digit in phone.last), "a person's number is in it"
    kept = await small_town.rows(parked)
    assert len(kept) == 1
    assert b"I am here" not in bytes(kept[0].raw)


@pytest.mark.parametrize("kind", ["text", "call", "blocked"])
async def test_whoever_wrote_nothing_is_told_of_no_fault(
    small_town: Street, amina: Person, river: bytes, kind: InboundKind
) -> None:
    phone = await small_town.linked(amina, river)
    row, now = await small_town.contact_of(phone), small_town.clock.now()
    came = Inbound("sms", "us", "CA1", phone.address, 1, kind, now)

    def unit(conn: sa.Connection) -> Result:
        found = stored.get(conn, bytes(row.id))
        assert found
        contact = Contact(small_town.service.vault, found, phone.address)
        return parking.park(conn, small_town.service, contact, came, "Fault", b"")

    result = await small_town.office.database.run(unit)
    told = result.batch is not None and any(out.cls == "error" for out, _ in result.batch.rows)
    assert told == (kind == "text")


async def test_a_parked_message_is_handled_once_the_fault_is_gone(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    good = await spoil(small_town, phone)
    await phone.write("HELP")
    await mend(small_town, phone, good)
    await small_town.passes(seconds=31)
    assert await small_town.rows(parked) == []
    assert "Write to my advocate" in phone.last


async def test_after_three_tries_the_words_go_to_the_advocate_marked(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await spoil(small_town, phone)
    await phone.write("I am here")
    for _ in range(4):
        await small_town.passes(minutes=31)
    assert await small_town.rows(parked) == []
    assert [row.mark for row in await small_town.rows(entries)] == ["fault"]
    await phone.write("hello")
    assert phone.last.startswith("Hello."), "a state nobody can read parks nothing any more"


async def test_what_cannot_even_be_given_up_stays_and_stops_nobody_elses(
    small_town: Street, amina: Person, river: bytes
) -> None:
    lake = await small_town.office.survivor(amina, "Lake-1")
    one, other = await small_town.linked(amina, river), await small_town.linked(amina, lake)
    for phone in (one, other):
        await spoil(small_town, phone)
        await phone.write("I am here")
    hers = (await small_town.contact_of(one)).id
    broken = sa.update(parked).where(parked.c.contact_id == hers).values(raw=b"does not open")
    await small_town.office.database.run(lambda conn: conn.execute(broken) and None)
    for _ in range(5):
        await small_town.passes(minutes=31)
    assert [row.contact_id for row in await small_town.rows(parked)] == [hers]
    assert [row.mark for row in await small_town.rows(entries)] == ["fault"]


async def test_a_conversation_from_a_newer_release_is_parked_and_not_touched(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    row = await small_town.contact_of(phone)
    vault = small_town.service.vault
    newer = pack(State()).replace(b"[1,", b"[99,", 1)

    def unit(conn: sa.Connection) -> None:
        from bot.acts.act import data_key  # noqa: PLC0415 - only here

        key = data_key(conn, vault, river)
        sealed = vault.seal("contacts.state", row.id, newer, key)
        conn.execute(sa.update(contacts).where(contacts.c.id == row.id).values(state=sealed))

    await small_town.office.database.run(unit)
    await phone.write("I am here")
    assert [kept.fault for kept in await small_town.rows(parked)] == ["StateFromNewer"]
    assert "Your words were kept" in phone.last
