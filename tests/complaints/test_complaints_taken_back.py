"""What she took back while somebody looks at her safety: it ends, and goes on only if she asks."""

import pytest

from bot.acts import complaints_hers, complaints_work
from bot.complaint_clocks import Rules
from bot.errors import Refused
from tests.complaints.conftest import Town
from tests.complaints.steps import shows
from tests.complaints.test_complaints_again import line_of, made, opened, takes
from tests.street import Handset

DANGER = ("4", "2", "1", "1", "6", "He touched me.", "1")


async def _taken_back(phone: Handset) -> None:
    for line in ("menu", "4", "4"):
        await phone.write(line)
    await phone.pick("Take it back")
    await phone.write("1")
    await phone.write("".join(letter for letter in phone.last if letter.isdigit())[:3])


async def test_she_reads_that_she_took_it_back_and_that_her_safety_is_looked_at(both: Town) -> None:
    phone, case = await made(both, *DANGER)
    await _taken_back(phone)
    assert (await line_of(both, both.hope)).state == "safeguarding_hold"
    for line in ("menu", "4", "4"):
        await phone.write(line)
    assert "You took it back. A person still looks at your safety." in phone.last
    assert "Add words" in phone.last
    assert "Take it back" not in phone.last
    with pytest.raises(Refused, match="over"):
        await both.street.office.does(None, lambda act: complaints_hers.withdraw(act, case.id))


async def test_it_does_not_go_on_by_mistake(both: Town, rules: Rules) -> None:
    does = both.street.office.does
    phone, case = await made(both, *DANGER)
    await _taken_back(phone)
    with pytest.raises(Refused, match="taken_back"):
        await does(both.hope, lambda act: complaints_work.resume(act, rules, case.id))
    await does(both.hope, lambda act: complaints_work.close(act, case.id))
    for line in ("menu", "4", "4"):
        await phone.write(line)
    assert "You took it back. It is kept until" in phone.last
    assert "Ask for a review" not in phone.last


async def test_it_goes_on_where_she_asked_and_that_is_written_down(
    both: Town, rules: Rules
) -> None:
    town, does = both, both.street.office.does
    phone, case = await made(town, *DANGER)
    await _taken_back(phone)
    await phone.write("menu")
    asked = "She rang on Tuesday and asked for it to go on."
    await does(town.hope, lambda act: complaints_work.resume(act, rules, case.id, asked))
    said = await shows(town, phone)
    assert said.startswith("We go on with this now. We will write by Thu 5 Mar.")
    words = [one.words.body for one in (await opened(town, case, town.hope)).entries if one.words]
    assert asked.encode() in words
    await takes(town, town.hope, case, rules)
    assert (await line_of(town, town.hope)).state == "investigating"


async def test_what_she_did_not_take_back_is_answered_before_it_is_closed(
    town: Town, rules: Rules
) -> None:
    does = town.street.office.does
    _, case = await made(town, *DANGER)
    with pytest.raises(Refused, match="not_answered"):
        await does(town.hope, lambda act: complaints_work.close(act, case.id))
    await does(town.hope, lambda act: complaints_work.resume(act, rules, case.id))
    assert (await line_of(town, town.hope)).state == "submitted"
