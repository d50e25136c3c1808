"""The lock on Telegram: her word opens it, and nothing says that it is locked."""

import pytest

from bot.acts import conversation, link
from bot.routing import where_we_write
from bot.storage.tables.duties import tasks
from bot.storage.tables.threads import entries
from tests.office import Person
from tests.street import Handset, Street

NEUTRAL = "Thank you. No reminders today."


@pytest.fixture
async def locked(small_town: Street, amina: Person, river: bytes) -> Handset:
    """A phone that locks when it is quiet, and has been quiet."""
    phone = await small_town.linked(amina, river, "telegram")
    for label in ("Settings and my data", "My word"):
        await phone.tap(label)
    await phone.write("green river")
    await phone.write("Green  River")
    for label in ("Yes, lock it", "Only thank you", "Menu"):
        await phone.tap(label)
    small_town.clock.forward(minutes=16)
    phone.lit.clear()
    return phone


async def test_her_word_is_deleted_from_the_chat_at_once(
    locked: Handset,
) -> None:
    assert not any("river" in text.lower() for text in locked.screen)


async def test_what_is_written_while_locked_is_kept_marked_and_passed_on(
    small_town: Street, locked: Handset
) -> None:
    await locked.write("who is this?")
    assert locked.lit == [NEUTRAL]
    assert [row.mark for row in await small_town.rows(entries)] == ["locked"]


@pytest.mark.parametrize("word", ["9", "leave", "٩", "\u200f9", "9️⃣", None])
async def test_leaving_while_locked_sends_nothing_and_keeps_nothing(
    small_town: Street, locked: Handset, word: str | None
) -> None:
    if word is None:
        await locked.tap("Leave")
    else:
        await locked.write(word)
    assert locked.lit == []
    assert await small_town.rows(entries) == []


@pytest.mark.parametrize("word", ["8", "\u200f8", "8️⃣", None])
async def test_a_person_asked_for_while_locked_is_asked_for_silently(
    small_town: Street, locked: Handset, word: str | None
) -> None:
    if word is None:
        await locked.tap("A person")
    else:
        await locked.write(word)
    assert [text.splitlines()[0] for text in locked.lit] == [NEUTRAL]
    assert "999" in locked.lit[0]
    assert [row.kind for row in await small_town.rows(tasks)] == ["call_me"]


async def test_the_neutral_line_comes_once_a_quarter_of_an_hour(
    small_town: Street, locked: Handset
) -> None:
    for text in ("one", "two", "three"):
        await locked.write(text)
    assert locked.lit == [NEUTRAL]
    small_town.clock.forward(minutes=16)
    await locked.write("four")
    assert locked.lit == [NEUTRAL, NEUTRAL]


async def test_what_is_changed_while_locked_is_kept_too_and_tells_nothing(
    small_town: Street, locked: Handset
) -> None:
    await small_town.brings(locked, "edit", text="who are you?", message="77")
    assert locked.lit == [NEUTRAL]
    assert [row.mark for row in await small_town.rows(entries)] == ["locked"]


async def test_her_word_opens_it_however_it_is_spelled(locked: Handset) -> None:
    await locked.write("hello")
    await locked.write("GREEN RIVER")
    assert "Write to my advocate" in str(locked.shown)
    assert not any("RIVER" in text for text in locked.screen)


async def test_five_wrong_words_call_for_a_check_by_voice_and_nobody_is_told_here(
    small_town: Street, locked: Handset
) -> None:
    for number in range(5):
        await locked.write(f"blue lake {number}")
    assert locked.lit == [NEUTRAL]
    assert [row.kind for row in await small_town.rows(tasks)] == ["check_by_voice"]


@pytest.mark.parametrize("text", ["HELP", "999"])
async def test_help_while_locked_is_the_neutral_line_and_999(locked: Handset, text: str) -> None:
    await locked.write(text)
    assert locked.lit == [f"{NEUTRAL}\n\n999"]


async def test_8_while_locked_makes_the_task_silently(small_town: Street, locked: Handset) -> None:
    await locked.write("8")
    assert locked.lit == [f"{NEUTRAL}\n\n999"]
    assert [row.kind for row in await small_town.rows(tasks)] == ["call_me"]


async def test_leave_while_locked_sends_nothing_and_keeps_nothing(
    small_town: Street, locked: Handset
) -> None:
    await locked.write("hello")
    locked.lit.clear()
    kept = len(await small_town.rows(entries))
    await locked.write("9")
    assert locked.lit == []
    assert len(await small_town.rows(entries)) == kept


async def test_stop_still_works_while_locked(small_town: Street, locked: Handset) -> None:
    await locked.write("STOP")
    assert (await small_town.contact_of(locked)).stopped


async def test_rule_26_a_locked_chat_gets_only_the_sealed_note(
    small_town: Street, amina: Person, river: bytes, locked: Handset
) -> None:
    await locked.write("hello")
    await small_town.passes(hours=1)
    locked.lit.clear()
    await small_town.office.does(
        amina, lambda act: conversation.reply(act, river, "See you on Tuesday", "en")
    )
    await small_town.settle()
    assert locked.lit == ["You have something to read."]
    await locked.tap("Show")
    assert not any("Tuesday" in text for text in locked.screen)
    await locked.write("green river")
    assert not any("Tuesday" in text for text in locked.screen)


async def test_after_five_other_words_of_an_hour_hers_opens_nothing_and_staff_check_by_voice(
    small_town: Street, locked: Handset
) -> None:
    for text in ("grey river", "green  sea", "green lake", "blue", "red river"):
        await locked.write(text)
    assert [row.kind for row in await small_town.rows(tasks)] == ["check_by_voice"]
    await locked.write("green river")
    assert (await small_town.contact_of(locked)).standing == "locked"
    small_town.clock.forward(minutes=61)
    await locked.write("green river")
    assert (await small_town.contact_of(locked)).standing == "open"


async def test_her_word_wakes_a_link_that_sleeps_and_nothing_else_does(
    small_town: Street, locked: Handset, river: bytes
) -> None:
    """Until then the phone is a stranger's: her number may have been given to somebody else."""
    contact = await small_town.contact_of(locked)
    await small_town.office.does(None, lambda act: link.put_to_sleep(act, contact.id))
    for text in ("hello", "grey river", "blue", "1234", "red river", "let me in please"):
        await locked.write(text)
    await locked.write("green river")
    assert (await small_town.contact_of(locked)).standing == "asleep", "five other words came"
    assert not any("Amina" in text for text in locked.screen)
    small_town.clock.forward(minutes=61)
    await locked.write("Green River")
    assert "green river" not in " ".join(locked.screen).lower()
    await locked.tap("Write to my advocate")
    assert "Amina" in " ".join(locked.screen)
    named = await small_town.office.database.read(lambda conn: where_we_write(conn, river))
    assert named is not None
    assert named.id == contact.id
