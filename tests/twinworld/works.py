"""What staff do who may not learn of a complaint, what the Hub does, and what time does."""

import json
from contextlib import suppress
from functools import partial

from sqlalchemy import Connection

from bot import backup
from bot.acts import (
    alerts,
    approvals,
    audit,
    conversation,
    erasure,
    holds,
    invites,
    link,
    meetings,
    meetings_after,
    produce,
    recovery,
    recovery_use,
    relations,
    rota,
    rotation,
    staff,
    tasks,
)
from bot.acts.act import Act
from bot.acts.officers import Kind
from bot.booking import Rules as BookingRules
from bot.errors import Refused
from bot.storage import meetings as meeting_rows
from tests.office import Person
from tests.twinworld.people import KEYS, folder
from tests.twinworld.world import World, deed


@deed
async def reply(world: World, form: int) -> None:
    """Her advocate, or who stands in for her, answers or notes something."""
    who = world.people.cov if form % 3 == 1 else world.people.amina
    if form % 3 == 2:
        await world.staff(
            who, lambda act: conversation.internal_note(act, world.people.river, "A note.")
        )
        return
    await world.staff(
        who, lambda act: conversation.reply(act, world.people.river, "I will ring you.", "en")
    )


@deed
async def opens(world: World, form: int) -> None:
    """Her advocate, or who stands in for her, opens the conversation."""
    who = world.people.cov if form % 2 else world.people.amina
    await world.staff(
        who, lambda act: conversation.open_thread(act, world.people.river, who.private)
    )


@deed
async def freeze(world: World, _: int) -> None:
    """Her advocate says that the phone is lost."""
    row = await world.street.contact_of(world.phone)
    await world.staff(world.people.amina, lambda act: link.freeze(act, row.id))


@deed
async def link_again(world: World, form: int) -> None:
    """Her advocate links this phone again, or another, which may be anybody's."""
    amina, river = world.people.amina, world.people.river
    card = await world.staff(amina, lambda act: invites.make(act, river))
    if card is None:
        return
    if form == 1:
        await world.staff(amina, lambda act: invites.revoke(act, river))
    if form % 2 == 0:
        world.phone = world.street.phone("sms", f"+4477009100{world.steps:02}")
    await world.phone.write(card.shown)
    await world.choose("Yes")
    await world.choose("Yes")


@deed
async def front_door(world: World, form: int) -> None:
    """Her advocate links a phone of their own in her name, and tries every path on it."""
    if form % 2:
        await freeze(world, form)
    amina, river = world.people.amina, world.people.river
    card = await world.staff(amina, lambda act: invites.make(act, river))
    if card is None:
        return
    hers, world.phone = world.phone, world.street.phone("sms", f"+4477009200{world.steps:02}")
    world.stolen.append(world.phone)
    await world.phone.write(card.shown)
    await world.choose("Yes", "Yes")
    for path in FRONT_DOORS[form % 3 :]:
        if await world.menu():
            await world.choose(*path)
            for line in ("C-7KQ4-M2", "204518", "I want to die"):
                await world.phone.write(line)
            await world.choose("Tell the on-call worker")
    world.reads_the_stolen()
    world.phone = hers


FRONT_DOORS = (
    ("Worry or complaint", "About one I sent before"),
    ("Worry or complaint", "put right", "My advocate"),
    ("Settings and my data", "My data", "What is kept"),
    ("Settings and my data", "My data", "Who can read it"),
    ("Settings and my data", "My data", "Erase everywhere", "Erase everything"),
    ("8", "Ask Amina"),
)


@deed
async def keeps_it(world: World, form: int) -> None:
    """Her advocate proposes that nothing of hers is deleted, or that this ends; the Hub decides."""
    amina, river = world.people.amina, world.people.river

    def propose(act: Act) -> bytes:
        running = holds.of(act.conn, act.vault, river, act.now)
        if running and form % 3 == 0:
            return holds.propose_end(act, river, running[0].id)
        until = act.now + (form + 1) * 24 * 3_600_000
        return holds.propose(act, river, holds.Hold("legal", until, form % 2 == 0, "A court."))

    proposal = await world.staff(amina, propose)
    if proposal is not None:
        await world.staff(world.people.gil, lambda act: holds.decide(act, proposal, yes=form < 9))


@deed
async def on_the_telephone(world: World, form: int) -> None:
    """Her advocate rings about her data: it was she, or she wants to keep it."""
    did = erasure.keep if form % 2 else erasure.confirm
    await world.staff(world.people.amina, lambda act: did(act, world.people.river))


@deed
async def calendar(world: World, form: int) -> None:
    """Her advocate looks after the meetings."""

    def unit(act: Act) -> None:
        rows = meeting_rows.of_survivor(act.conn, world.people.river)
        open_ = [row for row in rows if row.state in meetings.OPEN]
        if not open_:
            at = act.now + 3 * 24 * 3_600_000
            meetings.put(act, meetings.Wanted(world.people.river, at, "phone", {}), BookingRules())
        for row in open_[:1]:
            past = row.starts_at <= act.now
            does = (
                (meetings_after.met, meetings_after.not_met)
                if past
                else (meetings_after.call_off,) * 2
            )
            does[form % 2](act, row.id)

    await world.staff(world.people.amina, unit)


@deed
async def take_alerts(world: World, form: int) -> None:
    """Somebody who was asked takes an alert and looks at her contact plan."""
    who = world.people.gil if form % 2 else world.people.hope

    def unit(act: Act) -> None:
        for one in alerts.of(act.conn, act.vault, act.person, act.now):
            if not one.taken:
                alerts.take(act, one.id)
            if one.survivor_id is not None:
                alerts.open_plan(act, one.id)

    await world.staff(who, unit)


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
    """One proposes a change of relations, roles or employers, another decides."""
    people = world.people
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
            held = relations.of(act.conn, act.vault, people.amina.id, act.now)
            named = {"relation": held[-1].id.hex()} if held else {}
        return approvals.propose(act, kind, named)

    proposal = await world.staff(people.sol, propose)
    if proposal is not None:
        await world.staff(people.gil, lambda act: approvals.decide(act, proposal, yes=form < 9))


@deed
async def on_call(world: World, form: int) -> None:
    """Turns of the rota come and go."""
    people = world.people
    who = (people.noor, people.sol, people.cov, people.rae)[form % 4]
    until = world.street.clock.now() + 30 * 24 * 3_600_000
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
