"""The beginning that several stories share: she is linked, an adult, and stands at the menu."""

from bot.demo.hand import Hand
from bot.demo.people import Case
from bot.demo.world import World


async def by_link(world: World, case: Case) -> Hand:
    """Link a new phone by the link of a card."""
    hand = Hand(world, world.chat())
    await hand.open_link((await world.card(case)).link)
    return await _settled_in(hand)


async def by_code(world: World, case: Case) -> Hand:
    """Link a new phone by the code of a card."""
    hand = Hand(world, world.phone())
    await hand.write((await world.card(case)).code)
    return await _settled_in(hand)


async def _settled_in(hand: Hand) -> Hand:
    await hand.pick("Yes")
    await hand.pick("Yes")
    return hand


async def at_menu(hand: Hand) -> str:
    """Ask for the menu, through the curtain where a quarter of an hour has passed."""
    shown = await hand.write("menu")
    if hand.offers("Not now") and hand.offers("Go on"):
        await hand.pick("Go on")
        shown = await hand.write("menu")
    return shown


async def begins_to_write(hand: Hand, text: str) -> str:
    """Write something to her advocate, up to the question whether to send it."""
    await hand.pick("Write to my advocate")
    if hand.offers("Go on"):  # who reads this is said before the first words only
        await hand.pick("Go on")
    return await hand.write(text)


async def sends(hand: Hand, text: str) -> str:
    """Write to her advocate and send it; agree to notes; returns the receipt."""
    await begins_to_write(hand, text)
    receipt = await hand.pick("Send")
    await hand.pick("Yes")
    await hand.pick("Not now")
    return receipt
