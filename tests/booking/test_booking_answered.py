"""A time that is asked for is answered by the day she was told, or the advocate is asked again."""

import pytest

from bot.acts import meetings, relations
from bot.acts.act import Act
from bot.channels.wire import Channel
from bot.clock import HOUR_MS
from bot.clocks import local_time
from bot.storage import links
from bot.storage.tables.duties import notices, tasks
from bot.storage.tables.meetings import appointments
from bot.storage.tables.threads import waiting
from tests.booking.test_booking_reminders import first_times
from tests.office import Person
from tests.street import Handset, Street


async def _hub_asks(town: Street) -> list[bytes | None]:
    rows = await town.rows(tasks)
    return [row.staff_id for row in rows if row.kind == "meeting_unanswered" and not row.done_at]


async def _asks(town: Street, amina: Person, river: bytes, channel: Channel = "sms") -> Handset:
    phone = await town.linked(amina, river, channel)
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


async def test_a_yes_or_no_is_due_before_the_time_that_it_is_about(
    small_town: Street, amina: Person, river: bytes
) -> None:
    await small_town.passes(hours=4 * 24 + 2)  # to Friday, noon
    phone = await _asks(small_town, amina, river)
    assert any("Amina says yes or no by Mon 9 Mar." in text for text in phone.screen)
    (meeting,) = await small_town.rows(appointments)
    assert f"{local_time(meeting.starts_at):%a %d %b}" == "Mon 09 Mar"
    (task,) = [row for row in await small_town.rows(tasks) if row.kind == "meeting_confirm"]
    assert task.due_at == meeting.starts_at - 2 * HOUR_MS


@pytest.mark.parametrize("channel", ["sms", "telegram"])
async def test_who_waits_for_a_yes_or_no_that_does_not_come_is_told_and_somebody_else_looks(
    small_town: Street, amina: Person, river: bytes, channel: Channel
) -> None:
    lead = await small_town.office.hire("Sol", "hub_lead")
    phone = await _asks(small_town, amina, river, channel)
    await small_town.passes(hours=33)
    assert phone.last.startswith("You have something to read."), "and nothing else on the screen"
    await small_town.passes(minutes=20)
    assert await _hub_asks(small_town) == [None], "once, and nobody stands in: the Hub"
    await (phone.write("1") if channel == "sms" else phone.tap("Show"))
    assert "Amina has not said yes or no to" in phone.last
    assert "It is not because of you. Until then it is held for you." in phone.last
    assert "A person: 8." in phone.last
    page = await (await small_town.office.signed_in(lead)).get("/")
    assert "Has had no yes or no to a time by the day that was promised" in page
    await phone.pick("Reply")
    assert "We may have to tell someone" in phone.last, "who reads, before the first words"


async def test_a_late_yes_ends_what_others_were_asked(
    small_town: Street, amina: Person, river: bytes
) -> None:
    joe = await small_town.office.hire("Joe", "advocate")
    await small_town.office.does(None, lambda act: relations.record(act, amina.id, "cover", joe.id))
    await _asks(small_town, amina, river)
    await small_town.passes(hours=33)
    assert await _hub_asks(small_town) == [joe.id], "whoever stands in is asked, and not the Hub"
    (meeting,) = await small_town.rows(appointments)
    await small_town.office.does(amina, lambda act: meetings.confirm(act, meeting.id))
    assert await _hub_asks(small_town) == []


async def test_who_looks_herself_gets_no_note_and_finds_the_words(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await _asks(small_town, amina, river)

    def refuses(act: Act) -> None:
        new_id = act.new_id()
        links.add_consent(act.conn, new_id, river, "notes", given=False, version="0", at=act.now)

    await small_town.office.does(None, refuses)
    seen = len(phone.screen)
    await small_town.passes(hours=33)
    assert len(phone.screen) == seen
    assert await _hub_asks(small_town) == [None]


async def test_who_sent_stop_is_told_nothing_and_somebody_is_asked_all_the_same(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await _asks(small_town, amina, river)
    await phone.write("STOP")
    seen = len(phone.screen)
    await small_town.passes(hours=33)
    assert len(phone.screen) == seen
    assert await _hub_asks(small_town) == [None]
    assert await small_town.rows(waiting) == []


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
