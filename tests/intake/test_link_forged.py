"""Whoever can write to the database, without our keys, links no phone to anybody by it."""

import sqlalchemy as sa

from bot.acts import conversation
from bot.storage.tables.messages import parked
from bot.storage.tables.survivors import contacts
from bot.storage.tables.threads import entries
from tests.office import Person
from tests.street import Handset, Street


async def names(town: Street, phone: Handset, survivor_id: bytes) -> None:
    """Let the row of a phone name a survivor, with nothing in it that would not open."""
    row = await town.contact_of(phone)
    forged = sa.update(contacts).where(contacts.c.id == row.id)
    nothing = {"state": None, "language": None, "settings": None}
    change = forged.values(survivor_id=survivor_id, standing="open", **nothing)
    await town.office.database.run(lambda conn: conn.execute(change) and None)


async def test_a_strangers_phone_that_the_database_calls_hers_is_told_nothing(
    small_town: Street, amina: Person, river: bytes
) -> None:
    await small_town.linked(amina, river)
    await small_town.office.does(
        amina, lambda act: conversation.reply(act, river, "Come to the library.", "en")
    )
    stranger = small_town.phone("sms")
    await stranger.write("hello")
    await names(small_town, stranger, river)
    before = len(stranger.lit)
    for text in ("1", "1", "1", "1", "1", "show", "I am her", "1"):
        await stranger.write(text)
        await small_town.passes(minutes=1)
    said = " ".join(stranger.lit[before:])
    for words in ("library", "Amina", "River"):
        assert words not in said
    assert [row.kind for row in await small_town.rows(entries)] == ["reply"]


async def test_her_phone_that_the_database_calls_another_womans_gives_her_words_to_nobody_else(
    small_town: Street, amina: Person, river: bytes
) -> None:
    """They wait, parked, for as long as the row is as it is."""
    joe = await small_town.office.hire("Joe", "advocate")
    other = await small_town.office.survivor(joe, "Lake-3", "en")
    phone = await small_town.linked(amina, river)
    await names(small_town, phone, other)
    await phone.write("I am at the library")
    for _ in range(5):
        await small_town.passes(hours=1)
    assert await small_town.rows(entries) == []
    assert len(await small_town.rows(parked)) == 1


async def test_a_phone_that_the_database_finds_under_her_row_is_not_hers(
    small_town: Street, amina: Person, river: bytes
) -> None:
    """It is told nothing of hers, and what it writes is passed to nobody as hers."""
    hers = await small_town.linked(amina, river)
    await small_town.office.does(
        amina, lambda act: conversation.reply(act, river, "Come to the library.", "en")
    )
    other = small_town.phone("telegram")
    await other.write("hello")
    theirs, row = await small_town.contact_of(other), await small_town.contact_of(hers)
    index = small_town.office.vault.address_index("telegram", other.address)

    def swap(conn: sa.Connection) -> None:
        for one, found_by in ((theirs, b"elsewhere"), (row, index)):
            change = sa.update(contacts).where(contacts.c.id == one.id)
            conn.execute(change.values(address_index=found_by))

    await small_town.office.database.run(swap)
    before = len(other.lit)
    for text in ("1", "1", "show", "I am her", "1"):
        await other.write(text)
        await small_town.passes(hours=1)
    said = " ".join(other.lit[before:])
    for words in ("library", "Amina", "River"):
        assert words not in said
    assert len(await small_town.rows(parked)) == 5
    assert [one.kind for one in await small_town.rows(entries)] == ["reply"]
