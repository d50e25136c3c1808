"""The gates in every standing: STOP, START, leave, HELP, a person, the lock, the curtain."""

import json

import pytest

from bot.acts import conversation, invites, link
from bot.errors import SendError
from bot.storage.tables.duties import tasks
from bot.storage.tables.messages import outbox, parked
from bot.storage.tables.threads import entries
from tests.office import Person
from tests.street import Street


async def reads(town: Street, person: Person, survivor: bytes) -> list[bytes]:
    """Return the words that somebody of staff can open of a survivor's."""
    opened = await town.office.does(
        person, lambda act: conversation.open_thread(act, survivor, person.private)
    )
    return [one.words.body for one in opened.entries if one.words]


async def test_stop_silences_until_start_and_deletes_nothing(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await phone.write("STOP")
    phone.lit.clear()
    for text in ("1", "hello?", "HELP", "9"):
        await phone.write(text)
    assert phone.lit == []
    assert (await small_town.contact_of(phone)).survivor_id == river
    await phone.write("START")
    assert "Write to my advocate" in phone.last


@pytest.mark.parametrize("word", ["START", "unstop", "BẮT ĐẦU"])
async def test_start_where_nothing_was_stopped_is_the_menu_and_no_word_of_a_message(
    small_town: Street, amina: Person, river: bytes, word: str
) -> None:
    phone = await small_town.linked(amina, river)
    await phone.write(word)
    assert "Write to my advocate" in phone.last
    await small_town.begins_words(phone)
    await phone.write("My room is cold")
    await phone.write(word)
    assert "Write to my advocate" in phone.last
    await phone.pick("Write to my advocate")
    assert "Send" in phone.last, phone.last
    await phone.pick("Send")
    (entry,) = await small_town.rows(entries)
    assert await reads(small_town, amina, river) == [b"My room is cold"]
    assert entry.mark is None


async def test_what_one_person_wrote_and_did_not_send_is_gone_when_the_phone_is_anothers(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river, "telegram")
    await small_town.begins_words(phone)
    await phone.write("I am River and hide from Tom.")
    omar = await small_town.office.hire("Omar", "advocate")
    lake = await small_town.office.survivor(omar, "Lake-3")
    card = await small_town.office.does(omar, lambda act: invites.make(act, lake))
    await phone.write(f"/start {card.link}")
    await phone.pick("Yes")
    await phone.pick("Yes")
    await small_town.begins_words(phone)
    assert "To Omar." not in phone.last
    assert "Omar works Mon" in phone.last
    await phone.write("It is Lake.")
    await phone.pick("Send")
    (entry,) = await small_town.rows(entries)
    assert await reads(small_town, omar, lake) == [b"It is Lake."]
    assert entry.mark is None


async def test_stop_by_text_is_checked_by_voice_once_because_a_number_proves_nothing(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    for text in ("STOP", "STOP", "START", "STOP"):
        await phone.write(text)
    (task,) = await small_town.rows(tasks)
    assert (task.kind, task.staff_id, task.survivor_id) == ("check_by_voice", amina.id, river)


async def test_stop_on_telegram_or_from_a_stranger_asks_nobody(
    small_town: Street, amina: Person, river: bytes
) -> None:
    for phone in (await small_town.linked(amina, river, "telegram"), small_town.phone()):
        await phone.write("STOP")
    assert await small_town.rows(tasks) == []


async def test_rule_41_start_after_a_quarter_of_an_hour_reveals_nothing(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await phone.write("STOP")
    await small_town.passes(hours=2)
    phone.lit.clear()
    await phone.write("START")
    assert phone.lit == ["Hello.\n1 Go on\n2 Not now"]
    await phone.write("1")
    assert "Write to my advocate" in phone.last


async def test_words_written_while_stopped_are_kept_for_the_advocate(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await phone.write("STOP")
    await phone.write("please help me")
    assert [row.mark for row in await small_town.rows(entries)] == ["stopped"]


async def test_rule_26_a_note_is_never_sent_to_a_stopped_phone_and_staff_see_that_it_is_held(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await small_town.sends_words(phone, "hello")
    await small_town.office.does(amina, lambda act: conversation.reply(act, river, "Hi", "en"))
    await phone.write("STOP")
    phone.lit.clear()
    await small_town.passes(hours=2)
    assert phone.lit == []
    assert "note_held" in [row.delivery for row in await small_town.rows(entries)]


@pytest.mark.parametrize("word", ["9", "Leave", "٩"])
async def test_leaving_draws_the_curtain_and_sends_nothing(
    small_town: Street, amina: Person, river: bytes, word: str
) -> None:
    phone = await small_town.linked(amina, river)
    phone.lit.clear()
    await phone.write(word)
    assert phone.lit == []
    await phone.write("hello")
    assert phone.last.splitlines() == ["Hello.", "1 Go on", "2 Not now"]


async def test_leaving_on_telegram_deletes_what_can_be_deleted(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river, "telegram")
    await phone.tap("Leave")
    assert phone.screen == []


async def test_leaving_asks_for_nothing_that_the_carrier_deletes_no_more(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river, "telegram")
    old = {int(message) for message in phone.shown}
    await small_town.passes(hours=48)
    await phone.write("hello")
    new = {int(message) for message in phone.shown} - old
    small_town.sent.clear()
    await phone.write("/leave")
    asked = [json.loads(out.payload)["delete"] for out in small_town.sent if out.cls == "delete"]
    assert new <= {message for messages in asked for message in messages}
    assert old.isdisjoint(message for messages in asked for message in messages)


@pytest.mark.parametrize("minutes", [16, -16], ids=["passed", "the clock was put back"])
async def test_rule_41_after_a_quarter_of_an_hour_the_next_message_reveals_nothing(
    small_town: Street, amina: Person, river: bytes, minutes: int
) -> None:
    phone = await small_town.linked(amina, river)
    small_town.clock.forward(minutes=minutes)
    await phone.write("1")
    assert phone.last.splitlines() == ["Hello.", "1 Go on", "2 Not now"]
    await phone.write("1")
    assert "Write to my advocate" in phone.last


async def test_words_behind_the_curtain_are_not_lost(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    small_town.clock.forward(minutes=16)
    await phone.write("I am at the station")
    for label in ("Go on", "Go on", "Send"):
        await phone.pick(label)
    assert len(await small_town.rows(entries)) == 1


async def test_rule_42_the_card_on_telegram_becomes_the_curtain_by_itself(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river, "telegram")
    lit = len(phone.lit)
    await small_town.passes(minutes=16)
    assert phone.last == "Hello."
    assert len(phone.lit) == lit, "an edit never lights the screen"


async def test_help_in_any_state_shows_numbers_and_where_she_is(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await phone.write("HELP")
    assert "999" in phone.last
    assert "Write to my advocate" in phone.last


async def test_ringing_the_number_becomes_a_task_and_says_nothing(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    phone.lit.clear()
    await small_town.brings(phone, "call")
    assert phone.lit == []
    assert [row.kind for row in await small_town.rows(tasks)] == ["call_me"]


async def test_who_rings_again_and_again_under_her_number_fills_no_list(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    for _ in range(20):
        await small_town.brings(phone, "call")
        await small_town.passes(minutes=1)
    assert [row.kind for row in await small_town.rows(tasks)] == ["call_me"]
    await small_town.passes(hours=1)
    await small_town.brings(phone, "call")
    assert len(await small_town.rows(tasks)) == 2, "a ring an hour later is news"


async def test_ringing_the_number_does_not_lift_the_curtain(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    small_town.clock.forward(minutes=16)
    await small_town.brings(phone, "call")
    await phone.write("1")
    assert phone.last.splitlines() == ["Hello.", "1 Go on", "2 Not now"]


async def test_ringing_the_number_does_not_use_up_what_she_is_still_to_be_told(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await small_town.begins_words(phone)
    await phone.write("hello")
    small_town.down = SendError("x", permanent=False)
    await phone.pick("Send")
    await small_town.passes(minutes=11)
    small_town.down = None
    await small_town.passes(minutes=1)
    await small_town.brings(phone, "call")
    phone.lit.clear()
    await phone.write("1")
    assert phone.lit[0] == "Your last message was kept."


async def test_a_call_from_nobody_known_leaves_no_trace(small_town: Street) -> None:
    await small_town.brings(small_town.phone(), "call")
    assert await small_town.rows(tasks) == []
    assert await small_town.rows(outbox) == []


async def test_a_frozen_phone_is_a_stranger_and_hears_nothing_of_the_thread(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    contact = (await small_town.contact_of(phone)).id
    await small_town.office.does(amina, lambda act: link.freeze(act, contact))
    await phone.write("hello")
    await phone.write("1")
    assert not any("Write to my advocate" in text for text in phone.lit[-2:])
    await phone.write("please tell Amina")
    assert await small_town.rows(entries) == []


async def test_an_old_note_pressed_on_a_frozen_phone_opens_nothing_and_is_no_fault(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river, "telegram")
    await small_town.sends_words(phone, "hello")
    await small_town.office.does(amina, lambda act: conversation.reply(act, river, "Hi", "en"))
    await small_town.passes(minutes=20)
    show = phone.button("Show")
    contact = (await small_town.contact_of(phone)).id
    await small_town.office.does(amina, lambda act: link.freeze(act, contact))
    for data in (show, "n:zz", f"n:{'ab' * 16}"):
        await small_town.brings(phone, "tap", data=data)
    assert phone.button("I have a code"), "the menu of somebody who is not linked"
    assert await small_town.rows(parked) == []
