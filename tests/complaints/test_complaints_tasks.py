"""A task about a complaint ends with its cause, and never with somebody who can't open it."""

from functools import partial

import pytest

from bot.acts import (
    complaints_hers,
    complaints_holders,
    complaints_more,
    complaints_steps,
    complaints_work,
    relations,
    staff,
)
from bot.acts import tasks as task_acts
from bot.acts.act import Act
from bot.acts.complaints_case import Point, Queued
from bot.complaint_clocks import Rules
from bot.storage.tables.duties import notices, tasks
from tests.complaints.conftest import Town
from tests.complaints.test_complaints_again import COMPLAIN, made, opened, takes
from tests.office import Person

DATED = {"complaint_due", "complaint_today"}


async def waits(town: Town) -> list[tuple[str, bytes | None]]:
    """The open tasks, and whose each is."""
    return sorted(
        ((row.kind, row.staff_id) for row in await town.street.rows(tasks) if row.done_at is None),
        key=lambda one: (one[0], one[1] or b""),
    )


async def days_pass_to_the_promised_one(town: Town) -> None:
    """It is the morning of the day by which she was to be written to."""
    await town.street.passes(days=2, hours=23.5)


def _decides(case: Queued, point: Point, act: Act) -> None:
    complaints_work.decide(act, case.id, point.id, "upheld", "It was so.")


async def answers(town: Town, person: Person, case: Queued, rules: Rules) -> None:
    """Somebody who works on it sends the answer."""
    del rules
    does = town.street.office.does
    for point in (await opened(town, case, person)).points:
        await does(person, partial(_decides, case, point))
    await does(person, lambda act: complaints_work.notify(act, case.id, "Sorry.", "en"))


async def updates(town: Town, person: Person, case: Queued, rules: Rules) -> None:
    """Somebody who works on it writes how it stands, with another date."""
    await town.street.office.does(
        person, lambda act: complaints_work.update(act, rules, case.id, "We look.", "en")
    )


async def pauses(town: Town, person: Person, case: Queued, rules: Rules) -> None:
    """It waits."""
    del rules
    await town.street.office.does(
        person, lambda act: complaints_steps.pause_unsafe(act, case.id, "Nobody answers.")
    )


async def test_a_date_is_nobody_s_task_once_it_was_taken(both: Town, rules: Rules) -> None:
    town = both
    _, case = await made(town, *COMPLAIN)
    await days_pass_to_the_promised_one(town)
    assert {kind for kind, _ in await waits(town)} >= DATED
    await takes(town, town.hope, case, rules)
    assert await waits(town) == [], "she was written to, and promised another date"


@pytest.mark.parametrize("deed", [answers, updates, pauses])
async def test_a_date_that_was_met_is_nobody_s_task(town: Town, rules: Rules, deed: object) -> None:
    _, case = await made(town, *COMPLAIN)
    promised_at = await takes(town, town.hope, case, rules)
    left = (promised_at - town.street.clock.now()) / 3_600_000
    await town.street.passes(hours=left - 8)
    assert {kind for kind, _ in await waits(town)} == DATED
    assert callable(deed)
    await deed(town, town.hope, case, rules)
    assert await waits(town) == []


async def test_what_she_takes_back_is_nobody_s_task(town: Town) -> None:
    _, case = await made(town, *COMPLAIN)
    await days_pass_to_the_promised_one(town)
    assert await waits(town)
    await town.street.office.does(None, lambda act: complaints_hers.withdraw(act, case.id))
    assert await waits(town) == []


async def test_a_missed_date_stays_until_she_is_written_to(town: Town, rules: Rules) -> None:
    _, case = await made(town, *COMPLAIN)
    await days_pass_to_the_promised_one(town)
    await town.street.passes(hours=8)
    assert [kind for kind, _ in await waits(town) if kind not in DATED | {"complaint_triage"}] == [
        "complaint_late"
    ]
    assert not DATED & {kind for kind, _ in await waits(town)}, "that date is over"
    await takes(town, town.noor, case, rules)
    assert await waits(town) == []


async def test_a_missed_date_is_known_to_those_of_the_hub_who_are_not_shut_out(town: Town) -> None:
    does, office = town.street.office.does, town.street.office
    lea, ned = await office.hire("Lea", "hub_lead"), await office.hire("Ned", "hub_admin")
    await does(None, lambda act: relations.record(act, town.amina.id, "related", ned.id, act.now))
    await made(town, *COMPLAIN)
    await days_pass_to_the_promised_one(town)
    await town.street.passes(hours=8)
    late = [whose for kind, whose in await waits(town) if kind == "complaint_late"]
    assert late == [lea.id]


