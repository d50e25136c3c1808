"""Crisis words in any flow: asked at once, nobody told unless she chooses, nothing lost."""

import pytest

from bot.acts import calendars, conversation
from bot.clock import DAY_MS
from bot.storage.tables.duties import alerts, tasks
from bot.storage.tables.survivors import contacts
from bot.storage.tables.threads import entries
from tests.alerts.conftest import Watch
from tests.office import Person
from tests.street import Handset, Street

HARD = "It sounds like things may be very hard. I am a computer. You choose:"


@pytest.fixture
async def phone(small_town: Street, amina: Person, river: bytes) -> Handset:
    return await small_town.linked(amina, river)


async def thread(town: Street, person: Person, survivor: bytes) -> list[str]:
    """The words that a person's key opens."""
    opened = await town.office.does(
        person, lambda act: conversation.open_thread(act, survivor, person.private)
    )
    return [one.words.body.decode() for one in opened.entries if one.words is not None]


@pytest.mark.usefixtures("sol")
async def test_nobody_is_told_unless_she_chooses_it(
    small_town: Street, phone: Handset, watch: Watch
) -> None:
    await phone.write("I want to die")
    assert phone.last.startswith(HARD)
    await small_town.settle()
    assert await small_town.rows(alerts) == []
    assert watch.phones["Sol"].lit == []


@pytest.mark.usefixtures("small_town", "sol")
async def test_danger_now_begins_with_999_and_55(phone: Handset) -> None:
    await phone.write("he has a knife")
    assert phone.lit[-2] == (
        "Danger now: call 999. If you cannot speak, call 999 from a mobile. When asked, press 55. "
        "It does not show where you are."
    )


@pytest.mark.usefixtures("sol")
async def test_2_tells_the_person_on_call_by_a_text_that_says_nothing(
    small_town: Street, phone: Handset, watch: Watch
) -> None:
    await phone.write("I want to die")
    await phone.write("2")
    await small_town.settle()
    assert watch.phones["Sol"].lit == [
        "Priority. Please open the console now. This text says nothing more on purpose."
    ]
    assert watch.phones["Amina"].lit == []
    assert await small_town.rows(tasks) == []
    assert "The worker on call is told. They see how to reach you, not your words." in phone.lit


@pytest.mark.usefixtures("sol")
async def test_3_tells_her_advocate_too(small_town: Street, phone: Handset, watch: Watch) -> None:
    await phone.write("I want to die")
    assert "3 Tell Amina too" in phone.last
    await phone.write("3")
    await small_town.settle()
    assert len(watch.phones["Sol"].lit) == len(watch.phones["Amina"].lit) == 1
    assert [row.kind for row in await small_town.rows(tasks)] == ["crisis"]


@pytest.mark.usefixtures("watch")
async def test_it_says_that_her_advocate_is_away_before_it_offers_to_tell_them(
    small_town: Street, phone: Handset, amina: Person
) -> None:
    now = small_town.clock.now()
    await small_town.office.does(
        amina, lambda act: calendars.add_span(act, "away", now - DAY_MS, now + 2 * DAY_MS)
    )
    await phone.write("I want to die")
    said = phone.last.index("Nobody here is reading now. Amina is away until ")
    assert said < phone.last.index("Tell Amina")


@pytest.mark.usefixtures("watch")
async def test_when_nobody_is_on_call_it_says_so_before_it_offers_to_tell_anyone(
    small_town: Street, phone: Handset
) -> None:
    await phone.write("I want to die")
    assert phone.last.index("Nobody here is reading now.") < phone.last.index("Tell Amina")
    assert "on-call" not in phone.last
    await phone.write("2")
    await small_town.settle()
    assert "I have told Amina that you need help. Amina may read it later." in phone.lit
    assert await small_town.rows(alerts) == []


@pytest.mark.usefixtures("sol")
async def test_help_numbers_are_one_choice_away(phone: Handset) -> None:
    await phone.write("I want to die")
    await phone.write("1")
    assert any("116 123" in text for text in phone.lit)


@pytest.mark.usefixtures("sol")
async def test_her_words_are_never_lost(
    small_town: Street, amina: Person, river: bytes, phone: Handset
) -> None:
    await phone.write("they took my passport")
    await phone.write("4")
    assert "I have kept your words. They are not sent." in phone.screen
    await phone.write("1")  # who reads
    assert "Shall I send your words to Amina?" in phone.last
    await phone.write("1")
    assert await thread(small_town, amina, river) == ["they took my passport"]


