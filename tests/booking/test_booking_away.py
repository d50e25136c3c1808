"""While an advocate is away: said until when, no answer promised for these days, no times."""

from datetime import date
from functools import partial

import sqlalchemy as sa

from bot.acts import calendars, relations
from bot.acts.act import Act
from bot.clock import DAY_MS, HOUR_MS
from bot.clocks import local_date, moment
from bot.storage.tables.duties import notices, tasks
from tests.office import Person
from tests.street import Street

GOOD_FRIDAY = date(2026, 4, 3)


async def _goes_away(town: Street, amina: Person) -> None:
    """From this Monday to Friday."""
    begins = moment(local_date(town.clock.now()))
    await town.office.does(
        amina, lambda act: calendars.add_span(act, "away", begins, begins + 5 * 24 * HOUR_MS)
    )


async def _cover(town: Street, amina: Person) -> Person:
    """Joe, who covers her."""
    joe = await town.office.hire("Joe", "advocate")

    def relate(act: Act) -> None:
        relations.record(act, amina.id, "cover", joe.id)

    await town.office.does(None, relate)
    return joe


async def test_she_is_told_until_when_and_promised_a_day_after_that(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await _goes_away(small_town, amina)
    await phone.pick("Write to my advocate")
    await phone.pick("Go on")
    assert any("Amina is away until Mon 9 Mar." in text for text in phone.screen)
    await phone.write("I would like to talk about my room.")
    await phone.pick("Send")
    receipt = next(text for text in phone.screen if "Kept for Amina" in text)
    assert "answer by Tue 10 Mar" in receipt, "two working days from the Monday of the return"


async def test_no_time_is_offered_while_the_advocate_is_away(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await _goes_away(small_town, amina)
    for label in ("Meet my advocate", "Phone", "No", "Any time", "Yes"):
        await phone.pick(label)
    assert "1 Mon 9 Mar" in phone.last
    assert "Amina is away" not in phone.last


async def test_no_time_is_called_another_before_one_was_shown(
    small_town: Street, amina: Person, river: bytes
) -> None:
    office, monday = small_town.office, moment(local_date(small_town.clock.now()))
    phone = await small_town.linked(amina, river)
    thursday = monday + 10 * DAY_MS
    for begins, ends in (
        (monday, thursday + 10 * HOUR_MS),
        (thursday + 11 * HOUR_MS, monday + 300 * DAY_MS),
    ):
        await office.does(
            amina, partial(calendars.add_span, kind="away", starts_at=begins, ends_at=ends)
        )
    for label in ("Meet my advocate", "Phone", "No", "Any time", "Yes"):
        await phone.pick(label)
    await phone.pick("Other times")
    assert "There is no other free time to show." in phone.last
    await office.does(
        amina,
        partial(calendars.add_span, kind="away", starts_at=thursday, ends_at=thursday + DAY_MS),
    )
    await phone.write("menu")
    for label in ("Meet my advocate", "Phone", "No", "Any time", "Yes"):
        await phone.pick(label)
    assert "There is no free time to show." in phone.last
    assert "Amina can choose a time and write to you." in phone.last


async def test_who_covers_is_called_where_she_chose_that(
    small_town: Street, amina: Person, river: bytes
) -> None:
    office, joe = small_town.office, await _cover(small_town, amina)
    phone = await small_town.linked(amina, river)
    await _goes_away(small_town, amina)
    for label in ("Write to my advocate", "Go on"):
        await phone.pick(label)
    assert "Joe is covering." in phone.last
    await phone.pick("Send to Joe")
    assert "Joe reads this while Amina is away." in phone.last
    await phone.write("I would like to talk about my room.")
    assert "To Joe." in phone.last
    await phone.pick("Send")
    waits = await office.database.read(
        lambda conn: set(conn.execute(sa.select(notices.c.staff_id)).scalars())
    )
    assert waits == {amina.id, joe.id}
    receipt = next(text for text in phone.screen if "Kept for Joe" in text)
    assert "answer by Wed 4 Mar" in receipt, "two of Joe's working days from today"


async def test_the_day_of_who_covers_passes_over_days_on_which_they_are_away_too(
    small_town: Street, amina: Person, river: bytes
) -> None:
    office, joe = small_town.office, await _cover(small_town, amina)
    phone = await small_town.linked(amina, river)
    await _goes_away(small_town, amina)
    tomorrow = moment(local_date(small_town.clock.now() + 24 * HOUR_MS))
    await office.does(
        joe, lambda act: calendars.add_span(act, "away", tomorrow, tomorrow + 24 * HOUR_MS)
    )
    for label in ("Write to my advocate", "Go on", "Send to Joe"):
        await phone.pick(label)
    await phone.write("I would like to talk about my room.")
    await phone.pick("Send")
    receipt = next(text for text in phone.screen if "Kept for Joe" in text)
    assert "answer by Thu 5 Mar" in receipt


async def test_a_call_is_asked_of_who_covers_or_of_her_when_she_is_back(
    small_town: Street, amina: Person, river: bytes
) -> None:
    joe = await _cover(small_town, amina)
    phone = await small_town.linked(amina, river)
    await _goes_away(small_town, amina)
    await phone.write("8")
    assert "Amina is away until Mon 9 Mar. Joe is covering." in phone.last
    for label in ("Ask Joe to call me", "Morning"):
        await phone.pick(label)
    assert any("I have asked Joe to call you" in text for text in phone.screen)
    await phone.write("8")
    for label in ("Wait for Amina", "Morning"):
        await phone.pick(label)
    assert any("I have asked Amina to call you" in text for text in phone.screen)
    assert [row.staff_id for row in await small_town.rows(tasks)] == [joe.id, amina.id]


async def test_without_a_cover_a_call_is_asked_of_the_hub_or_of_her_when_she_is_back(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await _goes_away(small_town, amina)
    await phone.write("8")
    assert "Amina is away until Mon 9 Mar." in phone.last
    for label in ("Ask somebody to call me", "Any time"):
        await phone.pick(label)
    assert any("asked the Hub team to find somebody to call you" in text for text in phone.screen)
    await phone.write("8")
    for label in ("Wait for Amina", "Morning"):
        await phone.pick(label)
    assert [row.staff_id for row in await small_town.rows(tasks)] == [None, amina.id]


async def test_words_that_were_no_answer_are_offered_to_who_covers(
    small_town: Street, amina: Person, river: bytes
) -> None:
    await _cover(small_town, amina)
    phone = await small_town.linked(amina, river)
    await _goes_away(small_town, amina)
    for words in ("the heating is broken again", "since two days it is so cold"):
        await phone.write(words)
    assert any("I have kept your words." in text for text in phone.screen)
    for label in ("Go on", "Send to Joe"):
        await phone.pick(label)
    assert "Your words are still here. They are not sent.\nTo Joe." in phone.last
    await phone.pick("Send")
    assert any("Kept for Joe" in text for text in phone.screen)


async def test_ringing_while_the_advocate_is_away_asks_who_covers(
    small_town: Street, amina: Person, river: bytes
) -> None:
    joe = await _cover(small_town, amina)
    phone = await small_town.linked(amina, river)
    await small_town.brings(phone, "call")
    await _goes_away(small_town, amina)
    await small_town.brings(phone, "call")
    assert [row.staff_id for row in await small_town.rows(tasks)] == [amina.id, joe.id]


async def test_who_covers_and_is_away_too_is_asked_for_nothing(
    small_town: Street, amina: Person, river: bytes
) -> None:
    office, joe = small_town.office, await _cover(small_town, amina)
    phone = await small_town.linked(amina, river)
    await _goes_away(small_town, amina)
    await _goes_away(small_town, joe)
    await phone.pick("Write to my advocate")
    await phone.pick("Go on")
    assert any("Amina is away until Mon 9 Mar." in text for text in phone.screen)
    assert not any("Joe" in text for text in phone.screen)
    await phone.write("8")
    assert "Joe" not in phone.last
    await phone.pick("Go back")
    await small_town.brings(phone, "call")
    assert [row.staff_id for row in await small_town.rows(tasks)] == [None], "the Hub's to do"
    todo = await (await office.signed_in(await office.hire("Sol", "hub_lead"))).get("/")
    who = f"Somebody with Amina, mark {river.hex()[:8]}"
    assert f"{who}: Asks for a call, and neither their advocate nor who covers is there" in todo


async def test_nobody_is_said_to_be_at_work_on_a_bank_holiday(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await phone.write("8")
    assert "not at work" not in phone.last
    await phone.pick("Go back")
    small_town.clock.forward(hours=(moment(GOOD_FRIDAY, 11) - small_town.clock.now()) / HOUR_MS)
    await phone.write("menu")
    await phone.pick("Go on")
    await phone.write("8")
    assert "Amina is not at work at this hour." in phone.last
