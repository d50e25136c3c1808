"""One neutral reminder, the day before, in waking hours; and never of what is no more."""

import pytest
import sqlalchemy as sa

from bot.acts import meetings, meetings_after
from bot.acts.calendars import keep_rules
from bot.acts.meetings import Wanted
from bot.booking import Rules
from bot.clock import HOUR_MS
from bot.clocks import local_time
from bot.contact import Contact
from bot.errors import SendError
from bot.storage import contacts
from bot.storage.tables.duties import tasks
from bot.storage.tables.meetings import appointments
from bot.storage.tables.messages import outbox
from tests.office import Person
from tests.street import Handset, Street

AT_ONCE = Rules(at_once=True)


async def _books(phone: Handset, words: str = "Reminder for tomorrow, and the time") -> None:
    """From the menu to a booked meeting, for the first time."""
    for label in ("Meet my advocate", "Phone", "No", "Any time", "Yes"):
        await phone.pick(label)
    await phone.pick(first_times(phone)[0])
    await phone.pick("Book it")
    await phone.pick(words)


def first_times(phone: Handset) -> list[str]:
    """The times that are offered now."""
    labels = [
        button["text"]
        for message in list(phone.shown.values())[-1:]
        for row in message.get("reply_markup", {}).get("inline_keyboard", [])  # type: ignore[attr-defined]
        for button in row
    ] or [line.partition(" ")[2] for line in phone.last.splitlines()]
    return [label for label in labels if label[:3] in {"Mon", "Tue", "Wed", "Thu", "Fri"}]


@pytest.fixture
async def booked(small_town: Street, amina: Person, river: bytes) -> Handset:
    """River has booked a meeting for Wednesday, and wants to be reminded of it."""
    await small_town.office.does(amina, lambda act: keep_rules(act, AT_ONCE))
    phone = await small_town.linked(amina, river)
    await _books(phone)
    await small_town.passes(hours=1)
    phone.lit.clear()
    return phone


async def _only(town: Street) -> tuple[bytes, int]:
    rows = [row for row in await town.rows(appointments) if row.state != "cancelled"]
    assert len(rows) == 1
    return rows[0].id, rows[0].starts_at


async def _until(town: Street, at: int) -> None:
    await town.passes(seconds=(at - town.clock.now()) / 1000)


async def test_one_reminder_the_day_before_in_the_words_she_chose(
    small_town: Street, booked: Handset
) -> None:
    _, at = await _only(small_town)
    await _until(small_town, at - 30 * HOUR_MS)
    for _ in range(60):  # every half hour, past the meeting
        await small_town.passes(minutes=30)
    time = f"{local_time(at):%-I}" + (":30" if local_time(at).minute else "")
    half = f"{local_time(at):%p}".lower()
    assert booked.lit == [f"Reminder for tomorrow, {time} {half}.\n1 OK\n2 Change\n3 No"]
    row = next(iter(await small_town.rows(appointments)))
    sent = local_time(row.reminded_at)
    assert sent.date() < local_time(at).date()
    assert 10 <= sent.hour < 20


async def test_ok_needs_no_curtain_and_reveals_nothing(small_town: Street, booked: Handset) -> None:
    _, at = await _only(small_town)
    await _until(small_town, at - 20 * HOUR_MS)
    await _until(small_town, at - 19 * HOUR_MS)
    assert "Reminder for tomorrow" in booked.last
    await small_town.passes(hours=1)
    await booked.write("1")
    assert booked.last.splitlines()[0] == "OK."


@pytest.mark.parametrize(
    "how",
    ["moved", "moved by her advocate", "taken out", "called off", "stopped", "no consent"],
)
async def test_nothing_comes_of_a_meeting_that_is_no_more(
    small_town: Street, amina: Person, booked: Handset, how: str
) -> None:
    appointment, at = await _only(small_town)
    if how == "moved":
        await booked.write("hi")
        if "Hello." in booked.last:
            await booked.write("1")
        await booked.pick("Meet my advocate")
        await booked.pick("Another time")
        await booked.write(booked.last.split("number: ")[1][:3])
        await booked.pick(first_times(booked)[-1])
        await booked.pick("Book it")
    elif how == "taken out":
        await small_town.office.does(None, lambda act: meetings.cancel(act, appointment))
    elif how == "moved by her advocate":
        by = at + 48 * HOUR_MS
        await small_town.office.does(
            amina, lambda act: meetings_after.move(act, appointment, by, AT_ONCE)
        )
    elif how == "called off":
        await small_town.office.does(amina, lambda act: meetings_after.call_off(act, appointment))
    elif how == "stopped":
        await booked.write("STOP")
    else:
        await _turn_off(booked)
    booked.lit.clear()
    while small_town.clock.now() < at:
        await small_town.passes(hours=1)
    later = [one for one in await small_town.rows(appointments) if one.starts_at > at]
    reminders = [text for text in booked.lit if "tomorrow" in text]
    assert len(reminders) == 0 or (how == "moved" and later)


