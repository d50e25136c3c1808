"""Leaving holds at any time and shows nothing, whatever is on the phone and however long it lay."""

import asyncio

import pytest

from bot.channels.wire import Channel, Inbound, Outgoing
from bot.storage.tables.messages import outbox
from tests.office import Person
from tests.street import Handset, Street

SPEAKING = {"reply", "apart", "receipt", "error", "crisis", "curtain", "push"}


def said_since(town: Street, number: int) -> list[str]:
    """What any phone was told since so many were sent."""
    return [out.cls for out in town.sent[number:] if out.cls in SPEAKING]


@pytest.mark.parametrize("channel", ["sms", "telegram"])
@pytest.mark.parametrize("word", ["9", "leave", "٩", "\u200f9", "9️⃣"])
@pytest.mark.parametrize("minutes", [0, 16, 24 * 60 + 1])
async def test_it_sends_nothing_and_empties_the_chat_also_after_a_silence(
    small_town: Street, amina: Person, river: bytes, channel: Channel, word: str, minutes: int
) -> None:
    phone = await small_town.linked(amina, river, channel)
    if minutes > 24 * 60:
        await small_town.passes(minutes=minutes)  # her conversation is forgotten
    else:
        small_town.clock.forward(minutes=minutes)
    before = len(small_town.sent)
    await phone.write(word)
    await small_town.settle()
    assert said_since(small_town, before) == []
    assert channel == "sms" or phone.shown == {}
    await phone.write("hello?")
    assert phone.last.startswith("Hello."), "and the next message is met by the curtain"


async def test_a_button_of_a_card_of_before_leaves(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river, "telegram")
    await phone.write("I want to die")
    left = phone.button("Leave")
    await phone.tap("Carry on")
    before = len(small_town.sent)
    await small_town.brings(phone, "tap", data=left)
    assert said_since(small_town, before) == []
    assert phone.shown == {}
    assert await small_town.rows(outbox) == []


async def test_a_button_of_a_card_of_before_asks_for_a_person(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river, "telegram")
    person = phone.button("A person")
    await phone.tap("Help numbers")
    await small_town.brings(phone, "tap", data=person)
    assert phone.last.startswith("You can speak with a person.")


@pytest.mark.parametrize("asked", ["HELP", "I want to die"])
async def test_what_was_on_the_wire_while_she_left_is_taken_off_the_phone_again(
    small_town: Street, amina: Person, river: bytes, asked: str
) -> None:
    phone = await small_town.linked(amina, river, "telegram")
    begun, goes_on = asyncio.Event(), asyncio.Event()

    async def slow(out: Outgoing) -> None:
        if out.cls in SPEAKING:
            begun.set()
            await goes_on.wait()

    small_town.on_the_wire = slow
    asks = asyncio.create_task(phone.write(asked))
    await begun.wait()
    now = small_town.clock.now()
    await small_town.intake.take(
        Inbound("telegram", "us", "9002", phone.address, 9_002, "text", now, text="leave")
    )
    goes_on.set()
    await asks
    await small_town.settle()
    assert phone.lit[-1].startswith(("Danger now", "Nobody here", "It sounds")), "it was sent"
    assert phone.shown == {}


async def test_a_button_pressed_twice_leaves_once_and_says_nothing(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river, "telegram")
    left = phone.button("Leave")
    before = len(small_town.sent)
    for _ in range(2):
        await small_town.brings(phone, "tap", data=left)
    assert said_since(small_town, before) == []
    assert phone.shown == {}


async def test_somebody_who_never_wrote_is_shown_the_languages_whatever_the_number(
    small_town: Street,
) -> None:
    phone: Handset = small_town.phone()
    await phone.write("9")
    assert phone.last.startswith("1 English")
