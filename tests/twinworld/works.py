"""What staff do who may not learn of a complaint."""

from bot.acts import alerts, conversation, erasure, holds, invites, link, meetings, meetings_after
from bot.acts.act import Act
from bot.booking import Rules as BookingRules
from bot.clock import DAY_MS
from bot.storage import meetings as meeting_rows
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
    row = await world.contact()
    if row is not None:
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
        until = act.now + (form + 1) * DAY_MS
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
            at = act.now + 3 * DAY_MS
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
