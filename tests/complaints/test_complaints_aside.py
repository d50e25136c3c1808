"""Words from the middle of a complaint never reach her advocate by themselves, whatever happens."""

from collections.abc import Awaitable, Callable

import pytest
import sqlalchemy as sa

from bot.acts import conversation, invites, link
from bot.storage.tables.messages import parked
from bot.storage.tables.staff import staff
from bot.storage.tables.survivors import contacts
from tests.complaints.conftest import Town
from tests.complaints.test_complaints_again import opened
from tests.complaints.test_complaints_front_door import queue, says
from tests.street import Handset

BEGUN = ("4", "2", "1", "1", "13")
"""From the menu to where words of a complaint about her advocate are asked for."""

TOLD = "Amina told my landlord."


async def thread(town: Town) -> list[tuple[bytes, str | None]]:
    """What the advocate complained about can read."""
    shown = await town.street.office.does(
        town.amina, lambda act: conversation.open_thread(act, town.river, town.amina.private)
    )
    return [(one.words.body, one.mark) for one in shown.entries if one.words is not None]


async def put(town: Town, column: sa.Column[bytes], row_id: bytes, value: bytes) -> None:
    """Write a value into a column of a row."""
    changed = sa.update(column.table).where(column.table.c.id == row_id).values({column: value})
    await town.street.office.database.run(lambda conn: conn.execute(changed) and None)


async def spoiled(town: Town, phone: Handset, text: str, *, mend: bool = True) -> None:
    """One message meets a fault of ours, in what is asked of the people who may read it."""
    await put(town, staff.c.public, town.hope.id, b"spoiled")
    await phone.write(text)
    if mend:
        await mended(town)


async def mended(town: Town) -> None:
    """Put back what was spoiled."""
    public, vault = town.hope.private.public, town.street.office.vault
    sealed = vault.seal("staff.public", town.hope.id, public.raw)
    await put(town, staff.c.public, town.hope.id, sealed)


async def forgotten(town: Town, phone: Handset, text: str) -> None:
    """One message meets a conversation that does not open."""
    row = await town.street.contact_of(phone)
    await put(town, contacts.c.state, row.id, b"spoiled")
    await phone.write(text)
    await put(town, contacts.c.state, row.id, row.state)


async def locked(town: Town) -> Handset:
    """A phone that locks when it is quiet, and stands at her menu."""
    phone = await town.street.linked(town.amina, town.river, "telegram")
    for label in ("Settings and my data", "My word"):
        await phone.tap(label)
    await says(phone, "green river", "green river")
    for label in ("Yes, lock it", "Only thank you", "Menu"):
        await phone.tap(label)
    return phone


async def goes_back(phone: Handset) -> None:
    """She is back, and goes where she was, which takes her to what is shown back."""
    for label in ("Worry or complaint", "I want someone independent to look into it"):
        await phone.pick(label)
    for label in ("My advocate", "Go on"):
        await phone.pick(label)
    await phone.write("13")
    assert "With your words." in phone.last


async def sent(town: Town, phone: Handset) -> list[bytes]:
    """She sends what is shown back; what those read who work on it."""
    await phone.pick("Send")
    (case,) = await queue(town)
    shown = await opened(town, case, town.hope)
    return [one.words.body for one in shown.entries if one.words is not None]


async def test_what_is_written_while_locked_waits_where_she_was(both: Town) -> None:
    phone = await locked(both)
    await says(phone, *BEGUN)
    both.street.clock.forward(minutes=16)
    assert await says(phone, TOLD) == ["Thank you. No reminders today."]
    assert not any(TOLD in shown for shown in phone.screen)
    assert await thread(both) == []
    await phone.write("green river")
    await goes_back(phone)
    assert await sent(both, phone) == [TOLD.encode()]
    assert await thread(both) == []


async def test_what_is_written_while_stopped_waits_too(both: Town) -> None:
    phone = await both.street.linked(both.amina, both.river)
    await says(phone, *BEGUN, "STOP", TOLD, "START")
    await goes_back(phone)
    assert await sent(both, phone) == [TOLD.encode()]
    assert await thread(both) == []


async def test_it_is_not_what_she_writes_to_her_advocate_next(both: Town) -> None:
    phone = await both.street.linked(both.amina, both.river)
    await says(phone, *BEGUN, "STOP", TOLD, "START")
    await both.street.sends_words(phone, "See you on Tuesday.")
    assert await thread(both) == [(b"See you on Tuesday.", None)]