async def test_what_her_advocate_moved_is_reminded_of_at_its_new_time(
    small_town: Street, amina: Person, booked: Handset
) -> None:
    appointment, at = await _only(small_town)
    later = at + 48 * HOUR_MS
    await _until(small_town, at - 22 * HOUR_MS)
    assert len([text for text in booked.lit if "tomorrow" in text]) == 1
    booked.lit.clear()
    await small_town.office.does(
        amina, lambda act: meetings_after.move(act, appointment, later, AT_ONCE)
    )
    while small_town.clock.now() < later:
        await small_town.passes(hours=1)
    assert len([text for text in booked.lit if "tomorrow" in text]) == 1


async def _turn_off(phone: Handset) -> None:
    await phone.write("hi")
    if "Hello." in phone.last:
        await phone.write("1")
    for label in ("Settings and my data", "Reminders", "No reminder"):
        await phone.pick(label)
    await phone.write(phone.last.split("number: ")[1][:3])
    assert "Saved" in phone.last


async def test_a_reminder_that_no_carrier_takes_by_the_evening_is_never_sent(
    small_town: Street, booked: Handset
) -> None:
    _, at = await _only(small_town)
    small_town.down = SendError("down", permanent=False)
    await _until(small_town, at - 24 * HOUR_MS)
    assert [row.cls for row in await small_town.rows(outbox) if row.cls != "redact"] == ["push"]
    await _until(small_town, at - 2 * HOUR_MS)
    small_town.down = None
    for _ in range(4):
        await small_town.passes(hours=1)
    assert not [text for text in booked.lit if "tomorrow" in text]


async def test_a_reminder_that_waits_goes_with_the_meeting(
    small_town: Street, booked: Handset
) -> None:
    appointment, at = await _only(small_town)
    small_town.down = SendError("down", permanent=False)
    await _until(small_town, at - 24 * HOUR_MS)
    await small_town.office.does(None, lambda act: meetings.cancel(act, appointment))
    assert [row.cls for row in await small_town.rows(outbox) if row.cls != "redact"] == []
    small_town.down = None
    await small_town.passes(hours=1)
    assert booked.lit == []


async def test_no_is_answered_with_a_number_to_send_and_takes_the_meeting_out(
    small_town: Street, booked: Handset
) -> None:
    _, at = await _only(small_town)
    await _until(small_town, at - 24 * HOUR_MS)
    await booked.pick("No")
    await booked.pick("Take it out")
    await booked.write("000" if "000" not in booked.last else "111")
    assert "another number" in booked.last
    await booked.write(booked.last.split("number: ")[1][:3])
    assert any("It is taken out." in text for text in booked.screen)
    assert {row.state for row in await small_town.rows(appointments)} == {"cancelled"}
    assert "meeting_off" in {row.kind for row in await small_town.rows(tasks)}


async def test_booked_the_day_before_there_is_no_reminder(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await _consents(small_town, phone)
    tomorrow = small_town.clock.now() // HOUR_MS * HOUR_MS + 26 * HOUR_MS
    wanted = Wanted(river, tomorrow, "phone", {})
    await small_town.office.does(amina, lambda act: meetings.put(act, wanted, AT_ONCE))
    phone.lit.clear()
    for _ in range(27):
        await small_town.passes(hours=1)
    assert phone.lit == []


async def _consents(town: Street, phone: Handset) -> None:
    for label in ("Settings and my data", "Reminders", "Reminder for tomorrow"):
        await phone.pick(label)
    await town.passes(minutes=20)


async def test_a_locked_phone_is_never_reminded(
    small_town: Street, amina: Person, river: bytes
) -> None:
    await small_town.office.does(amina, lambda act: keep_rules(act, AT_ONCE))
    phone = await small_town.linked(amina, river, "telegram")
    await _books(phone, "Reminder for tomorrow")
    for label in ("Settings and my data", "My word"):
        await phone.pick(label)
    for words in ("green river", "green river"):
        await phone.write(words)
    for label in ("Yes, lock it", "Help numbers"):
        await phone.pick(label)
    await small_town.passes(minutes=20)
    await phone.write("hello")
    phone.lit.clear()
    for _ in range(80):
        await small_town.passes(hours=1)
    assert not [text for text in phone.lit if "tomorrow" in text]


async def test_words_never_sent_are_forgotten_in_a_day_while_the_reminder_waits(
    small_town: Street, booked: Handset
) -> None:
    _, at = await _only(small_town)
    await _until(small_town, at - 30 * HOUR_MS)
    await booked.write("hello")
    if "Hello." in booked.last:
        await booked.write("1")
    for label in ("Write to my advocate", "Go on"):
        await booked.pick(label)
    await booked.write("words that nobody was sent")
    await _until(small_town, at - 24 * HOUR_MS)
    assert "Reminder for tomorrow" in booked.last
    assert await _drafts(small_town, booked)
    await _until(small_town, at - 3 * HOUR_MS)
    assert not await _drafts(small_town, booked)
    await booked.write("1")
    assert booked.last.splitlines()[0] == "OK."


async def _drafts(town: Street, phone: Handset) -> bool:
    row = await town.contact_of(phone)

    def read(conn: sa.Connection) -> bool:
        kept = contacts.get(conn, row.id)
        assert kept is not None
        return bool(Contact(town.office.vault, kept).conversation().drafts)

    return await town.office.database.run(read)
