"""What the stories about worries and complaints share: making one; what the Hub does."""

import re

from bot.acts import complaints_case, complaints_work
from bot.acts.complaints_case import Queued
from bot.complaint_clocks import Rules
from bot.demo import disk
from bot.demo.hand import Hand
from bot.demo.people import Person
from bot.demo.stories.telling import Unexpected, expect, open_to, there
from bot.demo.world import World
from bot.errors import Refused

PIN = "204518"
REFERENCE = re.compile(r"C-[0-9A-Z]{4}-[0-9A-Z]{2}")


async def complains(
    hand: Hand,
    words: str,
    *,
    about: str = "My advocate",
    areas: str = "3",
) -> str:
    """Go through it from the menu to the end; returns the receipt."""
    await hand.pick("Worry or complaint")
    await hand.pick("I want someone independent to look into it")
    if not hand.offers(about):  # a phone that stands for nobody is asked for whom it is
        await hand.pick("Yes")
    await hand.pick(about)
    await hand.pick("Go on")
    await hand.write(areas)
    await (hand.write(words) if words else hand.pick("No words"))
    receipt = await hand.pick("Send")
    if hand.offers("Say sorry"):
        await hand.pick("Say sorry")
        await hand.write(PIN)
    return receipt


def reference_in(text: str) -> str:
    """Return the number that a receipt gives."""
    return there(REFERENCE.search(text), "a number on the receipt").group()


async def queue(world: World, person: Person) -> list[Queued]:
    """Return what somebody can open."""
    vault, now = world.bot.service.vault, world.clock.now()
    return await world.bot.service.database.read(
        lambda conn: complaints_case.queue(conn, vault, person.id, now)
    )


async def taken(world: World, handler: Person, complaint_id: bytes) -> None:
    """Let a handler take it; she is told the name and a date."""
    rules = Rules.of(world.bot.service.content)
    await world.does(handler, lambda act: complaints_work.acknowledge(act, rules, complaint_id))
    await world.settle()


async def answered(world: World, handler: Person, complaint_id: bytes, text: str) -> None:
    """Let a handler decide every area, and send the answer."""
    private = handler.private
    case = await world.does(
        handler, lambda act: complaints_case.open_case(act, complaint_id, private)
    )
    for point in case.points:
        await _decided(world, handler, complaint_id, point.id)
    await world.does(handler, lambda act: complaints_work.notify(act, complaint_id, text, "en"))
    await world.settle()


async def _decided(world: World, handler: Person, complaint_id: bytes, point: bytes) -> None:
    await world.does(
        handler,
        lambda act: complaints_work.decide(act, complaint_id, point, "upheld", "It was so."),
    )


async def opens_complaint(world: World, person: Person, complaint_id: bytes, *marks: str) -> None:
    """Expect that this person's key opens these words of a complaint."""
    opened = await _opened(world, person, complaint_id)
    open_to(person, opened, *marks)


async def complaint_stays_closed(world: World, person: Person, complaint_id: bytes) -> None:
    """Expect nothing to open with this person's key, neither by theft nor by the act."""
    opened = await _opened(world, person, complaint_id)
    expect(opened.words, "a complaint to be there")
    expect(not opened.any, f"nothing of a complaint to open with {person.name}'s key")
    expect(not await queue(world, person), f"nothing in {person.name}'s queue")
    try:
        await world.does(
            person, lambda act: complaints_case.open_case(act, complaint_id, person.private)
        )
    except Refused:
        return
    raise Unexpected(f"{person.name} to be refused")


async def _opened(world: World, person: Person, complaint_id: bytes) -> disk.Opened:
    vault, private = world.bot.service.vault, person.private
    return await world.bot.service.database.read(
        lambda conn: disk.complaint_opened_by(conn, vault, complaint_id, private)
    )
