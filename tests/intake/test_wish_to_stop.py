"""A wish to stop in other words than STOP: asked about by digits, on every phone, and honoured."""

import pytest

from bot.acts import conversation, invites
from bot.storage.tables.duties import tasks
from tests.office import Person
from tests.street import Street

ASKED = "Shall I stop writing to you?\n1 Yes\n2 No"
STOPPED = "You will get no more texts. Text START to come back."


@pytest.mark.parametrize(
    "said", ["Please stop.", "stop texting me", "Wrong number", "DON’T TEXT ME"]
)
async def test_a_wish_to_stop_is_asked_about_and_yes_is_stop(
    small_town: Street, amina: Person, river: bytes, said: str
) -> None:
    phone = await small_town.linked(amina, river)
    await phone.write(said)
    assert phone.last == ASKED
    await phone.write("1")
    assert phone.last == STOPPED
    phone.lit.clear()
    for text in ("1", "hello?", "HELP"):
        await phone.write(text)
    assert phone.lit == []
    (task,) = await small_town.rows(tasks)
    assert (task.kind, task.survivor_id) == ("check_by_voice", river)
    await phone.write("START")
    assert "Write to my advocate" in phone.last


async def test_no_goes_on_and_what_she_wrote_can_still_be_sent(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await phone.write("please stop")
    await phone.write("2")
    assert "Write to my advocate" in phone.last
    await phone.write("I do not want calls at night")
    await phone.write("1")
    assert "Shall I send your words to Amina?" in phone.last
    assert "1 Send" in phone.last


async def test_a_wish_to_stop_passes_the_curtain_and_reveals_nothing(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await small_town.passes(hours=30)
    phone.lit.clear()
    await phone.write("stop texting me")
    assert phone.lit == [ASKED]
    await phone.write("2")
    assert phone.lit[1:] == ["Hello.\n1 Go on\n2 Not now"]
    await phone.write("stop texting me")
    await phone.write("1")
    assert phone.last == STOPPED


async def test_after_a_yes_through_the_curtain_the_wish_is_not_offered_to_be_sent(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    small_town.clock.forward(minutes=16)
    await phone.write("I am at the station now")
    await phone.write("please stop texting me")
    await phone.write("1")
    assert phone.last == STOPPED
    await phone.write("START")
    for label in ("Go on", "Send"):
        await phone.pick(label)
    opened = await small_town.office.does(
        amina, lambda act: conversation.open_thread(act, river, amina.private)
    )
    sent = [one.words.body for one in opened.entries if one.words]
    assert sent == [b"I am at the station now"]


async def test_words_that_are_gathered_for_her_advocate_stay_words(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await small_town.begins_words(phone)
    await phone.write("please stop")
    assert "1 Send" in phone.last
    await phone.write("leave me alone")
    assert "1 Send" in phone.last
    await phone.write("please stop him, he texts me all day")
    assert ASKED not in phone.lit


async def test_whoever_stands_for_nobody_can_stop_too(small_town: Street) -> None:
    stranger = small_town.phone()
    for text in ("hello", "1", "1", "wrong number", "1"):
        await stranger.write(text)
    assert stranger.last == STOPPED
    assert await small_town.rows(tasks) == []


async def test_a_wish_to_stop_of_somebody_who_may_be_young_is_asked_about(
    small_town: Street, amina: Person, river: bytes
) -> None:
    card = await small_town.office.does(amina, lambda act: invites.make(act, river))
    phone = small_town.phone()
    for text in (card.shown, "1", "3"):
        await phone.write(text)
    await phone.write("stop texting me")
    assert phone.last == ASKED
    await phone.write("2")
    assert "These people help young people." in phone.last
    await phone.write("stop texting me")
    await phone.write("1")
    assert phone.last == STOPPED


async def test_on_telegram_a_button_stops(small_town: Street, amina: Person, river: bytes) -> None:
    phone = await small_town.linked(amina, river, "telegram")
    await phone.write("stop messaging me")
    await phone.pick("Yes")
    assert "You will get no more texts." in phone.last
    phone.lit.clear()
    await phone.write("hello")
    assert phone.lit == []
