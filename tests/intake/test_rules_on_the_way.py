"""Rules of conversations.md A3 that only the whole way of a message can keep, by their number."""

import secrets

import pytest
import sqlalchemy as sa
import structlog.testing

from bot.acts import conversation, link
from bot.storage.database import Busy
from bot.storage.tables.threads import entries
from tests.office import Person
from tests.street import Street

ANSWER = "See you on Tuesday."


async def limit(town: Street, spare: int) -> None:
    """Leave the database so many pages to grow by, like a disk that is nearly full."""

    def unit(conn: sa.Connection) -> None:
        conn.exec_driver_sql("PRAGMA max_page_count=1000000")
        free = conn.exec_driver_sql("PRAGMA freelist_count").scalar_one()
        conn.exec_driver_sql("CREATE TABLE IF NOT EXISTS filler (filled BLOB)")
        filled = ((free + 1) * 4096,)
        conn.exec_driver_sql("INSERT INTO filler VALUES (zeroblob(?))", filled)
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        conn.exec_driver_sql(f"PRAGMA max_page_count={pages + spare}")

    await town.office.database.run(unit)


async def test_rule_23_without_durable_storage_there_is_no_receipt(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await small_town.begins_words(phone)
    await phone.write(secrets.token_hex(4_900))  # nothing that grows smaller when it is packed
    await limit(small_town, 0)
    phone.lit.clear()
    with structlog.testing.capture_logs() as logs:
        for _ in range(3):
            with pytest.raises(Busy):
                await phone.pick("Send")
    told = [(one["event"], one["fault"]) for one in logs if one["log_level"] == "error"]
    assert told == [("messages can't be kept", "SQLITE_FULL")], "once: the disk is full of more"
    assert phone.lit == []
    assert await small_town.rows(entries) == []
    await limit(small_town, 100_000)
    with structlog.testing.capture_logs() as logs:
        await small_town.brings(phone, "text", text="1")  # the carrier tries again
    assert ("messages are kept again", 3) in [(one["event"], one.get("times")) for one in logs]
    assert phone.lit[0].startswith("Kept for Amina")
    assert len(await small_town.rows(entries)) == 1


async def answered(town: Street, advocate: Person, survivor: bytes) -> None:
    await town.office.does(advocate, lambda act: conversation.reply(act, survivor, ANSWER, "en"))
    await town.passes(hours=1)


async def test_rule_26_who_looks_herself_gets_no_note_of_an_answer(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await small_town.begins_words(phone)
    await phone.write("hello")
    await phone.pick("Send")
    await phone.pick("No, I will look")
    await phone.pick("Not now")  # a word of her own
    await small_town.passes(hours=1)
    phone.lit.clear()
    await answered(small_town, amina, river)
    assert phone.lit == []
    await phone.write("hello")
    await phone.write("1")
    assert "You have something to read." in phone.last


async def test_rule_26_a_frozen_phone_gets_nothing_of_the_thread(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await small_town.sends_words(phone, "hello")
    contact = (await small_town.contact_of(phone)).id
    await answered(small_town, amina, river)
    await small_town.office.does(amina, lambda act: link.freeze(act, contact))
    phone.lit.clear()
    await small_town.passes(hours=20)
    for said in ("hello", "1", "1"):
        await phone.write(said)
    assert not any("something to read" in one or "Tuesday" in one for one in phone.lit)


async def test_rule_36_no_text_has_an_address_to_open(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    for said in ("1", "1", "1", "HELP", "5", "1", "8", "2", "0", "6"):
        await phone.write(said)
    assert len(phone.lit) > 10
    assert not any("http" in one or "www." in one or "t.me" in one for one in phone.lit)


async def test_rule_43_stop_comes_before_a_freeze_a_lock_leaving_and_a_crisis(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await phone.write("STOP")
    phone.lit.clear()
    for said in ("I want to die", "9", "HELP", "8", "hello"):
        await phone.write(said)
    contact = (await small_town.contact_of(phone)).id
    await small_town.office.does(amina, lambda act: link.freeze(act, contact))
    await phone.write("hello again")
    assert phone.lit == []


async def test_rule_43_leaving_comes_before_crisis_words_and_both_keep_the_words(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await small_town.begins_words(phone)
    await phone.write("I want to die")
    assert "Nobody here is reading now." in phone.last
    phone.lit.clear()
    await phone.write("9")
    assert phone.lit == []
    for said in ("hello", "1"):
        await phone.write(said)
    await small_town.begins_words(phone)
    assert "Your words are still here. They are not sent." in phone.last
    await phone.pick("Send")
    assert len(await small_town.rows(entries)) == 1