async def test_who_looked_for_danger_ends_the_question_for_all(town: Town) -> None:
    _, case = await made(town, *COMPLAIN)
    await town.street.passes(days=1)
    assert [kind for kind, _ in await waits(town)].count("complaint_triage") == 2
    await town.street.office.does(
        town.hope, lambda act: complaints_work.triage(act, case.id, danger=False)
    )
    assert "complaint_triage" not in {kind for kind, _ in await waits(town)}


async def test_danger_is_passed_on_by_who_steps_back(town: Town, rules: Rules) -> None:
    _, case = await made(town, *COMPLAIN)
    does = town.street.office.does
    await does(town.hope, lambda act: complaints_work.triage(act, case.id, danger=True))
    ((kind, holder),) = await waits(town)
    assert kind == "safeguarding"
    first, other = (town.hope, town.noor) if holder == town.hope.id else (town.noor, town.hope)
    await does(first, lambda act: complaints_holders.recuse(act, case.id))
    assert await waits(town) == [("safeguarding", other.id)]
    await does(other, lambda act: complaints_work.resume(act, rules, case.id))
    assert await waits(town) == []


async def test_danger_is_passed_on_from_who_leaves(town: Town) -> None:
    _, case = await made(town, *COMPLAIN)
    does = town.street.office.does
    await does(town.hope, lambda act: complaints_work.triage(act, case.id, danger=True))
    ((_, holder),) = await waits(town)
    assert holder is not None
    other = town.noor if holder == town.hope.id else town.hope
    await does(None, lambda act: staff.disable(act, holder))
    assert ("safeguarding", other.id) in await waits(town)
    assert holder not in {whose for _, whose in await waits(town)}


async def test_finding_somebody_ends_the_search(town: Town, rules: Rules) -> None:
    _, case = await made(town, *COMPLAIN)
    does, office = town.street.office.does, town.street.office
    await does(town.noor, lambda act: complaints_holders.recuse(act, case.id))
    await takes(town, town.hope, case, rules)
    await answers(town, town.hope, case, rules)
    await does(None, lambda act: complaints_more.ask_review(act, rules, case.id))
    assert [kind for kind, _ in await waits(town)] == ["complaint_nobody"]
    ivy = await office.hire("Ivy", "complaint_handler")
    hope = town.hope
    await does(hope, lambda act: complaints_holders.let_in(act, case.id, ivy.id, hope.private))
    assert await waits(town) == []


async def test_what_several_of_the_hub_were_asked_for_is_done_by_one(
    town: Town, rules: Rules
) -> None:
    does, office = town.street.office.does, town.street.office
    hub = [await office.hire(name, "hub_lead") for name in ("Lea", "Liv")]
    ned = await office.hire("Ned", "hub_admin")
    await does(None, lambda act: relations.record(act, town.amina.id, "related", ned.id, act.now))
    _, case = await made(town, *COMPLAIN)
    await does(town.noor, lambda act: complaints_holders.recuse(act, case.id))
    await takes(town, town.hope, case, rules)
    await answers(town, town.hope, case, rules)
    await does(None, lambda act: complaints_more.ask_review(act, rules, case.id))
    assert {whose for _, whose in await waits(town)} == {one.id for one in hub}
    [mine] = [row for row in await town.street.rows(tasks) if row.staff_id == hub[0].id]
    await does(hub[0], lambda act: task_acts.done(act, mine.id))
    assert await waits(town) == []


async def test_one_of_the_hub_who_is_shut_out_does_not_keep_the_others_from_finding_somebody(
    town: Town, rules: Rules
) -> None:
    does, office = town.street.office.does, town.street.office
    lea, ned = await office.hire("Lea", "hub_lead"), await office.hire("Ned", "hub_admin")
    await does(None, lambda act: relations.record(act, town.amina.id, "related", ned.id, act.now))
    _, case = await made(town, *COMPLAIN)
    await does(town.noor, lambda act: complaints_holders.recuse(act, case.id))
    await takes(town, town.hope, case, rules)
    await answers(town, town.hope, case, rules)
    await does(None, lambda act: complaints_more.ask_review(act, rules, case.id))
    assert await waits(town) == [("complaint_nobody", lea.id)]
    ivy, hope = await office.hire("Ivy", "complaint_handler"), town.hope
    await does(hope, lambda act: complaints_holders.let_in(act, case.id, ivy.id, hope.private))
    assert await waits(town) == []
    assert ned.id not in {row.staff_id for row in await town.street.rows(notices)}
