"""Until when one is kept is said to her: for how long while it runs, the day once it is over."""

from bot.acts import complaints_work, holds
from bot.acts.complaints_case import Queued
from bot.acts.holds import Hold
from bot.clock import DAY_MS
from bot.complaint_clocks import Rules
from tests.complaints.conftest import Town
from tests.complaints.steps import shows
from tests.complaints.test_complaints_again import COMPLAIN, WORRY, answers, made, takes
from tests.street import Handset

GOES = "Only a count stays, without names."
KEPT = f"Then all of it goes, unless a rule makes us keep it longer. {GOES}"
HOLD = "A rule makes us keep it for now, until"


async def _looks(phone: Handset) -> str:
    """She looks at how it stands."""
    for line in ("menu", "4", "4"):
        await phone.write(line)
    return phone.last


async def _asks_how_long(phone: Handset) -> str:
    """She asks how long it is kept, where she asks who can read it."""
    await _looks(phone)
    await phone.pick("Who reads it, how long")
    return phone.screen[-2]


async def _answered(town: Town, phone: Handset, case: Queued, rules: Rules) -> None:
    """Somebody takes it and answers, and she reads both."""
    await takes(town, town.hope, case, rules)
    await shows(town, phone)
    await phone.write("menu")
    await answers(town, town.hope, case)
    await shows(town, phone)


async def _closed(town: Town, rules: Rules, *lines: str) -> Handset:
    """A phone whose worry or complaint was answered and closed."""
    phone, case = await made(town, *lines)
    await _answered(town, phone, case, rules)
    await town.street.office.does(town.hope, lambda act: complaints_work.close(act, case.id))
    return phone


async def _held(town: Town, days: int, *, told: bool = True) -> None:
    """Two people, of two employers, keep everything of hers for so many days."""
    office = town.street.office
    sol = await office.hire("Sol", "hub_lead")
    hold = Hold("legal", town.street.clock.now() + days * DAY_MS, told, "A court asked on Monday.")
    asked = await office.does(town.amina, lambda act: holds.propose(act, town.river, hold))
    await office.does(sol, lambda act: holds.decide(act, asked, yes=True))


async def test_while_a_hold_keeps_it_longer_she_is_told_its_day_and_no_reason(
    both: Town, rules: Rules
) -> None:
    phone = await _closed(both, rules, *WORRY)
    assert "It is closed. It is kept until 2 Mar 2027." in await _looks(phone)
    await _held(both, 366)
    assert f"It is closed. {HOLD} 3 Mar 2027." in await _looks(phone)
    said = await _asks_how_long(phone)
    assert said == f"{HOLD} 3 Mar 2027. Then all of it goes. {GOES}"
    assert "on Monday" not in "\n".join(phone.screen)
    assert "Sol" not in "\n".join(phone.screen)


async def test_a_hold_that_ends_sooner_changes_no_day(town: Town, rules: Rules) -> None:
    phone = await _closed(town, rules, *WORRY)
    await _held(town, 30)
    assert "It is closed. It is kept until 2 Mar 2027." in await _looks(phone)


async def test_once_the_hold_is_over_it_goes(town: Town, rules: Rules) -> None:
    phone = await _closed(town, rules, *WORRY)
    await town.street.passes(days=360)
    await _held(town, 30)
    await phone.write("hello")
    await phone.write("1")
    assert f"It is closed. {HOLD} 27 Mar 2027." in await _looks(phone)
    await town.street.passes(days=31)
    await phone.write("hello")
    await phone.write("1")
    assert HOLD not in await _looks(phone)


async def test_of_a_hold_that_the_law_bars_her_phone_tells_nothing_and_nothing_untrue(
    town: Town, rules: Rules
) -> None:
    phone = await _closed(town, rules, *WORRY)
    before = [await _looks(phone), await _asks_how_long(phone)]
    await _held(town, 366, told=False)
    assert [await _looks(phone), await _asks_how_long(phone)] == before
    assert before[1] == f"It is kept until 2 Mar 2027. {KEPT}"
    await town.street.passes(days=366)
    await phone.write("hello")
    await phone.write("1")
    await _looks(phone)
    said = await _asks_how_long(phone)
    assert said == (
        "Its time to be kept is over. All of it goes soon, unless a rule makes us keep it. " + GOES
    )


async def test_while_it_runs_she_is_told_for_how_long_it_is_kept(both: Town) -> None:
    phone, _ = await made(both, *COMPLAIN)
    assert await _asks_how_long(phone) == f"It is kept for 24 months after it ends. {KEPT}"


async def test_a_worry_is_kept_half_as_long(town: Town) -> None:
    phone, _ = await made(town, *WORRY)
    assert await _asks_how_long(phone) == f"It is kept for 12 months after it ends. {KEPT}"


async def test_once_it_is_closed_she_is_told_the_day(both: Town, rules: Rules) -> None:
    phone, case = await made(both, *COMPLAIN)
    await _answered(both, phone, case, rules)
    assert "kept until" not in await _looks(phone)
    await both.street.office.does(both.hope, lambda act: complaints_work.close(act, case.id))
    assert "It is closed. It is kept until 2 Mar 2028." in await _looks(phone)
    assert await _asks_how_long(phone) == f"It is kept until 2 Mar 2028. {KEPT}"


async def test_what_she_took_back_has_a_day_too(town: Town) -> None:
    phone, _ = await made(town, *COMPLAIN)
    await _looks(phone)
    await phone.pick("Take it back")
    await phone.write("1")
    await phone.write("".join(letter for letter in phone.last if letter.isdigit())[:3])
    assert "You took it back. It is kept until 2 Mar 2028." in await _looks(phone)


async def test_when_its_time_is_over_no_day_is_promised_any_more(town: Town, rules: Rules) -> None:
    phone, case = await made(town, *COMPLAIN)
    await _answered(town, phone, case, rules)
    await town.street.office.does(town.hope, lambda act: complaints_work.close(act, case.id))
    await town.street.passes(days=732)
    await phone.write("hello")
    await phone.write("1")
    assert "It is kept until" not in await _looks(phone)
    assert (await _asks_how_long(phone)).startswith("Its time to be kept is over. All of it goes")
