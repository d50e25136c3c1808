"""Her own words on the real way in: who reads this, erase it all, a number in words, and ok."""

from bot.storage.tables.survivors import survivors
from tests.office import Person
from tests.street import Street


async def test_whoever_asks_who_reads_is_told_at_once(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await phone.write("Can the police see this?")
    assert "This is not the police or the Home Office." in phone.lit[-3]
    assert "Amina reads this." in phone.lit[-3]
    assert "a court orders it" in phone.lit[-2]
    assert "Write to my advocate" in phone.last


async def test_after_a_silence_the_question_is_answered_once_she_goes_on(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    small_town.clock.forward(minutes=16)
    phone.lit.clear()
    await phone.write("who can read this?")
    assert phone.lit == ["I am a computer, not a person.\nHello.\n1 Go on\n2 Not now"]
    await phone.write("1")
    assert "Amina reads this." in phone.lit[1]


async def test_who_is_asked_about_before_there_is_a_language_is_answered_by_the_list(
    small_town: Street,
) -> None:
    stranger = small_town.phone()
    await stranger.write("is this the police?")
    assert stranger.last.startswith("1 English")


async def test_asking_to_delete_everything_deletes_nothing(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await phone.write("delete everything")
    assert phone.last.startswith("Nothing is erased yet. You choose here.\nYour data:")
    await small_town.passes(hours=80)
    assert [row.id for row in await small_town.rows(survivors)] == [river]


async def test_a_number_in_words_and_ok_lead_to_where_she_writes(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await phone.write("three")
    assert "1 Go on" in phone.last
    await phone.write("ok")
    assert phone.last.startswith("Amina works Mon")
    await phone.write("My room is cold.")
    await phone.write("ok")
    assert phone.last.startswith("To Amina.\n1 Send"), "what is sent is sent by its number"


async def test_after_a_silence_a_job_asked_for_begins_once_she_goes_on(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    small_town.clock.forward(minutes=16)
    phone.lit.clear()
    await phone.write("I want to complain")
    assert phone.lit == ["Hello.\n1 Go on\n2 Not now"]
    await phone.write("1")
    assert phone.last.startswith("It will not affect your support.")
