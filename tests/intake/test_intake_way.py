"""The way of a message: from a phone to the thread, and an answer back to the phone."""

import sqlalchemy as sa

from bot.acts import conversation, invites
from bot.storage.tables.messages import inbound, outbox
from bot.storage.tables.survivors import contacts
from bot.storage.tables.threads import entries, waiting
from tests.office import Person
from tests.street import Street


async def test_a_first_text_gets_the_languages_and_nothing_else(town: Street) -> None:
    phone = town.phone()
    await phone.write("hello")
    assert len(phone.screen) == 1
    assert "English" in phone.last
    assert "advocate" not in phone.last.lower()


async def test_a_code_among_words_is_a_code_where_words_are_not_gathered(
    small_town: Street, amina: Person, river: bytes
) -> None:
    card = await small_town.office.does(amina, lambda act: invites.make(act, river))
    phone = small_town.phone()
    await phone.write(f"Hello, my code is {card.shown}")
    assert "Is this a good time?" in phone.last
    for label in ("Yes", "Yes", "Write to my advocate", "Go on"):
        await phone.pick(label)
    await phone.write(f"My code was {card.shown}")
    assert phone.last.startswith("To Amina."), "linked already, and words to somebody"


async def test_a_repeated_webhook_is_taken_and_changes_nothing(town: Street) -> None:
    phone = town.phone()
    assert await town.brings(phone, "text", text="hello", external="same")
    before = list(phone.screen)
    assert not await town.brings(phone, "text", text="hello", external="same")
    assert phone.screen == before
    assert len(await town.rows(inbound)) == 1


async def test_nothing_waits_in_the_outbox_once_it_was_sent(town: Street) -> None:
    phone = town.phone("telegram")
    await phone.write("/start")
    await town.settle()
    assert await town.rows(outbox) == []
    assert (await town.contact_of(phone)).sending_until is None


async def test_words_go_sealed_to_the_advocate_and_the_receipt_names_her_and_a_day(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await small_town.sends_words(phone, "I cannot sleep")
    kept = await small_town.rows(entries)
    assert len(kept) == 1
    assert b"sleep" not in bytes(kept[0].body)
    assert any("Kept for Amina" in text and "answer by Wed 4 Mar" in text for text in phone.screen)
    thread = await small_town.office.does(
        amina, lambda act: conversation.open_thread(act, river, amina.private)
    )
    assert [entry.words.body for entry in thread.entries if entry.words] == [b"I cannot sleep"]


async def test_rule_42_her_own_words_are_taken_out_of_a_telegram_chat_once_they_are_kept(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river, "telegram")
    await small_town.sends_words(phone, "I cannot sleep")
    assert not any("sleep" in text for text in phone.screen)
    assert any("taken out of this chat" in text for text in phone.screen)


async def test_an_answer_lies_behind_one_neutral_note_and_opens_when_she_asks(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await small_town.sends_words(phone, "hello")
    await small_town.passes(hours=1)
    phone.lit.clear()
    await small_town.office.does(
        amina, lambda act: conversation.reply(act, river, "See you on Tuesday", "en")
    )
    await small_town.settle()
    assert [text.splitlines()[0] for text in phone.lit] == ["You have something to read."]
    assert await state_of(small_town) == "note_sent"
    await phone.write("1")
    assert "See you on Tuesday" in phone.last
    assert await state_of(small_town) == "opened"


async def state_of(town: Street) -> object:
    return next(row.delivery for row in await town.rows(entries) if row.kind == "reply")


async def test_an_opened_answer_is_hidden_again_and_its_copy_is_gone(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river, "telegram")
    await small_town.sends_words(phone, "hello")
    await small_town.passes(hours=1)
    await small_town.office.does(
        amina, lambda act: conversation.reply(act, river, "See you on Tuesday", "en")
    )
    await small_town.settle()
    await phone.tap("Show")
    assert "See you on Tuesday" in phone.last
    await small_town.passes(minutes=10, seconds=1)
    assert not any("Tuesday" in text for text in phone.screen)
    assert await small_town.rows(waiting) == []


async def test_a_stranger_is_forgotten_after_a_day_with_the_key(town: Street) -> None:
    phone = town.phone()
    await phone.write("hello")
    await town.passes(hours=25)
    assert await town.rows(contacts) == []


async def test_a_conversation_that_does_not_open_keeps_nobody_from_being_forgotten(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await small_town.sends_words(phone, "hello")
    await small_town.passes(hours=1)
    await small_town.office.does(amina, lambda act: conversation.reply(act, river, "Hi", "en"))
    await small_town.settle()
    hers = (await small_town.contact_of(phone)).id
    spoiled = sa.update(contacts).where(contacts.c.id == hers).values(state=b"spoiled")
    await small_town.office.database.run(lambda conn: conn.execute(spoiled) and None)
    await small_town.phone().write("a stranger")
    await small_town.passes(hours=25)
    assert [(row.id, row.state) for row in await small_town.rows(contacts)] == [(hers, None)]


async def test_bodies_are_deleted_at_the_carrier_of_texts(small_town: Street) -> None:
    phone = small_town.phone()
    await phone.write("hello")
    await small_town.intake.receipt(next(iter(phone.shown)), "delivered", "")
    await small_town.settle()
    assert len(small_town.redacted) == 2


async def test_a_body_whose_receipt_was_lost_is_deleted_at_the_carrier_all_the_same(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await small_town.passes(hours=9)
    sent = set(phone.shown)
    assert sent.isdisjoint(small_town.redacted)
    await small_town.passes(hours=4)
    assert sent <= set(small_town.redacted)
    small_town.redacted.clear()
    await small_town.passes(hours=4)
    assert small_town.redacted == [], "once"


async def test_an_unknown_receipt_is_ignored(small_town: Street) -> None:
    await small_town.intake.receipt("SM00000000", "delivered", "")
    assert await small_town.rows(outbox) == []


async def test_an_unreachable_handset_alone_never_counts_against_a_link(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await small_town.sends_words(phone, "hello")
    await small_town.passes(hours=1)
    for error, days in (("30003", 0), ("30005", 1)):
        answered = set(phone.shown)
        for message in answered:
            await small_town.intake.receipt(message, "undelivered", "30005")
        await small_town.office.does(amina, lambda act: conversation.reply(act, river, "Hi", "en"))
        await small_town.passes(hours=1)
        (note,) = set(phone.shown) - answered
        await small_town.intake.receipt(note, "undelivered", error)
        assert (await small_town.contact_of(phone)).failed_days == days
        await phone.write("1")  # it is read
        await small_town.passes(hours=1)
