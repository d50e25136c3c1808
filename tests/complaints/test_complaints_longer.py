"""It takes longer: over a complaint two people agree, she is told each date, and none gets lost."""

from functools import partial

import pytest

from bot import clocks
from bot.acts import (
    complaints_case,
    complaints_hers,
    complaints_longer,
    complaints_steps,
    complaints_two,
    complaints_work,
)
from bot.acts.act import Act
from bot.acts.complaints_case import Queued
from bot.complaint_clocks import Rules
from bot.errors import Refused
from tests.complaints.conftest import Town
from tests.complaints.steps import shows
from tests.complaints.test_complaints_again import COMPLAIN, WORRY, line_of, made, opened, takes
from tests.office import Person


async def asks_for_time(
    town: Town, person: Person, case: Queued, reason: str = "He is away."
) -> bytes:
    """Somebody asks another to agree."""
    return await town.street.office.does(
        person, lambda act: complaints_two.propose_longer(act, case.id, reason)
    )


async def says(town: Town, person: Person, proposal: bytes, rules: Rules, *, yes: bool) -> None:
    """Somebody agrees, or does not."""
    await town.street.office.does(
        person, lambda act: complaints_two.decide(act, rules, proposal, yes=yes)
    )


async def day_of(town: Town) -> str:
    """The day that is promised now."""
    return f"{clocks.local_date((await line_of(town, town.hope)).promised_at):%d %b}"


async def test_a_complaint_takes_longer_only_when_another_agrees(both: Town, rules: Rules) -> None:
    town = both
    phone, case = await made(town, *COMPLAIN)
    await takes(town, town.hope, case, rules)
    await shows(town, phone)
    await town.street.passes(days=13)
    assert await day_of(town) == "16 Mar"
    with pytest.raises(Refused, match="two_people"):
        await town.street.office.does(
            town.hope, lambda act: complaints_longer.extend(act, rules, case.id, "He is away.")
        )
    with pytest.raises(Refused, match="no_reason"):
        await asks_for_time(town, town.hope, case, " ")
    proposal = await asks_for_time(town, town.hope, case)
    with pytest.raises(Refused, match="asked_before"):
        await asks_for_time(town, town.hope, case)
    with pytest.raises(Refused, match="same_person"):
        await says(town, town.hope, proposal, rules, yes=True)
    assert await day_of(town) == "16 Mar"
    await says(town, town.noor, proposal, rules, yes=True)
    assert await day_of(town) == "27 Mar"
    await phone.write("menu")
    assert "This takes longer. We will write by Fri 27 Mar." in await shows(town, phone)
    words = [one.words.body for one in (await opened(town, case, town.noor)).entries if one.words]
    assert b"He is away." in words


async def test_who_does_not_agree_changes_no_date(town: Town, rules: Rules) -> None:
    phone, case = await made(town, *COMPLAIN)
    await takes(town, town.hope, case, rules)
    await shows(town, phone)
    proposal = await asks_for_time(town, town.hope, case)
    before = len(phone.lit)
    await says(town, town.noor, proposal, rules, yes=False)
    await town.street.passes(minutes=20)
    assert (await day_of(town), len(phone.lit)) == ("16 Mar", before)
    assert await asks_for_time(town, town.hope, case)  # it may be asked again


async def test_nobody_who_does_not_hold_it_is_asked_or_may_agree(town: Town, rules: Rules) -> None:
    _, case = await made(town, *COMPLAIN)
    await takes(town, town.hope, case, rules)
    proposal = await asks_for_time(town, town.hope, case)
    office, now = town.street.office, town.street.clock.now()
    for person, sees in ((town.noor, 1), (town.amina, 0), (town.manager, 0)):
        waiting = await office.database.read(
            partial(complaints_two.waiting, vault=office.vault, staff_id=person.id, now=now)
        )
        assert len(waiting) == sees
    with pytest.raises(Refused, match="unknown"):
        await says(town, town.manager, proposal, rules, yes=True)


async def test_more_time_is_refused_where_it_was_answered_meanwhile(
    town: Town, rules: Rules
) -> None:
    does = town.street.office.does
    _, case = await made(town, *COMPLAIN)
    await takes(town, town.hope, case, rules)
    proposal = await asks_for_time(town, town.hope, case)

    def answers(act: Act) -> None:
        for point in complaints_case.open_case(act, case.id, town.hope.private).points:
            complaints_work.decide(act, case.id, point.id, "upheld", "It was so.")
        complaints_work.notify(act, case.id, "We agree.", "en")

    await does(town.hope, answers)
    with pytest.raises(Refused, match="over"):
        await says(town, town.noor, proposal, rules, yes=True)


