"""Whoever asks for a person or for numbers after a silence asks once: the curtain comes between."""

import pytest

from bot.acts import link
from tests.office import Person
from tests.street import Street

CURTAIN = "Hello.\n1 Go on\n2 Not now"


@pytest.mark.parametrize(
    ("word", "said"),
    [("8", "You can speak with a person."), ("HELP", "Danger now: 999."), ("help", "999")],
)
async def test_it_is_answered_as_soon_as_she_goes_on(
    small_town: Street, amina: Person, river: bytes, word: str, said: str
) -> None:
    phone = await small_town.linked(amina, river)
    small_town.clock.forward(minutes=16)
    phone.lit.clear()
    await phone.write(word)
    assert phone.lit == [CURTAIN]
    await phone.write("1")
    assert said in phone.lit[1]


async def test_on_another_day_8_is_still_a_person(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await small_town.passes(hours=25)
    assert (await small_town.contact_of(phone)).state is None, "her conversation is forgotten"
    await phone.write("8")
    await phone.write("1")
    assert "You can speak with a person." in phone.last


async def test_on_a_phone_that_was_cut_off_8_is_whom_to_ring(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    row = await small_town.contact_of(phone)
    await small_town.office.does(amina, lambda act: link.freeze(act, row.id))
    await phone.write("8")
    assert any(text.startswith("Danger now: 999 ") for text in phone.lit[-2:])


async def test_a_stranger_who_wrote_8_hears_whom_to_ring(small_town: Street) -> None:
    phone = small_town.phone()
    for text in ("hello", "1", "1"):
        await phone.write(text)
    small_town.clock.forward(minutes=16)
    phone.lit.clear()
    await phone.write("8")
    assert phone.lit == [CURTAIN]
    await phone.write("1")
    assert phone.lit[1].startswith("Danger now: 999 ")


async def test_what_was_being_written_is_there_after_the_person(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    for text in ("3", "1", "My room is cold."):
        await phone.write(text)
    small_town.clock.forward(minutes=16)
    for text in ("8", "1"):
        await phone.write(text)
    back = next(line for line in phone.last.splitlines() if line.endswith("Go back"))
    await phone.write(back[0])
    assert phone.last.startswith("To Amina.\n1 Send")


async def test_who_does_not_go_on_asked_for_nobody(
    small_town: Street, amina: Person, river: bytes
) -> None:
    """Whoever takes the phone up later may be somebody else."""
    phone = await small_town.linked(amina, river)
    small_town.clock.forward(minutes=16)
    for text in ("8", "2"):
        await phone.write(text)
    small_town.clock.forward(minutes=16)
    phone.lit.clear()
    for text in ("hello", "1"):
        await phone.write(text)
    assert "speak with a person" not in "".join(phone.lit)


@pytest.mark.parametrize("word", ["8", "HELP"])
@pytest.mark.parametrize("choice", ["1", "2"])
async def test_no_words_are_lost_whether_she_goes_on_or_not(
    small_town: Street, amina: Person, river: bytes, word: str, choice: str
) -> None:
    phone = await small_town.linked(amina, river)
    for text in ("3", "1", "My room is cold."):
        await phone.write(text)
    small_town.clock.forward(minutes=16)
    for text in (word, choice):
        await phone.write(text)
    small_town.clock.forward(minutes=16)
    for text in ("hello", "1", "menu", "3"):
        await phone.write(text)
    assert phone.last.startswith("Your words are still here. They are not sent.")
