"""A time that is asked for is answered by the day she was told, or the advocate is asked again."""

from bot.acts import meetings
from bot.clocks import local_time
from bot.storage.tables.duties import notices, tasks
from bot.storage.tables.meetings import appointments
from tests.booking.test_booking_reminders import first_times
from tests.office import Person
from tests.street import Handset, Street


async def _asks(town: Street, amina: Person, river: bytes) -> Handset:
    phone = await town.linked(amina, river)
    for label in ("Meet my advocate", "Phone", "No", "Any time", "Yes"):
        await phone.pick(label)
    await phone.pick(first_times(phone)[0])
    await phone.pick("Book it")
    return phone


async def _urgent(town: Street) -> list[bool]:
    rows = await town.rows(tasks)
    return [row.urgent for row in rows if row.kind == "meeting_confirm" and row.done_at is None]


async def test_a_yes_or_no_is_a_task_until_the_day_that_she_was_told(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await _asks(small_town, amina, river)
    assert any("Amina says yes or no by Tue 3 Mar." in text for text in phone.screen)
    (task,) = [row for row in await small_town.rows(tasks) if row.kind == "meeting_confirm"]
    assert f"{local_time(task.due_at):%a %d %b %H:%M}" == "Tue 03 Mar 17:00"
    await small_town.passes(hours=24)
    assert await _urgent(small_town) == [False]
    await small_town.passes(hours=12)
    assert await _urgent(small_town) == [True]
    told = [row for row in await small_town.rows(notices) if row.kind == "priority"]
    assert [row.staff_id for row in told] == [amina.id]
    await small_town.passes(hours=1)
    told = [row for row in await small_town.rows(notices) if row.kind == "priority"]
    assert len(told) == 1, "asked again once"


async def test_what_was_answered_is_not_asked_again(
    small_town: Street, amina: Person, river: bytes
) -> None:
    await _asks(small_town, amina, river)
    (meeting,) = await small_town.rows(appointments)
    await small_town.office.does(amina, lambda act: meetings.confirm(act, meeting.id))
    await small_town.passes(hours=36)
    assert await _urgent(small_town) == []
    assert not [row for row in await small_town.rows(notices) if row.kind == "priority"]


async def test_who_moves_it_is_told_that_the_other_time_is_gone(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await _asks(small_town, amina, river)
    await phone.write("menu")
    await phone.pick("Meet my advocate")
    await phone.pick("Another time")
    assert phone.last.startswith("To go on, send me this number: ")
    await phone.write(phone.last.split("number: ")[1][:3])
    await phone.pick(first_times(phone)[-1])
    await phone.pick("Book it")
    assert "I hold it for you. The other time is taken out." in phone.last
    states = [row.state for row in await small_town.rows(appointments)]
    assert sorted(states) == ["asked", "cancelled"]
