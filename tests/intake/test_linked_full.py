"""Anybody can write under a number: what that costs in a day is bounded, and no words are lost."""

import pytest

from bot import metrics
from bot.channels.segments import segments
from bot.limits import CODE_TRIES, LINKED_SEGMENTS
from bot.storage.tables.duties import tasks
from bot.storage.tables.threads import entries
from tests.office import Person
from tests.street import Handset, Street

NO_MORE = "I can answer no more today. What you write is still kept."


def cost(phone: Handset) -> int:
    """How many segments were sent there."""
    return sum(segments(text) for text in phone.lit)


@pytest.fixture
async def full(small_town: Street, amina: Person, river: bytes) -> Handset:
    """Her phone, after somebody wrote under her number until nothing more came."""
    phone = await small_town.linked(amina, river)
    answered = -1
    while len(phone.lit) != answered:
        answered = len(phone.lit)
        await phone.write("menu")
    return phone


async def test_a_linked_number_costs_so_many_segments_a_day_and_she_is_told_once(
    small_town: Street, full: Handset
) -> None:
    assert LINKED_SEGMENTS <= cost(full) < LINKED_SEGMENTS + 12
    assert full.last.startswith(NO_MORE)
    before = metrics.FULL._value.get()
    for text in ("1", "0", "menu", "hello?", "More words", "help numbers"):
        await full.write(text)
    assert [NO_MORE in text for text in full.lit].count(True) == 1
    assert full.last.startswith(NO_MORE)
    assert metrics.FULL._value.get() == before + 6
    small_town.clock.forward(hours=24)
    await full.write("menu")
    assert not full.last.startswith(NO_MORE), "it is another day"


async def test_what_comes_then_is_kept_marked_and_somebody_asks_who_it_is(
    small_town: Street, full: Handset
) -> None:
    full.lit.clear()
    for text in ("I am at the library", "please answer"):
        await full.write(text)
    assert full.lit == []
    rows = [row for row in await small_town.rows(entries) if row.kind == "words"]
    assert [row.mark for row in rows][-2:] == ["many", "many"]
    asked = [row for row in await small_town.rows(tasks) if row.kind == "check_by_voice"]
    assert len(asked) == 1


async def test_what_was_begun_to_be_written_is_sent_as_she_says(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    while cost(phone) < LINKED_SEGMENTS - 12:
        await phone.write("menu")
    await small_town.begins_words(phone)
    await phone.write("Please ring me on Monday.")
    while cost(phone) < LINKED_SEGMENTS:
        await phone.write("½")
    await phone.pick("Send")
    (row,) = [row for row in await small_town.rows(entries) if row.kind == "words"]
    assert row.mark is None
    assert not any(NO_MORE in text for text in phone.lit)
    await phone.write("menu")
    assert phone.last.startswith(NO_MORE), "once it is sent, that is all"


async def test_whoever_goes_on_writing_is_stopped_at_twice_as_much(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    await small_town.begins_words(phone)
    answered = -1
    while len(phone.lit) != answered:
        answered = len(phone.lit)
        await phone.write("½")
    assert 2 * LINKED_SEGMENTS <= cost(phone) < 2 * LINKED_SEGMENTS + 12


async def test_calls_for_help_are_answered_whatever_was_spent(full: Handset) -> None:
    for text in ("HELP", "help", "999", "8", "I want to kill myself"):
        full.lit.clear()
        await full.write(text)
        assert full.lit, text
    full.lit.clear()
    await full.write("1")
    assert full.lit, "and a call goes on to its end"


async def test_a_code_is_answered_as_often_as_it_may_be_tried(full: Handset) -> None:
    full.lit.clear()
    for _ in range(2 * CODE_TRIES):
        await full.write("407 193 5866")
    assert len(full.lit) == CODE_TRIES - 1, "the one on the card was a try too"


async def test_stop_and_leave_hold_all_the_same(small_town: Street, full: Handset) -> None:
    await full.write("9")
    full.lit.clear()
    await full.write("STOP")
    assert (await small_town.contact_of(full)).stopped


async def test_in_the_middle_of_a_complaint_words_go_to_no_advocate(
    small_town: Street, amina: Person, river: bytes
) -> None:
    phone = await small_town.linked(amina, river)
    for text in ("4", "1", "1"):
        await phone.write(text)
    answered = -1
    while len(phone.lit) != answered:
        answered = len(phone.lit)
        await phone.write("½")
    assert phone.last.startswith(NO_MORE)
    before = len(await small_town.rows(entries))
    await phone.write("She took my papers")
    assert len(await small_town.rows(entries)) == before


async def test_somebody_else_is_answered_as_before(
    small_town: Street, amina: Person, full: Handset
) -> None:
    lake = await small_town.office.survivor(amina, "Lake-3", "en")
    other = await small_town.linked(amina, lake)
    await other.write("menu")
    assert "answer no more" not in other.last
    await full.write("menu")
    assert full.last.startswith(NO_MORE)
