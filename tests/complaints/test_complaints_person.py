"""8 in a complaint reaches the complaints team, never the advocate; elsewhere both are offered."""

import re

import pytest

from bot.channels.wire import Channel
from bot.media import Media
from bot.storage.tables.complaints import complaints, points
from bot.storage.tables.duties import tasks
from bot.storage.tables.keys import grants
from tests.complaints.conftest import Town
from tests.complaints.test_complaints_files import Carrier, case_path, page_of
from tests.office import Person
from tests.street import Handset

COMPLAIN = ("4", "2", "1", "1", "13", "He told my landlord.", "1", "5", "5")
NUMBER = "07700 900 123"


async def says(phone: Handset, *lines: str) -> str:
    """Send these one after the other; return the last that is shown."""
    for line in lines:
        await phone.write(line)
    return phone.last


async def writes_a_worry(phone: Handset) -> None:
    """She makes one about her advocate, up to where it is shown back."""
    for label in ("Worry or complaint", "I want it noted or put right", "My advocate", "Go on"):
        await phone.pick(label)
    if phone.channel == "sms":
        await phone.write("13")
    else:
        await phone.pick("Respect")
        await phone.pick("Done")
    await phone.write("He told my landlord.")


async def asks_for_a_call(phone: Handset) -> None:
    """She presses 8 where she is, and asks for a call."""
    await (phone.write("8") if phone.channel == "sms" else phone.pick("A person"))
    await phone.pick("Ask the team to call me")
    await phone.pick("Afternoon")
    if phone.channel == "telegram":
        await phone.pick("Skip")


def numbers(phone: Handset) -> set[str]:
    """The references on the phone."""
    return set(re.findall(r"C-\w{4}-\w{2}", "\n".join(phone.screen)))


async def asked(town: Town) -> list[tuple[str, bytes | None]]:
    """The open tasks, and whose each is."""
    rows = [row for row in await town.street.rows(tasks) if row.done_at is None]
    return sorted(((row.kind, row.staff_id) for row in rows), key=lambda one: one[1] or b"")


def handlers(town: Town) -> list[tuple[str, bytes | None]]:
    """What both handlers are asked."""
    return sorted(
        [("complaint_call", town.hope.id), ("complaint_call", town.noor.id)],
        key=lambda one: one[1] or b"",
    )


async def sees_nothing(town: Town, person: Person) -> None:
    """Her day has no task, and no complaint."""
    page = await page_of(town, person, "/")
    assert "To do" not in page
    assert "call" not in page.partition("</header>")[2]


async def test_8_before_any_word_begins_a_worry_and_asks_the_team(both: Town) -> None:
    town = both
    phone = await town.street.linked(town.amina, town.river)
    said = await says(phone, "4", "2", "1", "1", "13", "8")
    assert said.startswith("The complaints team can call you. They will see your number.")
    assert "Amina" not in said
    said = await says(phone, "1", "1")
    assert "I have asked the complaints team to call you, on a working day. Number C-" in "\n".join(
        phone.screen
    )
    assert "Add words?" in said, "what was open is open still"
    assert await asked(town) == handlers(town)
    page = await page_of(town, town.hope, await case_path(town))
    assert f"They ask for a call in the morning, on {phone.address}." in page
    assert "when and where stands in the case" in await page_of(town, town.hope, "/")
    await sees_nothing(town, town.amina)
    await sees_nothing(town, town.manager)


async def test_8_where_it_is_about_the_hub_does_not_reach_the_hub(town: Town) -> None:
    office = town.street.office
    quay = await office.organisation("Quay")
    ravi = await office.hire("Ravi", "outside_reviewer", organisation=quay)
    phone = await town.street.linked(town.amina, town.river)
    await says(phone, "4", "2", "4", "8", "1", "4")
    assert await asked(town) == [("complaint_call", ravi.id)]


async def test_8_after_sending_is_about_what_was_sent(town: Town) -> None:
    phone = await town.street.linked(town.amina, town.river)
    await says(phone, *COMPLAIN[:7])
    assert "What would help?" in phone.last
    await says(phone, "8", "1", "4")
    assert len(await town.street.rows(complaints)) == 1
    assert await asked(town) == handlers(town)


