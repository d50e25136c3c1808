"""Two people want the same time of Amina's at one moment: one gets it, one is offered others."""

import asyncio

from bot.demo.hand import Hand
from bot.demo.stories import arrived
from bot.demo.stories.meeting import first_time
from bot.demo.stories.telling import Story, expect, says, silent
from bot.demo.world import World


async def play(world: World) -> None:
    """One on a chat, one by text; both at the check-back; both press Book it."""
    one = await arrived.by_link(world, world.people.cases["Hazel-15"])
    two = await arrived.by_code(world, world.people.cases["Rowan-16"])
    for hand in (one, two):
        for label in ("Meet my advocate", "Video", "No", "Any time", "Skip"):
            await hand.pick(label)
    time = first_time(two)
    expect(one.offers(time), "both to be offered the same time")
    for hand in (one, two):
        says(await hand.pick(time), "Video", time)
    await asyncio.gather(_books(one), _books(two))
    await world.settle()

    won = [hand for hand in (one, two) if f"Asked: {time}" in hand.news]
    expect(len(won) == 1, "one of them to have it")
    late = two if won == [one] else one
    says(late.news, "Somebody else has just taken that time.", "Which time?")
    offered = late.news.split("Somebody else", 1)[1]
    silent(offered, f"{time}\n", where="among what is offered now")
    if late is two:  # on a chat the times are on its buttons, not in its words
        other = first_time(late)
        await late.pick(other)
        says(await late.pick("Book it"), f"Asked: {other}")


async def _books(hand: Hand) -> None:
    await hand.pick("Book it")


STORY = Story(
    "two people tap one time",
    "one gets it, the other is kindly offered others, and nothing is lost",
    (
        "Under more cases: open the link of Hazel-15, and text the code of Rowan-16.",
        "On both phones press Meet my advocate, and go to the same time, up to Book it.",
        "Press Book it on both: one has it, the other is offered others.",
    ),
    play,
)
