"""She books a time by text; Amina says yes; one neutral reminder; not met, and no blame."""

import re

from bot.acts.act import Act
from bot.acts.meetings import of_survivor
from bot.booking import reminding
from bot.clock import HOUR_MS
from bot.demo.hand import Hand
from bot.demo.people import Case
from bot.demo.stories import arrived
from bot.demo.stories.telling import NEUTRAL, Story, expect, says, silent, there, unreadable
from bot.demo.world import World

REVEALING = ("Amina", "advocate", "meet", "Phone", "interpreter")
PLACE = "12 Kanarymill Lane"


async def play(world: World) -> None:
    """Asked, confirmed, reminded, not met, and asked kindly whether another time is good."""
    case = world.people.cases["Birch-14"]
    hand = await arrived.by_code(world, case)
    time = await chooses(hand, "Phone")
    says(hand.screen, f"Asked: {time}, UK time. I hold it for you.")
    await hand.pick("Reminder for tomorrow")
    meeting = await _confirmed(world, case)
    await _learns(world, hand, f"Booked: {time}, UK time. To change: menu, 2.")
    await _reminded(world, hand, case)
    await _not_met(world, hand, case, meeting)
    unreadable(world, "Kanarymill", hand.address[1])


async def chooses(hand: Hand, how: str) -> str:
    """From the menu to a time that is asked for; returns it."""
    for label in ("Meet my advocate", how, "Yes, a woman", "Soomaali", "Afternoon"):
        await hand.pick(label)
    time = first_time(hand)
    says(await hand.pick(time), how, time, "Somali interpreter, a woman")
    await hand.pick("Book it")
    return time


def first_time(hand: Hand) -> str:
    """Return the first of the times that are offered now."""
    found = re.search(r"1\W+((?:Mon|Tue|Wed|Thu|Fri) .+?(?:am|pm))", hand.news)
    return there(found, "three times to choose from").group(1)


async def _confirmed(world: World, case: Case) -> str:
    """Amina says yes in one tap, and writes where."""
    amina = await world.browser(world.people.amina)
    says(await amina.open("/"), "Asks for a time to meet", where="on Amina's first page")
    page = await amina.open("/calendar")
    says(
        page,
        "Waiting for your yes",
        case.case_name,
        "interpreter, a woman",
        where="on her calendar",
    )
    found = re.search(r'action="(/meeting/[0-9a-f]{32})/confirm"', amina.page)
    meeting = there(found, "a button that says yes").group(1)
    says(await amina.send(f"{meeting}/confirm"), "Confirmed", where="on her calendar")
    await amina.open(meeting)
    await amina.send(f"{meeting}/place", place=PLACE)
    return meeting


async def _learns(world: World, hand: Hand, words: str) -> None:
    """A neutral note after the open conversation; the words only when she asks."""
    await world.later(minutes=16)
    await _waking(world)
    expect(hand.phone.notifications == [_note()], "only the neutral line on the lock screen")
    says(await hand.write("1"), words)
    await hand.pick("Menu")


def _note() -> str:
    return f"{NEUTRAL}\nReply 1 to read it."


async def _waking(world: World) -> None:
    """Wait for the end of quiet hours."""
    while not 9 <= world.hour < 20:  # noqa: PLR2004 - quiet hours as she left them
        await world.later(hours=1)


async def _reminded(world: World, hand: Hand, case: Case) -> None:
    """One reminder, the day before, in the words that she chose."""
    at = await _begins(world, case)
    opens, closes = reminding(at)
    while world.clock.now() < opens + HOUR_MS:
        await world.later(hours=1)
    came = [text for text in hand.phone.notifications if "tomorrow" in text]
    expect(len(came) == 1, "one reminder")
    says(came[0], "Reminder for tomorrow.", "1 OK")
    silent(came[0], *REVEALING, where="in the reminder")
    expect(world.clock.now() < closes, "it to come in waking hours")
    says(await hand.write("1"), "OK.")
    while world.clock.now() < at + HOUR_MS:
        await world.later(hours=1)
    expect(not [text for text in hand.phone.notifications if "tomorrow" in text], "no other one")


async def _begins(world: World, case: Case) -> int:
    vault = world.bot.service.vault

    def read(act: Act) -> int:
        key = act.key_of(case.survivor_id)
        return of_survivor(act.conn, vault, case.survivor_id, key)[-1].starts_at

    return await world.does(world.people.amina, read)


async def _not_met(world: World, hand: Hand, case: Case, meeting: str) -> None:
    """Nobody asks why: another time, not now, or a different way."""
    amina = await world.browser(world.people.amina)
    says(await amina.open("/calendar"), "Did you meet?", case.case_name, where="on her calendar")
    sheet = await amina.open(f"{meeting}/not-met")
    says(sheet, "We did not meet today. That is OK. Another time?", where="before it is said")
    await amina.send(f"{meeting}/not-met")
    hand.phone.unlock()
    await world.settle()
    await _waking(world)
    expect(hand.phone.notifications == [_note()], "only the neutral line on the lock screen")
    shown = await hand.write("1")
    says(shown, "We did not meet today. That is OK. Another time?", "A different way")
    says(await hand.pick("Yes"), "How would you like to meet Amina?")
    says(await hand.pick("Phone"), "As last time: Somali interpreter, a woman, afternoons?")
    await hand.write("leave")


STORY = Story(
    "book, remind, not met",
    "held until Amina says yes, one neutral reminder, and no blame for not meeting",
    (
        "Under more cases text the code of Birch-14; choose Meet my advocate, and a time.",
        "As Amina open Calendar and press I confirm. Let time pass to the day before.",
        "After the meeting press We did not meet: a note, and three choices without a why.",
    ),
    play,
)