@pytest.mark.usefixtures("sol")
async def test_in_the_middle_of_writing_nothing_of_the_draft_is_lost(
    small_town: Street, amina: Person, river: bytes, phone: Handset
) -> None:
    menu = phone.last
    number = next(line[0] for line in menu.splitlines() if "Write to my advocate" in line)
    await phone.write(number)
    await phone.write("1")
    await phone.write("My room is cold.")
    await phone.write("And I want to die.")
    assert phone.last.startswith(HARD)
    await phone.write("4")
    assert phone.last.startswith("To Amina.")
    await phone.write("1")
    assert await thread(small_town, amina, river) == ["My room is cold.\nAnd I want to die."]


@pytest.mark.usefixtures("sol")
async def test_more_of_it_is_asked_once_and_all_of_it_is_kept(
    small_town: Street, amina: Person, river: bytes, phone: Handset
) -> None:
    for text in ("I want to die", "kill myself", "he has a knife"):
        await phone.write(text)
    await phone.write("4")
    await phone.write("1")
    await phone.write("1")
    assert await thread(small_town, amina, river) == ["I want to die\nkill myself\nhe has a knife"]


@pytest.mark.usefixtures("sol")
async def test_they_interrupt_the_curtain(small_town: Street, phone: Handset) -> None:
    small_town.clock.forward(minutes=20)
    await phone.write("I want to die")
    assert phone.last.startswith(HARD)


@pytest.mark.usefixtures("sol")
async def test_a_stranger_is_offered_numbers_and_nothing_is_kept(small_town: Street) -> None:
    phone = small_town.phone()
    await phone.write("hello")
    await phone.write("1")
    await phone.write("1")
    await phone.write("I want to die")
    assert phone.last.startswith(HARD)
    assert "Tell" not in phone.last
    await phone.write("2")
    assert "I have a code" in phone.last
    assert await small_town.rows(entries) == []


@pytest.mark.usefixtures("sol")
async def test_the_first_text_of_all_is_answered_in_the_language_it_is_in(
    small_town: Street,
) -> None:
    phone = small_town.phone()
    await phone.write("tôi muốn chết")
    row = await small_town.contact_of(phone)
    sealed = row.language
    assert isinstance(sealed, bytes)
    assert len(phone.lit) == 1


@pytest.mark.usefixtures("river", "sol")
async def test_a_frozen_phone_is_answered_as_a_stranger_s(
    small_town: Street, phone: Handset
) -> None:
    change = contacts.update().values(standing="frozen", state=None)
    await small_town.office.database.run(lambda conn: conn.execute(change) and None)
    await phone.write("I want to die")
    assert phone.last.startswith(HARD)
    assert "Tell" not in phone.last


@pytest.mark.usefixtures("sol")
async def test_leave_still_works_and_stop_goes_before(small_town: Street, phone: Handset) -> None:
    await phone.write("I want to die")
    said = len(phone.lit)
    await phone.write("9")
    assert len(phone.lit) == said
    await phone.write("STOP")
    said = len(phone.lit)
    await phone.write("I want to die")
    assert len(phone.lit) == said
    assert [row.mark for row in await small_town.rows(entries)] == ["stopped"]


@pytest.mark.usefixtures("sol")
async def test_a_caption_counts_as_words(small_town: Street, amina: Person, river: bytes) -> None:
    phone = await small_town.linked(amina, river, "telegram")
    await phone.write("I want to die", kind="photo", file="a photo")
    assert HARD in phone.last
    await phone.tap("Carry on")
    assert any("They are not sent." in text for text in phone.screen)


@pytest.mark.parametrize(("danger", "shown"), [("Help numbers", True), ("Only thank you", False)])
async def test_while_locked_it_shows_what_she_chose(
    small_town: Street, amina: Person, river: bytes, danger: str, shown: bool
) -> None:
    phone = await small_town.linked(amina, river, "telegram")
    for label in ("Settings and my data", "My word"):
        await phone.tap(label)
    await phone.write("green river")
    await phone.write("green river")
    for label in ("Yes, lock it", danger, "Menu"):
        await phone.tap(label)
    small_town.clock.forward(minutes=16)
    phone.lit.clear()
    await phone.write("he has a knife")
    assert phone.lit[0].startswith("Thank you. No reminders today.")
    assert ("999" in phone.lit[0]) == shown
    assert "hard" not in phone.lit[0]
    assert [row.mark for row in await small_town.rows(entries)] == ["locked"]
