"""Somebody else picks up the phone a while after she put it down."""

from bot.demo.hand import Hand
from bot.demo.stories import arrived
from bot.demo.stories.telling import Story, expect, opens, says, silent, unreadable
from bot.demo.world import World

REVEALING = ("Amina", "advocate", "Help numbers", "Write", "Kanarycoral")


async def play(world: World) -> None:
    """A chat and a text phone: the curtain falls, and nothing is shown to whoever asks."""
    case = world.people.cases["Maple-3"]
    hand = await arrived.by_link(world, case)
    question = await arrived.begins_to_write(hand, "Kanarycoral")
    says(question, "To Amina.")
    await world.later(minutes=16)
    _reveals_nothing(hand)
    expect(not hand.phone.notifications, "the curtain to fall without a sound")

    await hand.write("Who is this? What do you want from her")
    silent(hand.screen, "Amina", "advocate", "Help numbers")
    says(hand.screen, "Hello.", "Go on", "Not now")
    await hand.pick("Not now")
    await world.later(hours=1)
    silent(hand.screen, "Amina", "advocate", "Help numbers")

    page = f"/conversation/{case.survivor_id.hex()}"
    amina = await world.browser(world.people.amina)
    silent(await amina.open(page), "Kanarycoral", "Who is this", where="with Amina, unsent")

    await _by_text(world)
    await opens(world, world.people.amina, case)
    unreadable(world, "Kanarycoral", "Who is this")


async def _by_text(world: World) -> None:
    """On SMS nothing can be taken back; what comes after a silence reveals nothing."""
    hand = await arrived.by_code(world, world.people.cases["Ridge-9"])
    await hand.pick("Settings and my data")
    await world.later(minutes=16)
    expect(not hand.phone.notifications, "no text by itself")
    answer = await hand.write("1")
    says(answer, "Hello.", "Go on", "Not now")
    silent(answer, "Settings", *REVEALING)
    silent(await hand.pick("Not now"), *REVEALING)
    says(await hand.write("hello"), "Hello.")
    says(await hand.pick("Go on"), "Settings")


def _reveals_nothing(hand: Hand) -> None:
    says(hand.screen, "Hello.", "Go on", "Not now")
    silent(hand.screen, "Amina", "advocate", "Help numbers")


STORY = Story(
    "someone else picks up the phone",
    "after a quarter of an hour only: Hello. Go on, Not now; nothing is sent and nothing is lost",
    (
        "Begin to write to your advocate.",
        "Press Hand to someone else.",
        "Write or press anything: Hello. Go on, Not now.",
    ),
    play,
)
