"""Crisis words on every free text: whatever is asked, whoever writes, whatever they stand under."""

import pytest

from bot.storage.tables.threads import entries
from tests.office import Person
from tests.street import Handset, Street

HARD = "It sounds like things may be very hard. I am a computer. You choose:"
WORDS = "I want to die"

ASKED = {
    "at the menu": (),
    "where a nation is asked": ("Help numbers",),
    "in the list of languages": ("Language",),
    "under the settings": ("Settings and my data",),
    "where a word may be typed to find a right": ("My rights",),
    "where her wishes for a meeting are asked": ("Meet my advocate", "Phone"),
    "where a person is offered": ("8",),
    "before her words to her advocate": ("Write to my advocate", "Go on"),
    "where the words are shown back": ("Write to my advocate", "Go on", "words:cold room"),
    "where a complaint begins": ("Worry or complaint",),
    "where it is asked what about": ("Worry or complaint", "put right", "My advocate", "Go on"),
    "where words may be added to a complaint": (
        "Worry or complaint", "put right", "My advocate", "Go on", "words:3",
    ),
    "where a complaint is shown back": (
        "Worry or complaint", "put right", "My advocate", "Go on", "words:3", "No words",
    ),
    "where six digits are chosen": (
        "Worry or complaint", "put right", "My advocate", "Go on", "words:3", "No words", "Send",
        "Say sorry",
    ),
    "where three digits are to be sent back": (
        "Settings and my data", "My data", "Erase everywhere", "Erase everything",
    ),
}  # fmt: skip


async def choose(phone: Handset, *labels: str) -> None:
    """Answer by what stands on the phone, or with words."""
    for label in labels:
        if label.startswith("words:"):
            await phone.write(label.removeprefix("words:"))
            continue
        if label.isdecimal():
            await phone.write(label)
            continue
        numbered = [line for line in phone.last.splitlines() if label in line and line[0].isdigit()]
        assert numbered, f"{label} is not on: {phone.last}"
        await phone.write(numbered[0].split()[0])


@pytest.mark.usefixtures("sol")
@pytest.mark.parametrize("labels", ASKED.values(), ids=ASKED.keys())
async def test_they_are_heard_at_every_question(
    small_town: Street, amina: Person, river: bytes, labels: tuple[str, ...]
) -> None:
    for name in ("Hope", "Noor"):
        await small_town.office.hire(name, "complaint_handler")
    phone = await small_town.linked(amina, river)
    await choose(phone, *labels)
    assert HARD not in phone.last
    await phone.write(WORDS)
    assert HARD in phone.last
    await choose(phone, "Carry on")
    assert HARD not in phone.last


@pytest.mark.usefixtures("sol")
@pytest.mark.parametrize(
    "before",
    [(), ("hello",), ("hello", "1"), ("hello", "1", "1", "2"), ("hello", "1", "1", "4", "1")],
    ids=["a first text", "the languages", "a good time", "a code", "a concern"],
)
async def test_a_stranger_is_heard_at_every_question_too(
    small_town: Street, before: tuple[str, ...]
) -> None:
    phone = small_town.phone("sms")
    for line in before:
        await phone.write(line)
    await phone.write(WORDS)
    assert HARD in phone.last
    assert "Tell" not in phone.last


@pytest.mark.usefixtures("sol")
@pytest.mark.parametrize("size", [100, 11 * 1024 * 1024], ids=["a photo", "one too large"])
async def test_words_under_a_photo_are_heard(
    small_town: Street, amina: Person, river: bytes, size: int
) -> None:
    phone = await small_town.linked(amina, river, "telegram")
    await small_town.brings(phone, "photo", text=WORDS, file="p" * size)
    assert HARD in phone.last


@pytest.mark.usefixtures("sol")
async def test_words_under_a_file_that_is_not_kept_are_heard_and_kept(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river, "telegram")
    await small_town.brings(phone, "unsupported", text=WORDS)
    assert HARD in phone.last
    await phone.tap("Carry on")
    assert any("I have kept your words." in text for text in phone.screen)


@pytest.mark.usefixtures("sol")
async def test_while_locked_words_under_a_file_that_is_not_kept_are_kept_and_passed_on(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river, "telegram")
    for label in ("Settings and my data", "My word"):
        await phone.tap(label)
    await phone.write("green river")
    await phone.write("green river")
    for label in ("Yes, lock it", "Help numbers", "Menu"):
        await phone.tap(label)
    small_town.clock.forward(minutes=16)
    await small_town.brings(phone, "unsupported", text="he has a knife")
    assert "999" in phone.last
    assert [row.mark for row in await small_town.rows(entries)] == ["locked"]