@pytest.mark.parametrize("channel", ["sms", "telegram"])
async def test_8_in_the_middle_begins_what_she_goes_on_with_and_nothing_twice(
    town: Town, channel: Channel
) -> None:
    phone = await town.street.linked(town.amina, town.river, channel)
    await writes_a_worry(phone)
    await asks_for_a_call(phone)
    assert "With your words." in phone.last, "what she wrote waits, and is asked about again"
    number = numbers(phone)
    await phone.pick("Add words")
    await phone.write("And he laughed.")
    await asks_for_a_call(phone)
    assert len(await town.street.rows(complaints)) == 1, "one call more, and nothing begins"
    await phone.pick("Send")
    assert numbers(phone) == number, "it is the one whose number she was told"
    assert len(await town.street.rows(complaints)) == 1
    page = await page_of(town, town.hope, await case_path(town))
    for words in ("He told my landlord.", "And he laughed.", "They ask for a call"):
        assert words in page
    assert await asked(town) == handlers(town)
    await phone.pick("Say sorry")
    await phone.write("204518")
    assert "Somebody says sorry" in await page_of(town, town.hope, await case_path(town))
    await sees_nothing(town, town.amina)


async def test_what_a_call_began_becomes_the_complaint_that_she_sends(town: Town) -> None:
    phone = await town.street.linked(town.amina, town.river)
    await says(phone, "4", "2", "1", "1", "8", "1", "4")
    (begun,) = await town.street.rows(complaints)
    assert begun.step == "concern"
    await says(phone, "13", "1", "1")
    (sent,) = await town.street.rows(complaints)
    assert (sent.id, sent.step, sent.promised_at) == (begun.id, "complaint", begun.promised_at)
    kept = {row.area for row in await town.street.rows(points)}
    assert kept == {"respect", "promises"}, "what was not said yet when it began is said now"


async def test_danger_in_what_joins_a_call_is_looked_at_today(town: Town) -> None:
    phone = await town.street.linked(town.amina, town.river)
    said = await says(phone, "4", "1", "1", "1", "8", "1", "4", "6", "1", "1")
    assert "Danger now: 999." in "\n".join([*phone.screen, said])
    (row,) = await town.street.rows(complaints)
    assert (row.state, row.safeguarding) == ("safeguarding_hold", True)


async def test_what_is_about_somebody_else_never_joins_what_they_may_hold(town: Town) -> None:
    """8 before she said whom it is about asks those who may look into her advocate: the Hub."""
    office = town.street.office
    quay = await office.organisation("Quay")
    ravi = await office.hire("Ravi", "outside_reviewer", organisation=quay)
    phone = await town.street.linked(town.amina, town.river)
    await says(phone, "4", "1", "8", "1", "4")
    await says(phone, "4", "1", "1", "1", "1")
    rows = await town.street.rows(complaints)
    assert len(rows) == 2
    held = {(row.object_id, row.holder_id) for row in await town.street.rows(grants)}
    (about_hub,) = [row.id for row in rows if (row.id, town.hope.id) not in held]
    assert (about_hub, ravi.id) in held
    assert (about_hub, town.noor.id) not in held


async def test_what_was_answered_meanwhile_is_not_added_to(town: Town) -> None:
    phone = await town.street.linked(town.amina, town.river)
    await says(phone, "4", "1", "1", "1", "8", "1", "4")
    case = await case_path(town)
    hope = await town.street.office.signed_in(town.hope)
    await hope.get(case)
    await hope.post(f"{case}/take")
    await says(phone, "13", "1")
    await says(phone, "1")
    (row,) = await town.street.rows(complaints)
    assert row.handler_id == town.hope.id, "who has taken it gets what she sends"
    assert row.state == "early_resolution"


async def test_who_has_taken_it_is_asked_alone_and_one_yes_is_enough(town: Town) -> None:
    phone = await town.street.linked(town.amina, town.river)
    await says(phone, *COMPLAIN)
    case = await case_path(town)
    await says(phone, "menu", "4", "4", "8", "1", "2")
    assert await asked(town) == handlers(town)
    hope = await town.street.office.signed_in(town.hope)
    page = await hope.get("/")
    assert case in page
    (task,) = [row for row in await town.street.rows(tasks) if row.staff_id == town.hope.id]
    await hope.post(f"/task/{task.id.hex()}/done")
    assert await asked(town) == [], "the other need not ring as well"
    await hope.get(case)
    await hope.post(f"{case}/take")
    await town.street.passes(minutes=16)
    assert (await says(phone, "1")).startswith("Hope works on this.")
    assert (await says(phone, "8")).startswith("The complaints team can call you.")
    await says(phone, "1", "2")
    assert await asked(town) == [("complaint_call", town.hope.id)]