async def test_a_complaint_is_told_of_every_ten_working_days_until_its_answer(
    town: Town, rules: Rules
) -> None:
    does = town.street.office.does
    phone, case = await made(town, *COMPLAIN)
    await takes(town, town.hope, case, rules)
    await shows(town, phone)
    tells = partial(complaints_work.update, rules=rules, complaint_id=case.id, language="en")
    await town.street.passes(days=3)
    await does(town.hope, lambda act: tells(act, text="We still look."))
    assert await day_of(town) == "19 Mar"  # ten working days on, and the answer is due on the 30th
    await phone.write("menu")
    assert "We still look. We will write by Thu 19 Mar." in await shows(town, phone)
    await town.street.passes(days=14)
    await does(town.hope, lambda act: tells(act, text="Nearly."))
    assert await day_of(town) == "30 Mar"
    proposal = await asks_for_time(town, town.hope, case)
    await says(town, town.noor, proposal, rules, yes=True)
    await does(town.hope, lambda act: tells(act, text="He is back."))
    assert await day_of(town) == "02 Apr"  # the agreed time is not lost by telling how it stands


async def test_a_worry_is_answered_five_working_days_after_it_came(
    town: Town, rules: Rules
) -> None:
    _, case = await made(town, *WORRY)
    await town.street.passes(days=3)
    await takes(town, town.hope, case, rules)
    assert await day_of(town) == "09 Mar"


async def test_after_a_missed_day_telling_how_it_stands_keeps_the_new_one(
    town: Town, rules: Rules
) -> None:
    _, case = await made(town, *WORRY)
    await takes(town, town.hope, case, rules)  # by 9 March
    await town.street.passes(days=8)
    assert await day_of(town) == "17 Mar"
    await town.street.office.does(
        town.hope, lambda act: complaints_work.update(act, rules, case.id, "We still look.", "en")
    )
    assert await day_of(town) == "17 Mar"


async def test_a_pause_takes_no_day_away(town: Town, rules: Rules) -> None:
    does = town.street.office.does
    _, case = await made(town, *WORRY)
    await takes(town, town.hope, case, rules)  # by 9 March
    await town.street.passes(days=2)
    await does(town.hope, lambda act: complaints_work.pause(act, case.id))
    await town.street.passes(days=28)
    await does(town.hope, lambda act: complaints_work.resume(act, rules, case.id))
    assert await day_of(town) == "08 Apr"  # three working days were left; Easter lies between


async def test_danger_that_is_told_of_while_it_is_paused_takes_no_day_away(
    town: Town, rules: Rules
) -> None:
    does = town.street.office.does
    _, case = await made(town, *WORRY)
    await takes(town, town.hope, case, rules)  # by 9 March
    await town.street.passes(days=2)
    await does(town.hope, lambda act: complaints_work.pause(act, case.id))
    for _ in range(2):
        await town.street.passes(days=14)
        await does(
            None, lambda act: complaints_hers.add_words(act, case.id, "Again.", "en", danger=True)
        )
    await does(None, lambda act: complaints_hers.withdraw(act, case.id))
    await does(town.hope, lambda act: complaints_work.resume(act, rules, case.id, "By telephone."))
    assert await day_of(town) == "08 Apr"  # as above: three working days were left


async def test_while_no_clock_runs_nothing_is_promised_or_asked(town: Town, rules: Rules) -> None:
    does = town.street.office.does
    phone, case = await made(town, *COMPLAIN)
    await takes(town, town.hope, case, rules)
    await shows(town, phone)
    await does(town.hope, lambda act: complaints_work.triage(act, case.id, danger=True))
    for deed in (
        lambda act: complaints_work.ask(act, case.id, "Which day?", "en"),
        lambda act: complaints_work.notify(act, case.id, "No.", "en"),
        lambda act: complaints_two.propose_longer(act, case.id, "He is away."),
        lambda act: complaints_work.pause(act, case.id),
        lambda act: complaints_steps.escalate(act, rules, case.id, "Somebody else should look."),
    ):
        with pytest.raises(Refused, match="paused"):
            await does(town.hope, deed)
    await does(
        town.hope, lambda act: complaints_work.update(act, rules, case.id, "We look today.", "en")
    )
    await phone.write("menu")
    said = await shows(town, phone)
    assert "We look today." in said
    assert "We will write by" not in said
    line = await line_of(town, town.hope)
    assert (line.state, line.rests) == ("safeguarding_hold", False)
    await does(town.hope, lambda act: complaints_work.resume(act, rules, case.id))
    assert (await line_of(town, town.hope)).state == "investigating"
