"""Both carriers fail in the evening for six hours, and come back in the night."""

from functools import partial

from bot.acts import conversation
from bot.demo.hand import Hand
from bot.demo.stories import arrived
from bot.demo.stories.telling import NEUTRAL, Story, expect, opens, says, unreadable
from bot.demo.world import World

WORDS = "The boiler broke, Kanarymaroon"
TEXTED = "Same here by text, Kanaryolive"
ANSWER = "Somebody comes tomorrow, Kanaryteal"
MORNING = 8


async def play(world: World) -> None:
    """Words are kept while nothing can be said; in the night it stays still; then it is told."""
    world.clock.at(17, 30)
    people = world.people
    chat, text = people.cases["Cliff-6"], people.cases["Dune-10"]
    hand, texting = await _two_who_have_sent(world)

    await _send_into_the_outage(world, hand, texting)
    shown, texts = hand.screen, texting.screen
    await world.later(minutes=20)
    for case in (chat, text):
        answer = partial(
            conversation.reply, survivor_id=case.survivor_id, text=ANSWER, language="en"
        )
        await world.does(people.amina, answer)
    for _ in range(6):
        await world.later(hours=1)
    await world.recover()
    while world.hour != MORNING:
        expect(not hand.phone.notifications, "nothing on the lock screen of the chat in the night")
        expect(not texting.phone.notifications, "no text in the night")
        await world.later(hours=1)
    expect(hand.screen == shown, "nothing late in the chat, not even a receipt")
    expect(texting.screen == texts, "nothing late by text, not even a receipt")
    await _morning(world, hand, texting)

    amina = await world.browser(people.amina)
    for case, words in ((chat, WORDS), (text, TEXTED)):
        page = f"/conversation/{case.survivor_id.hex()}"
        says(await amina.open(page), words, where="in Amina's console")
        await opens(world, people.amina, case, words, ANSWER)
    unreadable(world, "Kanarymaroon", "Kanaryolive", "Kanaryteal")


async def _morning(world: World, hand: Hand, texting: Hand) -> None:
    """One neutral note after nine; her next message is answered first with what was kept."""
    world.clock.at(9, 5)
    await world.settle()
    for one in (hand, texting):
        expect(len(one.phone.notifications) == 1, "one note in the morning")
        says(one.phone.notifications[0], NEUTRAL, where="on the lock screen in the morning")
    for one in (hand, texting):
        said = await one.write("hello?")
        says(said, "Your last message was kept.")


async def _two_who_have_sent(world: World) -> tuple[Hand, Hand]:
    hand = await arrived.by_link(world, world.people.cases["Cliff-6"])
    await arrived.sends(hand, "first")
    texting = await arrived.by_code(world, world.people.cases["Dune-10"])
    await arrived.sends(texting, "first")
    return hand, texting


async def _send_into_the_outage(world: World, hand: Hand, texting: Hand) -> None:
    """The carriers take what she sends, and fail before they take the receipt."""
    for one, words in ((hand, WORDS), (texting, TEXTED)):
        if "Menu" in one.screen:
            await one.pick("Menu")
        await arrived.begins_to_write(one, words)
    world.telegram.floods.append(1)
    world.twilio.floods = 1
    await hand.pick("Send")
    await texting.pick("Send")
    await world.outage()


STORY = Story(
    "carrier down for six hours, back at night",
    "words sent into it are kept; nothing is said late or in the night; in the morning it is told",
    (
        "Send something to your advocate, then switch Telegram down.",
        "Answer as Amina, and let six hours pass.",
        "Switch it on again: nothing late. The next working day brings one neutral note.",
    ),
    play,
)
