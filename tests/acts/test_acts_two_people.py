"""Whatever takes two people is decided by two, once, in a day, while the first is still here."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

import pytest
import sqlalchemy as sa

from bot.acts import (
    again,
    approvals,
    complaints_two,
    holds,
    many,
    outside_requests,
    recovery,
    recovery_use,
    relations,
    staff,
    tasks,
)
from bot.acts.act import Act
from bot.acts.complaints_over import Rule as Kept
from bot.acts.holds import Hold
from bot.acts.outside_requests import Asked
from bot.clock import DAY_MS
from bot.errors import Refused
from bot.storage.tables.duties import notices
from tests.casework import RULES, Casework, open_casework, taken
from tests.office import Office, Person
from tests.street import Street
from tests.today import content_of_today

YES, NO = "yes", "no"
KEPT = Kept.of(content_of_today())
ASKED = Asked("police", "Ref 12", "An order", "River-12", "Dates", "nothing", "Too wide.")


@dataclass(frozen=True, slots=True)
class Pair:
    """A proposal that waits: who made it, who else may decide it, and how."""

    first: Person
    second: Person
    decide: Callable[[Act, str], object]


Propose = Callable[[Office, Casework], Awaitable[Pair]]


async def _hub(office: Office) -> Person:
    return await office.hire("Lea", "hub_lead", "hub_admin", organisation=await _other(office))


async def _other(office: Office) -> bytes:
    return await office.organisation("Another house")


def _of_staff(kind: str) -> Propose:
    async def propose(office: Office, work: Casework) -> Pair:
        lea, amina = await _hub(office), work.amina.id.hex()
        body = {
            "role_give": {"staff": amina, "role": "complaint_handler"},
            "role_take": {"staff": amina, "role": "advocate"},
            "relation_add": {"staff": amina, "kind": "related", "other": work.hal.id.hex()},
            "employer": {"staff": amina, "organisation": office.hub.hex()},
            "organisation_change": {"organisation": office.hub.hex(), "name": "New"},
        }
        if kind == "relation_end":
            related = await office.does(
                None,
                lambda act: relations.record(act, work.amina.id, "related", work.hal.id, act.now),
            )
            body[kind] = {"relation": related.hex()}
        made = await office.does(work.sol, lambda act: approvals.propose(act, kind, body[kind]))
        return Pair(work.sol, lea, lambda act, said: approvals.decide(act, made, yes=said == YES))

    return propose


async def _again(office: Office, work: Casework) -> Pair:
    lea = await _hub(office)
    made = await office.does(work.sol, lambda act: again.propose(act, work.amina.id, "factor"))
    return Pair(work.sol, lea, lambda act, said: again.decide(act, made, yes=said == YES))


async def _hold(office: Office, work: Casework, *, ends: bool) -> Pair:
    ada = await office.hire("Ada", "advocate", "hub_lead", organisation=await _other(office))
    reed = await office.survivor(ada, "Reed-9")
    wanted = Hold("legal", office.clock.now() + 9 * DAY_MS, told=True, reason="A court asked.")
    made = await office.does(ada, lambda act: holds.propose(act, reed, wanted))
    if ends:
        await office.does(work.sol, lambda act: holds.decide(act, made, yes=True))
        (running,) = await office.does(
            ada, lambda act: holds.of(act.conn, act.vault, reed, act.now)
        )
        made = await office.does(ada, lambda act: holds.propose_end(act, reed, running.id))
    return Pair(ada, work.sol, lambda act, said: holds.decide(act, made, yes=said == YES))


async def _request(office: Office, work: Casework) -> Pair:
    lea = await _hub(office)
    made = await office.does(work.sol, lambda act: outside_requests.propose(act, ASKED))
    return Pair(
        work.sol, lea, lambda act, said: outside_requests.decide(act, made, yes=said == YES)
    )


async def _many(office: Office, work: Casework) -> Pair:
    lea = await _hub(office)
    task = await office.does(None, lambda act: tasks.raise_task(act, many.PEOPLE, detail="12"))
    made = await office.does(work.sol, lambda act: many.propose(act, KEPT, task))
    return Pair(work.sol, lea, lambda act, said: many.decide(act, KEPT, made, yes=said == YES))


async def _many_cases(office: Office, work: Casework) -> Pair:
    def asks(act: Act) -> bytes:
        for person in (work.hal, work.mara):
            task = tasks.raise_task(act, many.CASES, staff_id=person.id, detail="12")
        return task

    task = await office.does(None, asks)
    made = await office.does(work.mara, lambda act: many.propose(act, KEPT, task))
    return Pair(
        work.mara, work.hal, lambda act, said: many.decide(act, KEPT, made, yes=said == YES)
    )


async def _case(office: Office, work: Casework, *, longer: bool) -> Pair:
    case = await taken(office, work)
    made = await office.does(
        work.mara,
        lambda act: (
            complaints_two.propose_longer(act, case, "We wait for an answer.")
            if longer
            else complaints_two.propose_exclude(act, case, work.ravi.id)
        ),
    )
    return Pair(
        work.mara,
        work.hal,
        lambda act, said: complaints_two.decide(act, RULES, made, yes=said == YES),
    )


async def _recovery(office: Office, work: Casework) -> Pair:
    house = await _other(office)
    three = [await office.hire(name, "officer") for name in ("Ola", "Pat")]
    three.append(await office.hire("Quy", "officer", organisation=house))
    await office.does(three[0], lambda act: recovery.begin(act, [one.id for one in three]))
    shares = {}
    for one in three:
        shown = partial(recovery.show_share, private=one.private)
        shares[one.name] = await office.does(one, shown)
        await office.does(one, partial(recovery.type_back, text=shares[one.name]))
    first, second, _ = three
    made = await office.does(first, lambda act: recovery_use.ask(act, shares["Ola"], [work.river]))

    def joins(act: Act, said: str) -> object:
        assert said == YES, "nobody need refuse: it runs out"
        mine = first if act.person == first.id else second
        return recovery_use.use(act, made, mine.private, shares[mine.name])

    return Pair(first, second, joins)


KINDS: dict[str, Propose] = {
    **{
        kind: _of_staff(kind)
        for kind in (
            "role_give",
            "role_take",
            "relation_add",
            "relation_end",
            "employer",
            "organisation_change",
        )
    },
    again.KIND: _again,
    holds.PLACE: partial(_hold, ends=False),
    holds.END: partial(_hold, ends=True),
    outside_requests.KIND: _request,
    many.PEOPLE: _many,
    many.CASES: _many_cases,
    complaints_two.EXCLUDE: partial(_case, longer=False),
    complaints_two.LONGER: partial(_case, longer=True),
    recovery_use.KIND: _recovery,
}


@pytest.fixture
async def house(small_town: Street) -> tuple[Office, Casework]:
    """Somebody of every role, and a survivor with an advocate."""
    return small_town.office, await open_casework(small_town.office)


CALLED_BEFORE = {holds.END, many.CASES, complaints_two.EXCLUDE, complaints_two.LONGER}
"""Kinds in which something before the proposal called whoever proposes."""


async def _called(office: Office) -> set[bytes]:
    """Whom a notice calls that says nothing."""
    query = sa.select(notices.c.staff_id).where(notices.c.kind == "new")
    return set(await office.database.read(lambda conn: conn.execute(query).scalars().all()))


async def _refused(office: Office, pair: Pair, who: Person) -> str:
    with pytest.raises(Refused) as refused:
        await office.does(who, lambda act: pair.decide(act, YES))
    return refused.value.code


@pytest.mark.parametrize("kind", KINDS)
async def test_who_proposed_it_does_not_decide_it_nor_anybody_a_day_later(
    house: tuple[Office, Casework], kind: str
) -> None:
    office, work = house
    pair = await KINDS[kind](office, work)
    assert await _refused(office, pair, pair.first) == "same_person"
    office.clock.forward(hours=24)
    assert await _refused(office, pair, pair.second) == "expired"


@pytest.mark.parametrize("kind", KINDS)
async def test_it_is_decided_once(house: tuple[Office, Casework], kind: str) -> None:
    office, work = house
    pair = await KINDS[kind](office, work)
    await office.does(pair.second, lambda act: pair.decide(act, YES))
    for who in (pair.second, pair.first):
        assert await _refused(office, pair, who) in {"unknown", "no_recovery"}


@pytest.mark.parametrize("kind", KINDS)
async def test_a_yes_counts_only_while_who_proposed_it_is_here(
    house: tuple[Office, Casework], kind: str
) -> None:
    office, work = house
    pair = await KINDS[kind](office, work)
    await office.does(None, lambda act: staff.disable(act, pair.first.id))
    assert await _refused(office, pair, pair.second) == "proposer_gone"
    if kind != recovery_use.KIND:
        await office.does(pair.second, lambda act: pair.decide(act, NO))
        assert await _refused(office, pair, pair.second) == "unknown"


@pytest.mark.parametrize("kind", KINDS)
async def test_who_may_decide_it_is_called_and_nobody_else(
    house: tuple[Office, Casework], kind: str
) -> None:
    office, work = house
    pair = await KINDS[kind](office, work)
    called = await _called(office)
    assert pair.second.id in called
    if kind not in CALLED_BEFORE:
        assert pair.first.id not in called
    for who in office.people.values():
        if who.id not in called:
            assert await _refused(office, pair, who)


async def test_of_letting_somebody_in_they_are_told_and_not_called_to_decide(
    house: tuple[Office, Casework],
) -> None:
    office, work = house
    await office.does(work.sol, lambda act: again.propose(act, work.amina.id, "factor"))
    lea = await _hub(office)
    made = await office.does(work.sol, lambda act: again.propose(act, lea.id, "factor"))
    assert made
    assert lea.id not in await _called(office)


def test_no_kind_is_left_out() -> None:
    known = {*approvals._APPLY, *many.KINDS, *complaints_two.KINDS}
    assert known <= set(KINDS)
