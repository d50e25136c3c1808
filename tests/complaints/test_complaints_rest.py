"""What was paused or passed on has an end where nobody goes on with it; one is asked before."""

import pytest

from bot.acts import complaints_steps, complaints_work, tasks
from bot.complaint_clocks import Rules
from bot.storage.tables.complaints import complaint_counts, complaints
from bot.storage.tables.duties import tasks as task_table
from tests.complaints.conftest import Town
from tests.complaints.had_its_time import Cases, cases_of
from tests.complaints.steps import shows
from tests.complaints.test_complaints_files import page_of


@pytest.fixture
async def cases(both: Town, rules: Rules) -> Cases:
    return await cases_of(both, rules)


async def taken(cases: Cases, step: str = "concern") -> bytes:
    """A handler has taken it."""
    case, hope, rules = await cases.make(step), cases.town.hope, cases.rules
    await cases.does(hope, lambda act: complaints_work.acknowledge(act, rules, case))
    return case


async def pauses(cases: Cases, case: bytes) -> None:
    """She wants it to wait."""
    hope = cases.town.hope
    await cases.does(hope, lambda act: complaints_steps.pause(act, case, "As you wish.", "en"))


async def asked(cases: Cases) -> list[bytes | None]:
    """Whose the open tasks about what rests are."""
    rows = await cases.left(task_table)
    return [row.staff_id for row in rows if row.kind == "complaint_rests" and not row.done_at]


async def test_what_nobody_goes_on_with_is_asked_about_and_goes_a_year_after_it_was_paused(
    cases: Cases,
) -> None:
    case = await taken(cases)
    await pauses(cases, case)
    await cases.later(days=330)
    assert await cases.retains() == 0
    assert await asked(cases) == []
    await cases.later(days=10)
    assert await cases.retains() == 0
    assert await cases.retains() == 0
    assert await asked(cases) == [cases.town.hope.id], "once"
    assert "Paused or passed on for long" in await page_of(cases.town, cases.town.hope, "/")
    await cases.later(days=32)
    assert await cases.retains() == 0, "a week as going"
    await cases.later(days=3)
    assert await cases.retains() == 1
    assert await cases.left(complaints) == []
    assert len(await cases.left(complaint_counts)) == 1
    assert await asked(cases) == []


async def test_a_complaint_rests_two_years(cases: Cases) -> None:
    await pauses(cases, await taken(cases, "complaint"))
    await cases.later(days=400)
    assert await cases.retains() == 0
    assert await asked(cases) == []


async def test_whoever_goes_on_with_it_ends_the_task_and_it_stays(cases: Cases) -> None:
    case, hope, rules = await taken(cases), cases.town.hope, cases.rules
    await pauses(cases, case)
    await cases.later(days=340)
    await cases.retains()
    await cases.does(hope, lambda act: complaints_work.resume(act, rules, case))
    assert await asked(cases) == []
    await cases.later(days=60)
    assert await cases.retains() == 0
    assert len(await cases.left(complaints)) == 1


async def test_what_is_paused_anew_is_asked_about_anew(cases: Cases) -> None:
    case, hope, rules = await taken(cases), cases.town.hope, cases.rules
    for _ in range(2):
        await pauses(cases, case)
        await cases.later(days=340)
        await cases.retains()
        assert await asked(cases) == [hope.id]
        await cases.does(hope, lambda act: complaints_work.resume(act, rules, case))


async def test_nothing_goes_before_somebody_had_a_week_to_look(cases: Cases) -> None:
    """Nobody was asked in time, because the service stood still."""
    await pauses(cases, await taken(cases))
    await cases.later(days=380)
    assert await cases.retains() == 0
    assert await asked(cases) == [cases.town.hope.id]
    await cases.later(days=6)
    assert await cases.retains() == 0
    await cases.later(days=2)
    assert await cases.retains() == 1


async def test_what_was_marked_done_is_not_asked_again(cases: Cases) -> None:
    await pauses(cases, await taken(cases))
    await cases.later(days=340)
    await cases.retains()
    (task,) = [row for row in await cases.left(task_table) if row.kind == "complaint_rests"]
    await cases.does(cases.town.hope, lambda act: tasks.done(act, task.id))
    await cases.retains()
    assert await asked(cases) == []


async def test_what_was_passed_on_and_never_closed_goes_too(cases: Cases) -> None:
    case, hope = await taken(cases), cases.town.hope
    await cases.does(hope, lambda act: complaints_work.refer(act, case, "The ICO.", "en"))
    await cases.later(days=340)
    assert await cases.retains() == 0
    assert await asked(cases) == [hope.id]
    await cases.later(days=40)
    assert await cases.retains() == 1


async def test_while_it_waits_she_is_told_until_when_it_is_kept(cases: Cases) -> None:
    case = await taken(cases)
    await shows(cases.town, cases.phone)
    await cases.phone.write("menu")
    await pauses(cases, case)
    await shows(cases.town, cases.phone)
    for line in ("menu", "4", "4"):
        await cases.phone.write(line)
    assert "It waits until you want to go on. It is kept until" in cases.phone.last
