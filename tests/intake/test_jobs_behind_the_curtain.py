"""A job that is asked for in words, typed behind the curtain, is what it would be without one."""

import pytest

from bot.contact import IDLE_MS
from tests.office import Person
from tests.street import Handset, Street

BOOK = "I need an appointment"
SILENCE = {"minutes": IDLE_MS / 60_000 + 1}


async def _writes(town: Street, amina: Person, river: bytes, *texts: str) -> Handset:
    """A linked phone on which somebody is writing to her advocate."""
    phone = await town.linked(amina, river)
    for text in ("3", "1", *texts):
        await phone.write(text)
    return phone


@pytest.mark.parametrize("texts", [(), ("My room is cold.",)], ids=["prompt", "check-back"])
@pytest.mark.parametrize("knocks", [(BOOK,), ("hello", BOOK), (BOOK, BOOK)])
async def test_where_words_are_gathered_it_is_more_of_them(
    small_town: Street, amina: Person, river: bytes, texts: tuple[str, ...], knocks: tuple[str, ...]
) -> None:
    phone = await _writes(small_town, amina, river, *texts)
    small_town.clock.forward(**SILENCE)
    for knock in knocks:
        await phone.write(knock)
        assert phone.last.startswith("Hello.")
    await phone.pick("Go on")
    assert phone.last.startswith("To Amina."), "it joined the words, and no other job began"
    await phone.pick("Send")
    console = await small_town.office.signed_in(amina)
    talk = await console.get(f"/conversation/{river.hex()}")
    assert all(text in talk for text in (*texts, *knocks))


async def test_at_a_question_it_begins_as_soon_as_she_goes_on(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await phone.pick("My rights")
    small_town.clock.forward(**SILENCE)
    await phone.write(BOOK)
    assert phone.last.startswith("Hello.")
    await phone.pick("Go on")
    assert "How would you like to meet Amina?" in phone.last


async def test_a_person_asked_for_again_after_the_first_time_is_asked_for(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    for text in ("8", "1", "1"):
        await phone.write(text)
    assert any("I have asked Amina to call you" in text for text in phone.screen)
    small_town.clock.forward(**SILENCE)
    await phone.write("8")
    await phone.pick("Go on")
    assert "You can speak with a person." in phone.last


async def test_a_job_that_is_open_already_goes_on_where_it_was(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    for label in ("Meet my advocate", "Phone"):
        await phone.pick(label)
    asked = phone.last
    small_town.clock.forward(**SILENCE)
    await phone.write(BOOK)
    await phone.pick("Go on")
    assert phone.last.partition("?")[0] == asked.partition("?")[0]
