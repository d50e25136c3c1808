"""What the clocks do by themselves before anything was promised late, and the days of a review."""

from bot.acts import complaints_work
from bot.complaint_clocks import Rules
from bot.storage.tables.duties import tasks
from tests.complaints.conftest import Town
from tests.complaints.test_complaints_again import (
    COMPLAIN,
    answers,
    asks_again,
    made,
    opened,
    takes,
)


async def _told(town: Town, kind: str) -> int:
    return [row.kind for row in await town.street.rows(tasks)].count(kind)


async def test_on_the_first_working_day_the_team_is_told_to_look_for_danger(town: Town) -> None:
    await made(town, *COMPLAIN)
    await town.street.passes(hours=12)  # Monday night: it came today
    assert await _told(town, "complaint_triage") == 0
    await town.street.passes(hours=12)
    assert await _told(town, "complaint_triage") == 2


async def test_who_has_looked_is_not_told_to(town: Town) -> None:
    _, case = await made(town, *COMPLAIN)
    await town.street.office.does(
        town.hope, lambda act: complaints_work.triage(act, case.id, danger=False)
    )
    await town.street.passes(hours=24)
    assert await _told(town, "complaint_triage") == 0


async def test_a_review_has_days_of_its_own(town: Town, rules: Rules) -> None:
    does = town.street.office.does
    _, case = await made(town, *COMPLAIN)
    await takes(town, town.hope, case, rules)
    await answers(town, town.hope, case)
    await town.street.passes(days=60)
    await asks_again(town, case, rules)
    said = [one.words.body for one in (await opened(town, case, town.hope)).entries if one.words]
    assert b'{"did": "review_late"}' in said
    due = await takes(town, town.noor, case, rules)
    await town.street.passes(days=5)
    told = await does(
        town.noor, lambda act: complaints_work.update(act, rules, case.id, "Soon.", "en")
    )
    assert told == due
