"""Amina freezes her and links a phone of her own; from it she tries everything that there is.

A phone is not the person: what was complained of belongs to the link it was made from. It is played
in two worlds of its own with one clock: in the other one she never complained.
"""

import re

from bot.acts import invites, link
from bot.demo.hand import Hand
from bot.demo.stories import arrived
from bot.demo.stories.complaining import (
    REFERENCE,
    answered,
    complains,
    complaint_stays_closed,
    opens_complaint,
    queue,
    reference_in,
    taken,
)
from bot.demo.stories.telling import (
    NEUTRAL,
    Story,
    expect,
    says,
    sealed_to_people,
    silent,
    there,
    unreadable,
)
from bot.demo.twins import Twins
from bot.demo.world import World
from bot.storage import contacts

BEFORE = "She reads my letters, Kanaryteal"
FROZEN = "Now she has cut me off, Kanaryolive"
ANSWER = "We have changed who reads your letters, Kanarymaroon"
GUESSED = "111111"
DEEP = 2
PUBLIC = (("1",), ("5",), ("7",))
"""Rights, help numbers and languages: the same for everybody, so nothing behind them is hers."""
_CHOICE = re.compile(r"^([1-7]) ", re.MULTILINE)
_DRAWN = re.compile(r"\b\d{3}\b")


async def play(_: World) -> None:
    """Two worlds: the same phones, the same freeze, the same attack."""
    async with Twins.open() as twins:
        hers = [await arrived.by_code(w, w.people.river) for w in (twins.one, twins.other)]
        await twins.step()
        first = reference_in(await complains(hers[0], BEFORE))
        await arrived.at_menu(hers[1])
        await twins.step()

        amina = [
            await _takes_over(world, hand) for world, hand in zip(_both(twins), hers, strict=True)
        ]
        await twins.step()
        second = await _complains_frozen(hers[0])
        await arrived.at_menu(hers[1])
        await twins.step()
        lines = {line.reference: line for line in await queue(twins.one, twins.one.people.mara)}
        expect(set(lines) == {first, second}, "both complaints with the Hub")

        await _guesses(first, *amina)
        await _tries_everything(*amina)
        await twins.step()
        for name in ("Amina", "Dee"):
            differ = await twins.differences(name)
            expect(not differ, f"{name}'s pages to be the same without a complaint: {differ}")
        await _it_is_answered(twins, hers[0], amina[0], lines[second].id)

        for line in lines.values():
            for name in ("Amina", "Dee", "Joe"):
                await complaint_stays_closed(twins.one, twins.one.people.staff[name], line.id)
        await opens_complaint(twins.one, twins.one.people.mara, lines[first].id, BEFORE)
        await sealed_to_people(twins.one, "Kanaryteal", "Kanaryolive")
        unreadable(twins.one, "Kanaryteal", "Kanaryolive", "Kanarymaroon", first, second)


def _both(twins: Twins) -> tuple[World, World]:
    return twins.one, twins.other


async def _takes_over(world: World, hers: Hand) -> Hand:
    """Freeze her phone, and use a new code on one of Amina's own."""
    amina, river = world.people.amina, world.people.river.survivor_id
    index = world.bot.service.vault.address_index(*hers.address)
    row = await world.bot.service.database.read(lambda conn: contacts.find(conn, index))
    hers_id = there(row, "her phone to be known").id
    await world.does(amina, lambda act: link.freeze(act, hers_id))
    card = await world.does(amina, lambda act: invites.make(act, river))
    own = Hand(world, world.phone())
    await own.write(card.code)
    await own.pick("Yes")
    await own.pick("Yes")
    expect(own.offers("Write to my advocate"), "Amina's own phone to be linked now")
    return own


async def _complains_frozen(hers: Hand) -> str:
    """From the frozen phone there is still the way to the Hub, and to nobody else."""
    menu = await arrived.at_menu(hers)
    says(menu, "Worry or complaint")
    silent(menu, "Write to my advocate", "Amina")
    receipt = await complains(hers, FROZEN, about="An advocate")
    says(receipt, "Kept. Number C-")
    return reference_in(receipt)


async def _tries_everything(own: Hand, twin: Hand) -> None:
    """Walk every way from the menu; each answer is the one of the world without a complaint."""
    todo: list[tuple[str, ...]] = [()]
    while todo:
        way = todo.pop(0)
        shown, other = [await _walk(hand, way) for hand in (own, twin)]
        expect(_plain(shown) == _plain(other), f"the same answer without a complaint at {way}")
        silent(shown, "Kanary", NEUTRAL, where="on Amina's own phone")
        if len(way) < DEEP and way[:1] not in PUBLIC:
            todo += [(*way, number) for number in dict.fromkeys(_CHOICE.findall(shown))]


async def _walk(hand: Hand, way: tuple[str, ...]) -> str:
    shown = await arrived.at_menu(hand)
    for number in way:
        shown = await hand.write(number)
    return shown


def _plain(shown: str) -> str:
    """Return it without what is drawn anew each time."""
    return _DRAWN.sub("…", REFERENCE.sub("…", shown))


async def _guesses(reference: str, *phones: Hand) -> None:
    """Even the right number, seen on a screen, opens nothing without her digits."""
    answers = []
    for hand in phones:
        await arrived.at_menu(hand)
        await hand.pick("Worry or complaint")
        says(await hand.pick("About one I sent before"), "Please send the number")
        await hand.write(reference)
        answers.append(await hand.write(GUESSED))
    says(answers[0], "That did not open.")
    expect(answers[0] == answers[1], "the same answer where there is no such complaint")


async def _it_is_answered(twins: Twins, hers: Hand, own: Hand, complaint_id: bytes) -> None:
    """The Hub answers on the frozen phone, and on no other."""
    own.look_away()
    mara = twins.one.people.mara
    await taken(twins.one, mara, complaint_id)
    await twins.step(20)
    await answered(twins.one, mara, complaint_id, ANSWER)
    await twins.step(20)
    expect(NEUTRAL in hers.phone.notifications[0], "a neutral line on the frozen phone")
    expect(own.news == "", "nothing on Amina's own phone")


STORY = Story(
    "through the front door",
    "the advocate who freezes her and links a phone of her own finds no trace of any complaint",
    (
        "Complain about My advocate; then as Amina freeze the phone under Invite, freeze.",
        "Link the other phone with a new code: no way there leads to the complaint.",
        "On the frozen phone Worry or complaint still goes to the Hub.",
    ),
    play,
)
