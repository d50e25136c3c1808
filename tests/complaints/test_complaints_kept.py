"""Until when one is kept is said to her: for how long while it runs, the day once it is over."""

from bot.acts import complaints_work
from bot.acts.complaints_case import Queued
from bot.complaint_clocks import Rules
from tests.complaints.conftest import Town
from tests.complaints.steps import shows
from tests.complaints.test_complaints_again import COMPLAIN, WORRY, answers, made, takes
from tests.street import Handset

KEPT = "Then all of it goes. Only a count stays, without names."


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