@pytest.mark.parametrize("complained", [True, False])
async def test_8_elsewhere_offers_both_whether_or_not_there_is_a_complaint(
    town: Town, complained: object
) -> None:
    phone = await town.street.linked(town.amina, town.river)
    if complained:
        await says(phone, *COMPLAIN)
    said = await says(phone, "menu", "8")
    for line in ("1 Ask Amina to call me", "3 The complaints team"):
        assert line in said.splitlines()
    await says(phone, "3", "1", "4")
    assert await asked(town) == handlers(town)
    assert len(await town.street.rows(complaints)) == 1
    await sees_nothing(town, town.amina)


async def test_8_of_somebody_who_is_not_linked_reaches_the_hub(town: Town) -> None:
    phone = town.street.phone()
    await says(phone, "hello", "1", "1", "4", "1")
    said = await says(phone, "8")
    assert said.startswith("The complaints team can call you.")
    await says(phone, "1", "4")
    assert await asked(town) == handlers(town)
    page = await page_of(town, town.noor, await case_path(town))
    assert phone.address in page


async def test_on_a_chat_the_number_is_asked_for_and_taken_out(both: Town) -> None:
    town = both
    phone = await town.street.linked(town.amina, town.river, "telegram")
    for label in ("Worry or complaint", "I want it noted or put right", "A person"):
        await phone.pick(label)
    for label in ("Ask the team to call me", "Afternoon"):
        await phone.pick(label)
    assert "Which number can they ring?" in phone.last
    await phone.write("ring me")
    assert "Please send the number in digits." in phone.last
    await phone.write(NUMBER)
    assert not any(NUMBER in text for text in phone.screen), "her message is deleted"
    page = await page_of(town, town.hope, await case_path(town))
    assert "They ask for a call in the afternoon, on 07700900123." in page
    assert NUMBER not in await page_of(town, town.amina, "/")


async def test_without_a_number_the_team_writes(town: Town) -> None:
    phone = await town.street.linked(town.amina, town.river, "telegram")
    for label in ("Worry or complaint", "I want it noted or put right", "A person"):
        await phone.pick(label)
    for label in ("Ask the team to call me", "Any time", "Skip"):
        await phone.pick(label)
    page = await page_of(town, town.hope, await case_path(town))
    assert "no number: write to them" in page


@pytest.mark.parametrize("channel", ["sms", "telegram"])
async def test_where_nobody_may_call_there_are_numbers(town: Town, channel: Channel) -> None:
    phone = await town.street.linked(town.amina, town.river, channel)
    await phone.pick("Worry or complaint")
    await phone.pick("I want it noted or put right")
    await phone.pick("The Hub team")
    assert "Nobody here can look into this now" in "\n".join(phone.screen)
    await (phone.write("8") if channel == "sms" else phone.pick("A person"))
    assert "999" in "\n".join(phone.screen)
    assert await asked(town) == []


async def test_words_that_were_no_answer_are_never_offered_to_the_advocate(town: Town) -> None:
    phone = await town.street.linked(town.amina, town.river, "telegram")
    for label in (
        "Worry or complaint",
        "I want someone independent to look into it",
        "My advocate",
        "Go on",
    ):
        await phone.pick(label)
    await phone.write("", kind="voice", file="voice-ref")
    assert phone.last.startswith("I have kept your words. They are not sent.")
    assert "Amina" not in phone.last
    for words in ("Amina is never there.", "She does not listen."):
        await phone.write(words)
    assert "Shall I send" not in "\n".join(phone.screen)
    await phone.pick("Promises, being on time")
    await phone.pick("Done")
    assert "With your words." in phone.last
    await phone.pick("Send")
    assert await Media(town.street.service, Carrier()).fetch_due() == 1
    page = await page_of(town, town.hope, await case_path(town))
    assert "Amina is never there." in page
    assert "She does not listen." in page
    assert "Voice note: listen?" in page
    assert "1 new message" not in await page_of(town, town.amina, "/")
