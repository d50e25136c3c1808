"""A message that she changes: what was not sent changes with it; of the rest she is told."""

from bot.acts import conversation
from tests.office import Person
from tests.street import Handset, Street

FIRST = "I can only use the words that came first. To add to them, please write a new message."
CHANGED = "I have your new words now."
SMALL_PARCEL = "The parcel is small."
LARGE_PARCEL = "The parcel is large."


async def writing(town: Street, amina: Person, river: bytes) -> Handset:
    """A chat on which words are gathered, not sent."""
    phone = await town.linked(amina, river, "telegram")
    await town.begins_words(phone)
    await phone.write(SMALL_PARCEL)
    return phone


async def reads(town: Street, amina: Person, river: bytes) -> str:
    """What her advocate reads."""
    opened = await town.office.does(
        amina, lambda act: conversation.open_thread(act, river, amina.private)
    )
    return "\n".join(one.words.body.decode() for one in opened.entries if one.words)


async def test_words_not_sent_yet_are_changed_and_the_advocate_reads_the_new_ones(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await writing(small_town, amina, river)
    await phone.write("Please ring.")
    await phone.edit(SMALL_PARCEL, LARGE_PARCEL)
    assert phone.last.startswith(CHANGED)
    assert "To Amina." in phone.last
    await phone.pick("Send")
    assert await reads(small_town, amina, river) == f"{LARGE_PARCEL}\nPlease ring."


async def test_words_that_would_ask_for_a_job_elsewhere_are_changed_like_any_others(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await writing(small_town, amina, river)
    await phone.write("Meeting")
    assert "To Amina." in phone.last, "where words are gathered they are words"
    await phone.edit("Meeting", LARGE_PARCEL)
    assert phone.last.startswith(CHANGED)
    await phone.pick("Send")
    assert await reads(small_town, amina, river) == f"{SMALL_PARCEL}\n{LARGE_PARCEL}"


async def test_words_may_be_changed_into_such_words_too(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await writing(small_town, amina, river)
    sent = [number for number, it in phone.shown.items() if it["text"] == f"me: {SMALL_PARCEL}"]
    await phone.edit(SMALL_PARCEL, "Meeting")
    assert phone.last.startswith(CHANGED)
    for label in ("Send", "Yes", "Not now", "Menu"):
        await phone.pick(label)
    await phone.pick("Write to my advocate")
    await phone.write("Please ring.")
    await small_town.brings(phone, "edit", text="Meeting", message=sent[0])
    assert phone.last.startswith(FIRST), "sent words stand, whatever they are changed into"
    await phone.pick("Send")
    assert await reads(small_town, amina, river) == "Meeting\nPlease ring."


async def test_an_edit_that_is_posted_twice_changes_once(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await writing(small_town, amina, river)
    assert await phone.edit(SMALL_PARCEL, LARGE_PARCEL, external="e1")
    said = len(small_town.sent)
    assert not await phone.edit(LARGE_PARCEL, "Other words", external="e1")
    assert len(small_town.sent) == said
    await phone.pick("Send")
    assert await reads(small_town, amina, river) == LARGE_PARCEL


async def test_of_words_that_were_sent_she_is_told_that_the_first_ones_stand(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await writing(small_town, amina, river)
    sent = [number for number, it in phone.shown.items() if it["text"] == f"me: {SMALL_PARCEL}"]
    for label in ("Send", "Yes", "Not now"):
        await phone.pick(label)
    await small_town.brings(phone, "edit", text=LARGE_PARCEL, message=sent[0])
    assert FIRST in phone.last
    assert await reads(small_town, amina, river) == SMALL_PARCEL


async def test_nobody_learns_from_an_edit_whether_anything_was_sent(small_town: Street) -> None:
    """A stranger, of whom nothing is kept, reads the same words."""
    phone = small_town.phone("telegram")
    for text in ("hello", "1", "1"):
        await phone.write(text)
    await phone.edit("hello", LARGE_PARCEL)
    assert FIRST in phone.last


async def test_behind_the_curtain_an_edit_shows_nothing_and_is_made(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await writing(small_town, amina, river)
    await small_town.passes(minutes=20)
    await phone.edit(SMALL_PARCEL, LARGE_PARCEL)
    assert phone.last.startswith("Hello.")
    assert CHANGED not in "\n".join(phone.screen)
    await phone.pick("Go on")
    await phone.pick("Send")
    assert await reads(small_town, amina, river) == LARGE_PARCEL


async def test_behind_the_curtain_an_edit_of_what_was_sent_is_kept_as_new_words(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await writing(small_town, amina, river)
    sent = [number for number, it in phone.shown.items() if it["text"] == f"me: {SMALL_PARCEL}"]
    for label in ("Send", "Yes", "Not now"):
        await phone.pick(label)
    await small_town.passes(minutes=20)
    await small_town.brings(phone, "edit", text=LARGE_PARCEL, message=sent[0])
    assert phone.last.startswith("Hello.")
    await phone.pick("Go on")
    await phone.pick("Send")
    assert await reads(small_town, amina, river) == f"{SMALL_PARCEL}\n{LARGE_PARCEL}"


async def test_danger_in_an_edit_is_answered_like_danger_anywhere(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await writing(small_town, amina, river)
    await phone.edit(SMALL_PARCEL, "I want to kill myself")
    assert "things may be very hard" in phone.last
    await phone.pick("Carry on")
    assert "To Amina." in phone.last
    await phone.pick("Send")
    assert await reads(small_town, amina, river) == "I want to kill myself"


async def test_stop_in_an_edit_is_stop_and_nothing_is_said_after_it(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await writing(small_town, amina, river)
    await phone.edit(SMALL_PARCEL, "STOP")
    assert (await small_town.contact_of(phone)).stopped
    seen = len(small_town.sent)
    await phone.edit("STOP", LARGE_PARCEL)
    assert {one.cls for one in small_town.sent[seen:]} <= {"delete"}, "her words leave the chat"
