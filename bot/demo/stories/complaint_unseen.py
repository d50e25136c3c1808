"""She complains about Amina; then Amina and her manager look at everything they can open.

It is played in two worlds of its own with one clock: in the other one she only looks at her menu.
"""

from bot.demo.hand import Hand
from bot.demo.stories import arrived
from bot.demo.stories.complaining import (
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
    unreadable,
)
from bot.demo.twins import Twins
from bot.demo.world import World

WORDS = "She came two hours late, Kanarycrimson"
ANSWER = "We agree with you, Kanaryviolet"
SHUT_OUT = ("Amina", "Dee", "Joe", "Quinn")


async def play(_: World) -> None:
    """Two worlds, one complaint, and everybody's pages."""
    async with Twins.open() as twins:
        hands = [await _begins(world) for world in (twins.one, twins.other)]
        await twins.step()
        receipt = await complains(hands[0], WORDS)
        says(receipt, "Kept. Number C-", "We will write by")
        silent(hands[0].screen, "Kanarycrimson", where="in the chat once it is kept")
        await arrived.at_menu(hands[1])
        await _nothing(twins, "Amina", "Dee")

        mara = twins.one.people.mara
        (line,) = await queue(twins.one, mara)
        expect(line.reference == reference_in(receipt), "the same number in Mara's queue")
        page = await (await twins.one.browser(mara)).open("/cases")
        says(page, line.reference, where="on Mara's page of complaints")
        await twins.step()
        await taken(twins.one, mara, line.id)
        await twins.step(20)
        says(await _read(hands[0]), "Mara")
        await arrived.at_menu(hands[1])
        await twins.step()
        await answered(twins.one, mara, line.id, ANSWER)
        await twins.step(20)
        says(await _read(hands[0]), "We agree with you", ANSWER)
        await arrived.at_menu(hands[1])
        await twins.step()
        await _nothing(twins, "Amina", "Dee", "Sol")

        await opens_complaint(twins.one, mara, line.id, WORDS, ANSWER)
        for name in SHUT_OUT:
            await complaint_stays_closed(twins.one, twins.one.people.staff[name], line.id)
        await sealed_to_people(twins.one, "Kanarycrimson")
        unreadable(twins.one, "Kanarycrimson", "Kanaryviolet", line.reference)


async def _begins(world: World) -> Hand:
    """She is linked and has written to Amina once, as in any week."""
    hand = await arrived.by_link(world, world.people.river)
    await arrived.sends(hand, "See you on Friday")
    if hand.offers("Menu"):
        await hand.pick("Menu")
    return hand


async def _read(hand: Hand) -> str:
    """The lock screen says that there is something; returns what comes when she asks."""
    expect(hand.phone.notifications == [NEUTRAL], "only the neutral line on the lock screen")
    shown = await hand.pick("Show")
    await hand.pick("Menu")
    return shown


async def _nothing(twins: Twins, *names: str) -> None:
    """Everybody of Amina's organisation, and who isn't to work on it, sees what they would see."""
    for name in names:
        differ = await twins.differences(name)
        expect(not differ, f"{name}'s pages to be the same without the complaint: {differ}")


STORY = Story(
    "a complaint about Amina, unseen by Amina",
    "the Hub reads and answers it; Amina's and her manager's pages stay the same, byte by byte",
    (
        "On her phone: Worry or complaint, about My advocate; choose six digits at the end.",
        "Open the console as Mara: it is under Complaints. Take it, decide, and answer.",
        "Open the console as Amina and as Dee: nothing, not even a count. Look at Who can open.",
    ),
    play,
)
