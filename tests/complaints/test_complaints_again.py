"""Who looks again: whoever takes over, and nobody who looked before."""

from functools import partial

import pytest

from bot.acts import (
    complaints_case,
    complaints_hers,
    complaints_holders,
    complaints_more,
    complaints_steps,
    complaints_work,
)
from bot.acts.act import Act
from bot.acts.complaints_case import Case, Point, Queued
from bot.complaint_clocks import Rules
from bot.errors import Refused
from bot.storage.tables.duties import tasks
from tests.complaints.conftest import Town
from tests.complaints.test_complaints_files import page_of
from tests.office import Person
from tests.street import Handset

COMPLAIN = ("4", "2", "1", "1", "13", "He told my landlord.", "1", "5", "5")
WORRY = ("4", "1", "1", "1", "13", "He told my landlord.", "1", "5", "5")


async def made(town: Town, *lines: str) -> tuple[Handset, Queued]:
    """A survivor who has just complained, and the line that handlers have of it."""
    phone = await town.street.linked(town.amina, town.river)
    for line in lines:
        await phone.write(line)
    return phone, await line_of(town, town.hope)


async def line_of(town: Town, person: Person) -> Queued:
    """The only line that somebody has in the queue."""
    office, now = town.street.office, town.street.clock.now()
    (case,) = await office.database.read(
        lambda conn: complaints_case.queue(conn, office.vault, person.id, now)
    )
    return case


async def opened(town: Town, case: Queued, person: Person) -> Case:
    """The case as a handler sees it."""
    return await town.street.office.does(
        person, lambda act: complaints_case.open_case(act, case.id, person.private)
    )


async def takes(town: Town, person: Person, case: Queued, rules: Rules) -> int:
    """Somebody takes it; returns the date she is told."""
    return await town.street.office.does(
        person, lambda act: complaints_work.acknowledge(act, rules, case.id)
    )


def _takes_over(rules: Rules, case: Queued, reason: str, act: Act) -> bool:
    return complaints_steps.take_over(act, rules, case.id, reason)


def _decides(case: Queued, point: Point, act: Act) -> None:
    complaints_work.decide(act, case.id, point.id, "not_upheld", "No.")


async def answers(town: Town, person: Person, case: Queued) -> None:
    """Whoever took it sends an answer."""
    does = town.street.office.does
    for point in (await opened(town, case, person)).points:
        await does(person, partial(_decides, case, point))
    await does(person, lambda act: complaints_work.notify(act, case.id, "No.", "en"))


async def asks_again(town: Town, case: Queued, rules: Rules) -> None:
    """She asks for a review."""
    await town.street.office.does(None, lambda act: complaints_more.ask_review(act, rules, case.id))


async def test_who_takes_over_from_somebody_who_stepped_back(both: Town, rules: Rules) -> None:
    town, does = both, both.street.office.does
    _, case = await made(town, *COMPLAIN)
    await takes(town, town.hope, case, rules)
    await does(town.hope, lambda act: complaints_holders.recuse(act, case.id))
    await takes(town, town.noor, case, rules)
    now = await line_of(town, town.noor)
    assert (now.state, now.handler_id) == ("investigating", town.noor.id)


async def test_another_takes_it_over_from_somebody_who_is_ill(both: Town, rules: Rules) -> None:
    """The date was missed, and the Hub asks whether somebody is to take over: somebody can."""
    town, does = both, both.street.office.does
    _, case = await made(town, *COMPLAIN)
    await takes(town, town.hope, case, rules)
    await does(town.hope, lambda act: complaints_work.ask(act, case.id, "Which day?", "en"))
    await does(None, lambda act: complaints_hers.ask_call(act, case.id, "any", "", by_pin=False))
    await town.street.passes(days=20)
    promised = (await line_of(town, town.noor)).promised_at
    for person, reason, refused in (
        (town.noor, " ", "no_reason"),
        (town.hope, "I am ill.", "not_waiting"),
    ):
        with pytest.raises(Refused, match=refused):
            await does(person, partial(_takes_over, rules, case, reason))
    visitor = await town.street.office.signed_in(town.noor)
    page = f"/cases/{case.id.hex()}"
    assert "Take it over" in await visitor.get(page)
    await visitor.post(f"{page}/take-over", over="Hope is ill.")
    assert "You have it now" in visitor.text
    now = await line_of(town, town.noor)
    assert (now.state, now.handler_id) == ("needs_information", town.noor.id)
    assert now.promised_at == promised
    assert "You took it over from Hope" in visitor.text
    assert "Told them: Noor works on it and writes by" in visitor.text
    calls = [row for row in await town.street.rows(tasks) if row.kind == "complaint_call"]
    assert {row.staff_id for row in calls if row.done_at is None} == {town.noor.id}
    await answers(town, town.noor, case)
    await asks_again(town, case, rules)
    for person in (town.hope, town.noor):
        with pytest.raises(Refused, match="involved"):
            await takes(town, person, case, rules)


async def test_who_answered_a_concern_does_not_look_at_it_again(both: Town, rules: Rules) -> None:
    town = both
    _, case = await made(town, *WORRY)
    await takes(town, town.hope, case, rules)
    await answers(town, town.hope, case)
    await asks_again(town, case, rules)
    with pytest.raises(Refused, match="involved"):
        await takes(town, town.hope, case, rules)
    await takes(town, town.noor, case, rules)
    await answers(town, town.noor, case)
    await asks_again(town, case, rules)
    for person in (town.hope, town.noor):
        with pytest.raises(Refused, match="involved"):
            await takes(town, person, case, rules)


async def test_who_looks_again_decides_anew(both: Town, rules: Rules) -> None:
    """What was decided at first stands there to be read, and is no answer of theirs."""
    town = both
    _, case = await made(town, *COMPLAIN)
    await takes(town, town.hope, case, rules)
    await answers(town, town.hope, case)
    await asks_again(town, case, rules)
    await takes(town, town.noor, case, rules)
    shown = await opened(town, case, town.noor)
    assert {(one.decision, one.reason, one.before) for one in shown.points} == {
        ("not_upheld", "No.", True)
    }
    page = await page_of(town, town.noor, f"/cases/{case.id.hex()}")
    assert "Decided before, by somebody else: not upheld. It is decided anew." in page
    assert "Send the answer" not in page
    with pytest.raises(Refused, match="undecided"):
        await town.street.office.does(
            town.noor, lambda act: complaints_work.notify(act, case.id, "No.", "en")
        )
    await answers(town, town.noor, case)
    assert (await line_of(town, town.noor)).state == "final_outcome_sent"


async def test_where_all_were_involved_the_hub_is_asked_to_find_somebody(
    both: Town, rules: Rules
) -> None:
    town, does = both, both.street.office.does
    _, case = await made(town, *COMPLAIN)
    await does(town.noor, lambda act: complaints_holders.recuse(act, case.id))
    await takes(town, town.hope, case, rules)
    await answers(town, town.hope, case)
    await asks_again(town, case, rules)
    kinds = [row.kind for row in await town.street.rows(tasks)]
    assert kinds.count("complaint_nobody") == 1
