"""A phone is not the person: what the advocate complained about can reach by the front door."""

from bot.acts import complaints_case, complaints_work, invites, link
from bot.acts.complaints import New, file
from bot.acts.complaints_case import Queued
from bot.channels.segments import segments
from bot.complaint_clocks import Rules
from bot.storage.complaints import PIN_TRIES
from bot.storage.tables.keys import grants
from bot.storage.tables.survivors import contacts
from tests.complaints.conftest import Town
from tests.complaints.test_complaints_again import answers, opened, takes
from tests.street import Handset

COMPLAIN = ("4", "2", "1", "1", "13", "He told my landlord.", "1", "5", "204518")


async def queue(town: Town) -> list[Queued]:
    """What a handler can open."""
    office, now = town.street.office, town.street.clock.now()
    return await office.database.read(
        lambda conn: complaints_case.queue(conn, office.vault, town.hope.id, now)
    )


async def says(phone: Handset, *lines: str) -> list[str]:
    """Write lines and return everything that lit the screen."""
    before = len(phone.lit)
    for line in lines:
        await phone.write(line)
    return phone.lit[before:]


async def relinked(town: Town) -> Handset:
    """The advocate freezes her phone and links one of their own."""
    office = town.street.office
    rows = await town.street.rows(contacts)
    await office.does(town.amina, lambda act: link.freeze(act, rows[0].id))
    card = await office.does(town.amina, lambda act: invites.make(act, town.river))
    phone = town.street.phone()
    await says(phone, card.shown, "1", "1")
    return phone


async def test_a_later_link_finds_nothing_whatever_it_tries(both: Town, rules: Rules) -> None:
    town = both
    hers = await town.street.linked(town.amina, town.river)
    await says(hers, *COMPLAIN)
    (case,) = await queue(town)
    await town.street.office.does(
        town.hope, lambda act: complaints_work.acknowledge(act, rules, case.id)
    )
    theirs = await relinked(town)
    await town.street.passes(days=20)
    shown = await says(
        theirs, "menu", "1", "4", "4", case.reference, "111111", "menu", "4", "4", "C-AAAA-AA", "1"
    )
    assert not any("You have something to read" in page for page in theirs.lit)
    assert not any("We will write by" in page for page in shown)
    assert "Please send the number, like C-7KQ4-M2." in shown[3]


async def test_a_phone_without_a_complaint_sees_what_one_with_a_later_link_sees(
    both: Town,
) -> None:
    town = both
    hers = await town.street.linked(town.amina, town.river)
    await says(hers, *COMPLAIN)
    theirs = await relinked(town)
    lake = await town.street.office.survivor(town.amina, "Lake-3")
    nobodys = await town.street.linked(town.amina, lake)
    tries = ("menu", "4", "4", "C-AAAA-AA", "111111", "menu", "4", "1", "2", "1", "menu")
    assert await says(theirs, *tries) == await says(nobodys, *tries)


async def test_the_frozen_phone_still_gets_the_note_and_its_digits_open_it(
    both: Town, rules: Rules
) -> None:
    town = both
    hers = await town.street.linked(town.amina, town.river)
    await says(hers, *COMPLAIN)
    (case,) = await queue(town)
    await relinked(town)
    await town.street.office.does(
        town.hope, lambda act: complaints_work.acknowledge(act, rules, case.id)
    )
    before = len(hers.lit)
    await town.street.passes(minutes=20)
    assert hers.lit[before:] == ["You have something to read.\nReply 1 to read it."]
    shown = await says(hers, "1", case.reference, "204518")
    assert shown[0].startswith("Please send the number, like C-7KQ4-M2.")
    assert shown[-1].startswith("Hope works on this. We will write by ")


async def test_digits_read_and_add_from_any_phone_and_never_take_back(both: Town) -> None:
    town = both
    hers = await town.street.linked(town.amina, town.river)
    await says(hers, *COMPLAIN)
    (case,) = await queue(town)
    stranger = town.street.phone()
    shown = await says(stranger, "hello", "1", "1", "4", "4", case.reference, "2 0 4-518")
    assert "1 Add words\n2 Who reads it, how long\n3 Who else can look\n4 Menu" in shown[-1]
    await says(stranger, "1", "One more thing.", "1")
    opened = await town.street.office.does(
        town.hope, lambda act: complaints_case.open_case(act, case.id, town.hope.private)
    )
    marks = {one.words.body: one.mark for one in opened.entries if one.words is not None}
    assert marks == {b"He told my landlord.": None, b"One more thing.": "by_pin"}


async def test_whoever_has_opened_it_may_add_to_it_beyond_a_days_texts(town: Town) -> None:
    hers = await town.street.linked(town.amina, town.river)
    await says(hers, *COMPLAIN)
    (case,) = await queue(town)
    stranger, wrong = town.street.phone(), town.street.phone()
    begin = ("hello", "1", "1", "4", "4", case.reference)
    await says(stranger, *begin, "204518", "1")
    most = town.street.service.content.service.sms.stranger_segments_a_day
    for _ in range(most):
        if sum(map(segments, stranger.lit)) < most + 5:
            await stranger.write("One more thing.")
    assert stranger.last.startswith("To the team, about "), "it is shown how to send them"
    await stranger.write("1")
    assert stranger.last.startswith("Kept for the team, ")
    await says(wrong, *begin, "111111")
    for _ in range(most):
        await wrong.write("what")
    assert wrong.last.startswith("I can write no more today.")
    assert sum(map(segments, wrong.lit)) < most + 10, "it was not opened"