async def test_what_is_written_behind_the_curtain_of_it_is_not_offered_to_her_advocate(
    both: Town,
) -> None:
    phone = await both.street.linked(both.amina, both.river)
    await says(phone, *BEGUN)
    both.street.clock.forward(minutes=16)
    shown = await says(phone, TOLD, "HELP", "menu")
    assert not any("send your words to Amina" in one for one in shown)
    await goes_back(phone)
    assert await sent(both, phone) == [TOLD.encode()]


async def test_once_a_complaint_is_made_or_left_words_are_passed_on_as_ever(both: Town) -> None:
    phone = await both.street.linked(both.amina, both.river)
    await says(phone, *BEGUN, TOLD, "1", "5", "204518", "STOP", "I am late on Tuesday.")
    assert await thread(both) == [(b"I am late on Tuesday.", "stopped")]


@pytest.mark.parametrize("fault", [spoiled, forgotten])
async def test_what_a_fault_of_ours_held_up_is_not_given_to_her_advocate(
    both: Town, fault: Callable[[Town, Handset, str], Awaitable[None]]
) -> None:
    phone = await both.street.linked(both.amina, both.river)
    await says(phone, *BEGUN)
    await fault(both, phone, TOLD)
    await phone.write("She shouted.")
    assert "1 Send" in phone.last, "she went on meanwhile"
    await both.street.passes(seconds=31)
    assert await both.street.rows(parked) == []
    assert await thread(both) == []
    assert await sent(both, phone) == [f"She shouted.\n{TOLD}".encode()]


async def test_what_was_held_up_is_added_where_she_sent_it_meanwhile(both: Town) -> None:
    phone = await both.street.linked(both.amina, both.river)
    await says(phone, *BEGUN)
    await spoiled(both, phone, TOLD)
    await phone.write("She shouted.")
    await phone.pick("Send")
    both.street.clock.forward(seconds=31)
    await both.street.settle()
    (case,) = await queue(both)
    shown = await opened(both, case, both.hope)
    said = sorted(one.words.body for one in shown.entries if one.words is not None)
    assert said == sorted([TOLD.encode(), b"She shouted."])
    assert await thread(both) == []


async def test_what_our_code_never_handles_is_offered_after_the_last_try(both: Town) -> None:
    phone = await both.street.linked(both.amina, both.river)
    await says(phone, *BEGUN, "She shouted.")
    await spoiled(both, phone, TOLD, mend=False)
    assert "Your words were kept." in phone.last
    for _ in range(4):
        await both.street.passes(minutes=31)
    assert await both.street.rows(parked) == []
    assert await thread(both) == []
    await mended(both)
    await says(phone, "hello", "1")
    await goes_back(phone)
    assert await sent(both, phone) == [f"She shouted.\n{TOLD}".encode()]


async def test_what_a_stranger_wrote_is_in_their_draft_after_a_fault(both: Town) -> None:
    phone = both.street.phone()
    await says(phone, "hello", "1", "1", "4", "2", "1", "1", "1", "13")
    await spoiled(both, phone, "He told my landlord.")
    await phone.write("menu")
    await both.street.passes(seconds=31)
    shown = await says(phone, "4", "2", "1", "1", "1", "13")
    assert "With your words." in shown[-1]


async def test_what_one_person_wrote_goes_to_nobody_else_though_her_phone_does(
    both: Town,
) -> None:
    office = both.street.office
    phone = await both.street.linked(both.amina, both.river, "telegram")
    await forgotten(both, phone, "I am not well.")
    other = await office.hire("Omar", "advocate", organisation=both.charity)
    lake = await office.survivor(other, "Lake-3")
    card = await office.does(other, lambda act: invites.make(act, lake))
    await phone.write(f"/start {card.link}")
    await both.street.passes(seconds=31)
    assert await thread(both) == [(b"I am not well.", "fault")]


async def test_nothing_a_frozen_phone_writes_is_passed_on_though_it_was_stopped(
    both: Town,
) -> None:
    phone = await both.street.linked(both.amina, both.river)
    row = await both.street.contact_of(phone)
    await both.street.office.does(both.amina, lambda act: link.freeze(act, row.id))
    await says(phone, "STOP", "I am somebody else.")
    assert await thread(both) == []


async def test_words_of_a_worry_that_was_left_are_told_of_in_the_next(town: Town) -> None:
    """They were for one about another person; she is in one about her advocate now."""
    phone = await town.street.linked(town.amina, town.river)
    for line in ("4", "1", "2", "1", "4", "He told people.", "menu", "4", "1", "1", "1", "3"):
        await phone.write(line)
    still = "Your words are still here. They are not sent.\nAbout my advocate. To: The Hub team."
    assert phone.last.startswith(still)
