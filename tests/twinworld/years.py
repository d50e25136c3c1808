"""What the Hub does, and what time does: people come and go, keys and clocks move on."""

import json
from contextlib import suppress
from functools import partial

from sqlalchemy import Connection

from bot import backup
from bot.acts import (
    approvals,
    audit,
    produce,
    recovery,
    recovery_use,
    rota,
    rotation,
    staff,
    tasks,
)
from bot.acts.act import Act
from bot.acts.officers import Kind
from bot.clock import DAY_MS
from bot.errors import Refused
from bot.routing import relations_of
from tests.office import Person
from tests.twinworld.people import KEYS, folder
from tests.twinworld.world import World, deed


@deed
async def do_tasks(world: World, form: int) -> None:
    """Somebody does everything on their list."""
    names = ("amina", "gil", "hope", "noor", "rae", "sol")
    who = world.people.staff[names[form % len(names)]]

    def unit(act: Act) -> None:
        mine = tasks.mine(act.conn, act.vault, who.id)
        if who in {world.people.gil, world.people.sol}:
            mine += tasks.hubs(act.conn, act.vault, who.id, act.now)
        for one in mine:
            if who is world.people.sol and one.kind.startswith("complaint"):
                continue  # not on her list
            tasks.done(act, one.id)

    await world.staff(who, unit)


@deed
async def leaves(world: World, form: int) -> None:
    """Somebody of staff can sign in no more."""
    names = ("noor", "kit", "mika", "cov", "hope", "amina")
    gone = world.people.staff[names[form % len(names)]]
    await world.staff(world.people.gil, lambda act: staff.disable(act, gone.id))


@deed
async def change_people(world: World, form: int) -> None:
    """One proposes a change of relations, roles or employers, another decides, shut out or not.

    What a decision takes in complaints is that person's act, and no list of theirs may show it.
    """
    people = world.people
    first, second = (people.sol, people.gil) if form % 2 else (people.gil, people.sol)
    bodies: tuple[tuple[str, dict[str, str | bytes]], ...] = (
        ("relation_add", {"staff": people.amina.id, "kind": "related", "other": people.hope.id}),
        (
            "relation_add",
            {"staff": people.noor.id, "kind": "line_manager", "other": people.mika.id},
        ),
        ("role_give", {"staff": people.ada.id, "role": "complaint_handler"}),
        ("role_take", {"staff": people.noor.id, "role": "complaint_handler"}),
        ("employer", {"staff": people.noor.id, "organisation": people.quay}),
        ("relation_end", {}),
        ("employer", {"staff": people.amina.id, "organisation": people.quay}),
    )
    kind, body = bodies[form % len(bodies)]

    def propose(act: Act) -> bytes:
        named = {key: one if isinstance(one, str) else one.hex() for key, one in body.items()}
        if kind == "relation_end":
            held = relations_of(act.conn, act.vault, people.amina.id, act.now)
            named = {"relation": held[-1].id.hex()} if held else {}
        return approvals.propose(act, kind, named)

    proposal = await world.staff(first, propose)
    if proposal is not None:
        await world.staff(second, lambda act: approvals.decide(act, proposal, yes=form < 9))


@deed
async def on_call(world: World, form: int) -> None:
    """Turns of the rota come and go."""
    people = world.people
    who = (people.noor, people.sol, people.cov, people.rae)[form % 4]
    until = world.street.clock.now() + 30 * DAY_MS
    await world.staff(
        people.gil, lambda act: rota.put(act, who.id, world.street.clock.now(), until)
    )


@deed
async def ceremony(world: World, form: int) -> None:
    """The officers make the recovery pair, or use it; the reviewer makes theirs."""
    people = world.people
    officers = (people.gil, people.rae, people.ada)
    if form % 3 == 0:
        world.shares = await _ceremony(world, officers)
    elif form % 3 == 1:
        await _ceremony(world, (people.rae,) * 3)
    elif world.shares:
        request = await world.staff(
            people.gil, lambda act: recovery_use.ask(act, world.shares[0], [people.river])
        )
        if request is not None:
            await world.staff(
                people.rae,
                lambda act: recovery_use.use(act, request, people.rae.private, world.shares[1]),
            )


async def _ceremony(world: World, holders: tuple[Person, ...]) -> list[str]:
    kind: Kind = "reviewer" if len(set(map(id, holders))) == 1 else "recovery"
    ids = [one.id for one in holders]
    await world.staff(holders[0], lambda act: recovery.begin(act, ids, kind))
    shares = []
    for holder in holders:
        text = await world.staff(holder, partial(_shows, holder, kind))
        if text is None:
            return []
        shares.append(text)
        await world.staff(holder, partial(_types_back, text, kind))
    return shares


def _shows(holder: Person, kind: Kind, act: Act) -> str:
    return recovery.show_share(act, holder.private, kind)


def _types_back(text: str, kind: Kind, act: Act) -> bool:
    return recovery.type_back(act, text, kind)


@deed
async def time_passes(world: World, form: int) -> None:
    """Days pass."""
    world.days += (1, 3, 9, 25, 100, 200)[form % 6]
    await world.at_the_step()


@deed
async def operator(world: World, form: int) -> None:
    """The operator's commands run: a backup, the audit, keys, retention, what is held."""
    database, vault, now = (
        world.street.office.database,
        world.street.office.vault,
        world.street.clock.now(),
    )
    if form % 4 == 0:
        await backup.make(database, KEYS, folder(), f"step-{world.steps}")
        await world.reads(lambda conn: rotation.status(conn, vault))
    elif form % 4 == 1:
        await database.run(lambda conn: audit.seal_days(Act(conn, vault, now)))
        assert await world.reads(lambda conn: audit.verify(conn, now)) == []
    elif form % 4 == 2:
        await _is_asked_what_is_held(world)
    else:
        await world.retention.run()


async def _is_asked_what_is_held(world: World) -> None:
    """Those who may not know ask for all that is held of them, and it is asked of her."""
    vault, now = world.street.office.vault, world.street.clock.now()

    def unit(conn: Connection) -> list[str]:
        act = Act(conn, vault, now)
        mark = world.people.river.hex()
        found = []
        with suppress(Refused):  # she may have been erased
            found.append(json.dumps(produce.survivor(act, mark)))
        for name in world.watchers:
            email = world.people.staff[name].email
            found.append(json.dumps(produce.member_of_staff(act, email)))
        return found

    for one in await world.street.office.database.run(unit):
        world.seen.append(f"produced {one}")