async def test_a_frozen_survivor_asks_for_a_review_by_number_and_digits(
    both: Town, rules: Rules
) -> None:
    town = both
    hers = await town.street.linked(town.amina, town.river)
    await says(hers, *COMPLAIN)
    (case,) = await queue(town)
    await relinked(town)
    await takes(town, town.hope, case, rules)
    town.street.clock.forward(minutes=1)  # letters of one moment stand in no order
    await answers(town, town.hope, case)
    other = town.street.phone()
    await says(other, "hello", "1", "1", "4", "4", case.reference, "204518", "2")
    assert "Respect: We did not find this." in other.last
    await other.pick("What I can do")
    assert "Take it back" not in other.last
    await other.pick("Ask for a review")
    await other.write("1")
    assert other.last.startswith("OK. We will write by Thu 5 Mar.")
    (now,) = await queue(town)
    assert (now.step, now.state) == ("review", "review_requested")
    asked = [one for one in (await opened(town, case, town.noor)).entries if one.mark == "by_pin"]
    assert [one.words.body for one in asked if one.words] == [b'{"did": "review"}']


async def test_five_wrong_tries_close_it_to_every_phone_until_a_handler_opens_it(
    both: Town,
) -> None:
    town = both
    hers = await town.street.linked(town.amina, town.river)
    await says(hers, *COMPLAIN)
    (case,) = await queue(town)
    does = town.street.office.does

    async def opens(pin: str) -> bool:
        begin = ("hello", "1", "1", "4", "4")
        shown = await says(town.street.phone(), *begin, case.reference, pin)
        return "Add words" in shown[-1]

    assert await opens("204518")
    for number in range(PIN_TRIES):
        assert not await opens(f"00000{number}")
    assert not await opens("204518")
    await does(town.hope, lambda act: complaints_work.open_pin_again(act, case.id))
    assert await opens("204518")


async def test_an_unknown_number_is_answered_like_wrong_digits(both: Town) -> None:
    town = both
    hers = await town.street.linked(town.amina, town.river)
    await says(hers, *COMPLAIN)
    (case,) = await queue(town)
    one, other = town.street.phone(), town.street.phone()
    begin = ("hello", "1", "1", "4", "4")
    assert await says(one, *begin, case.reference, "999999") == await says(
        other, *begin, "C-AAAA-AA", "999999"
    )


async def test_taking_it_back_by_text_needs_the_number_just_sent(both: Town) -> None:
    town = both
    hers = await town.street.linked(town.amina, town.river)
    await says(hers, *COMPLAIN)
    shown = await says(hers, "menu", "4", "4", "2", "1")
    drawn = shown[-1].split(": ")[1][:3]
    wrong = "000" if drawn != "000" else "001"  # one more than 998 would be a call for help
    await says(hers, wrong)
    assert [one.state for one in await queue(town)] == ["submitted"]
    await says(hers, drawn)
    assert await queue(town) == []


async def test_the_advocate_complained_about_holds_no_key(both: Town) -> None:
    town = both
    hers = await town.street.linked(town.amina, town.river)
    await says(hers, *COMPLAIN)
    (case,) = await queue(town)
    holders = {row.holder_id for row in await town.street.rows(grants) if row.object_id == case.id}
    assert holders == {town.hope.id, town.noor.id}


async def test_a_frozen_survivor_complains_about_the_advocate_who_froze_her(both: Town) -> None:
    town = both
    hers = await town.street.linked(town.amina, town.river)
    await relinked(town)
    shown = await says(hers, "menu", "4", "2", "1", "1", "1", "1", "1", "1")
    assert not any("Amina" in page for page in shown)
    assert any(page.startswith("Kept. Number C-") for page in shown)
    (case,) = await queue(town)
    opened = await town.street.office.does(
        town.hope, lambda act: complaints_case.open_case(act, case.id, town.hope.private)
    )
    assert (opened.source, opened.survivor_id) == ("frozen", town.river)


async def test_a_complaint_outlives_the_day_after_which_a_stranger_is_forgotten(
    both: Town, rules: Rules
) -> None:
    town = both
    stranger = town.street.phone()
    lines = (
        "hello",
        "1",
        "1",
        "4",
        "1",
        "1",
        "1",
        "1",
        "2",
        "They never ring.",
        "1",
        "5",
        "204518",
    )
    shown = await says(stranger, *lines)
    assert any(page.startswith("Kept. Number C-") for page in shown)
    await town.street.passes(hours=30)
    (case,) = await queue(town)
    before = len(stranger.lit)
    await town.street.office.does(
        town.hope, lambda act: complaints_work.acknowledge(act, rules, case.id)
    )
    await town.street.passes(minutes=1)
    assert stranger.lit[before:] == ["You have something to read.\nReply 1 to read it."]
    shown = await says(stranger, "1")
    assert shown[-1].startswith("Hope works on this.")


async def test_nothing_of_a_complaint_says_that_somebody_is_known(both: Town, rules: Rules) -> None:
    town = both
    phone = town.street.phone()
    await says(phone, "hello")
    row = await town.street.contact_of(phone)
    new = New("7KQ4M2", row.id, "concern", "advocate", ("other",), "Is River-12 with you?")
    await town.street.office.does(None, lambda act: file(act, rules, new))
    (case,) = await queue(town)
    opened = await town.street.office.does(
        town.hope, lambda act: complaints_case.open_case(act, case.id, town.hope.private)
    )
    assert (opened.source, opened.survivor_id) == ("stranger", None)
