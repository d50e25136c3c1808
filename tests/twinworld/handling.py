"""What those do who work on a complaint; in the world without one their queues are empty."""

from collections.abc import Callable
from functools import partial

from bot.acts import (
    complaints_case,
    complaints_holders,
    complaints_keys,
    complaints_longer,
    complaints_two,
    complaints_work,
)
from bot.acts.act import Act
from bot.acts.complaints_case import Queued
from tests.office import Person
from tests.twinworld.world import World, deed

Does = Callable[[Act, Queued, Person], object]


def _does(does: Does, case: Queued, who: Person, act: Act) -> object:
    return does(act, case, who)


async def _handles(world: World, does: Does, *, by: int) -> None:
    """Let whoever has a queue work on what comes first in it."""
    people = world.people
    vault, now = world.street.office.vault, world.street.clock.now()
    able = (people.hope, people.noor, people.rae)
    for who in (*able[by % 3 :], *able[: by % 3]):
        found = await world.reads(
            partial(complaints_case.queue, vault=vault, staff_id=who.id, now=now)
        )
        if found:
            await world.staff(who, partial(_does, does, found[0], who))
            return


@deed
async def acknowledge(world: World, form: int) -> None:
    """A handler takes it."""
    rules = world.rules
    await _handles(
        world, lambda act, case, _: complaints_work.acknowledge(act, rules, case.id), by=form
    )


@deed
async def works_on(world: World, form: int) -> None:
    """A handler asks, notes, tells, takes longer, pauses, goes on, refers or closes."""
    rules = world.rules
    ways: tuple[Callable[[Act, bytes], object], ...] = (
        lambda act, case: complaints_work.ask(act, case, "Which day?", "en"),
        lambda act, case: complaints_work.internal_note(act, case, "A note."),
        lambda act, case: complaints_work.update(act, rules, case, "We still look.", "en"),
        lambda act, case: complaints_longer.extend(act, rules, case, "Somebody is ill."),
        complaints_work.pause,
        lambda act, case: complaints_work.resume(act, rules, case),
        lambda act, case: complaints_work.refer(act, case, "The ICO looks at this.", "en"),
        complaints_work.close,
        lambda act, case: complaints_two.propose_longer(act, case, "Somebody is away."),
    )
    way = ways[form % len(ways)]
    await _handles(world, lambda act, case, _: way(act, case.id), by=0)


@deed
async def decide(world: World, form: int) -> None:
    """A handler decides, and tells her."""

    def does(act: Act, case: Queued, who: Person) -> None:
        for point in complaints_case.open_case(act, case.id, who.private).points:
            complaints_work.decide(act, case.id, point.id, "upheld", "It was so.")
        complaints_work.notify(act, case.id, "We agree.", "en")

    await _handles(world, does, by=form)


@deed
async def steps_back(world: World, form: int) -> None:
    """A handler steps back, or lets another in."""

    def does(act: Act, case: Queued, who: Person) -> None:
        if form % 2:
            complaints_holders.recuse(act, case.id)
            return
        for one in complaints_keys.eligible(act, case.id):
            complaints_holders.let_in(act, case.id, one.id, who.private)

    await _handles(world, does, by=form)


@deed
async def shut_out(world: World, form: int) -> None:
    """Two who hold it shut somebody out of it, perhaps who would be called in a crisis."""
    people = world.people
    out = (people.mika, people.gil, people.cov)[form % 3]

    def does(act: Act, case: Queued, _: Person) -> None:
        complaints_two.propose_exclude(act, case.id, out.id)

    await _handles(world, does, by=0)

    def decides(act: Act) -> None:
        for one in complaints_two.waiting(act.conn, act.vault, act.person, act.now):
            complaints_two.decide(act, world.rules, one.id, yes=True)

    await world.staff(people.noor, decides)
