"""Danger that is told after a complaint was made: it leaves the clock, and is asked about today."""

from bot.acts import rota
from bot.clock import DAY_MS
from bot.storage.tables.duties import alerts
from bot.storage.tables.messages import timers
from tests.complaints.conftest import Town
from tests.complaints.test_complaints_again import COMPLAIN, line_of, made

DANGER = ("4", "2", "1", "1", "6", "1", "1")


async def test_danger_that_is_told_later_leaves_the_clock_the_same_day(both: Town) -> None:
    town = both
    phone, case = await made(town, *COMPLAIN)
    assert await town.street.rows(alerts) == []
    for line in ("menu", "4", "4", "1", "1", "He touched me.", "1"):
        await phone.write(line)
    assert phone.last.startswith("Kept for the team")
    assert "A person will look at this today. Danger now: 999." in phone.last
    now = await line_of(town, town.hope)
    assert (now.state, now.safeguarding) == ("safeguarding_hold", True)
    (alert,) = await town.street.rows(alerts)
    assert (alert.kind, alert.complaint_id) == ("safeguarding", case.id)
    kinds = {row.kind for row in await town.street.rows(timers) if row.subject_id == case.id}
    assert kinds == set()


async def test_in_the_evening_today_is_promised_only_where_somebody_is_on_call(town: Town) -> None:
    office = town.street.office
    phone = await town.street.linked(town.amina, town.river)
    await town.street.passes(hours=10)  # Monday evening
    told = "A person will look at this by Tue 3 Mar. Danger now: 999."
    for line in ("hello", "1", *DANGER):
        await phone.write(line)
    assert any(told in page for page in phone.screen)
    ends = town.street.clock.now() + DAY_MS
    await office.does(None, lambda act: rota.put(act, town.noor.id, act.now, ends))
    phone.lit.clear()
    for line in ("menu", *DANGER):
        await phone.write(line)
    assert any("A person will look at this today." in page for page in phone.screen)


async def test_words_that_are_added_say_by_when_she_is_written_to(town: Town) -> None:
    phone, _ = await made(town, *COMPLAIN)
    for line in ("menu", "4", "4", "1", "One more thing.", "1"):
        await phone.write(line)
    assert phone.last.startswith("Kept for the team, ")
    assert "We will write by Thu 5 Mar." in phone.last


async def test_what_sounds_like_a_crisis_is_danger_in_a_complaint_too(town: Town) -> None:
    """She is offered help at once, goes on, and what she sends is still looked at today."""
    phone = await town.street.linked(town.amina, town.river)
    for line in ("4", "1", "1", "1", "1", "She beats me."):
        await phone.write(line)
    assert "999" in phone.screen[-2], "a text of its own, before what is asked"
    *_, go_on = [line for line in phone.last.splitlines() if "Carry on" in line or "Go on" in line]
    await phone.write(go_on.strip()[0])
    await phone.write("1")
    assert any("A person will look at this today. Danger now: 999." in one for one in phone.screen)
    assert (await line_of(town, town.hope)).state == "safeguarding_hold"
