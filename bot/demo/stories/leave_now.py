"""Somebody comes in while she writes: she leaves, and nothing comes after her."""

from bot.demo.hand import Hand
from bot.demo.stories import arrived
from bot.demo.stories.telling import Story, expect, says, silent, unreadable
from bot.demo.world import World


async def play(world: World) -> None:
    """Leave a chat in the middle of a draft; leave by text while an answer is on its way."""
    case = world.people.cases["Heron-2"]
    hand = await arrived.by_link(world, case)
    await arrived.begins_to_write(hand, "I need shoes, Kanarycrimson")
    await hand.pick("Leave")
    expect(hand.screen == "", "an empty chat")
    await world.later(hours=3)
    expect(hand.screen == "", "an empty chat three hours later")
    expect(not hand.phone.notifications, "no sound after leaving")

    await hand.write("hi")
    says(hand.screen, "Hello.")
    silent(hand.screen, "Kanarycrimson", "Amina")
    await _held_up(world, hand)
    await _by_text(world)
    unreadable(world, "Kanarycrimson", "Kanaryscarlet")


async def _held_up(world: World, hand: Hand) -> None:
    """What the carrier could not take before she left is not sent when it can."""
    await hand.pick("Go on")
    world.telegram.floods.append(30)
    await hand.write("Kanaryscarlet")
    await hand.write("LEAVE")
    await world.later(minutes=2)
    silent(hand.screen, "Kanaryscarlet", "Amina", "Send")
    await world.later(hours=1)
    expect(not hand.phone.notifications, "nothing late on the lock screen")
    expect(hand.screen == "", "an empty chat once the carrier works again")


async def _by_text(world: World) -> None:
    phone = world.phone()
    hand = Hand(world, phone)
    await hand.write("hello")
    await hand.pick("English")
    expect(await hand.write("LEAVE") == "", "no answer to LEAVE")
    await world.later(hours=3)
    expect(hand.news == "", "no text after LEAVE")
    silent(await hand.write("hello"), "Amina", "advocate", "Help numbers")


STORY = Story(
    "leave now",
    "the chat is empty at once and stays so; what had not gone out yet never does",
    (
        "Begin to write something.",
        "Press Leave now: the chat is empty.",
        "Let an hour pass: it stays empty.",
    ),
    play,
)
