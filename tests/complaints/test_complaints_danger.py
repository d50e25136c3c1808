"""Danger that is told after a complaint was made: it leaves the clock, and is asked about today."""

from bot.storage.tables import alerts, timers
from tests.complaints.conftest import Town
from tests.complaints.test_complaints_again import COMPLAIN, line_of, made


async def test_danger_that_is_told_later_leaves_the_clock_the_same_day(both: Town) -> None:
    town = both
    phone, case = await made(town, *COMPLAIN)
    assert await town.street.rows(alerts) == []
    for line in ("menu", "4", "4", "1", "1", "He hit me.", "1"):
        await phone.write(line)
    assert phone.last.startswith("Kept for the team")
    assert "A person will look at this today. Danger now: 999." in phone.last
    now = await line_of(town, town.hope)
    assert (now.state, now.safeguarding) == ("safeguarding_hold", True)
    (alert,) = await town.street.rows(alerts)
    assert (alert.kind, alert.complaint_id) == ("safeguarding", case.id)
    kinds = {row.kind for row in await town.street.rows(timers) if row.subject_id == case.id}
    assert kinds == set()
