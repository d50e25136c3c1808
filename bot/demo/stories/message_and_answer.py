"""She writes to Amina on Telegram; Amina reads and answers in the console; the answer arrives."""

from bot.demo.browser import Browser
from bot.demo.hand import Hand
from bot.demo.stories import arrived
from bot.demo.stories.telling import (
    NEUTRAL,
    Story,
    expect,
    opens,
    says,
    sealed_to_people,
    silent,
    stays_closed,
    unreadable,
)
from bot.demo.world import World

WORDS = "My room is cold, Kanaryamber"
ANSWER = "A heater comes on Tuesday, Kanaryindigo"


async def play(world: World) -> None:
    """One message, one answer, and everybody who may not read them."""
    people, case = world.people, world.people.river
    hand = await arrived.by_link(world, case)
    says(hand.screen, case.card.staff_words)
    receipt = await arrived.sends(hand, WORDS)
    says(receipt, "Kept for Amina", "Wed 4 Mar")
    silent(receipt, "Kanaryamber")

    amina = await world.browser(people.amina)
    page = f"/conversation/{case.survivor_id.hex()}"
    says(await amina.open("/"), "River-12 1 new message", where="on Amina's first page")
    says(await amina.open(page), WORDS, where="in Amina's console")
    await _only_holders_read(world, page)

    await world.later(minutes=16)
    says(await amina.open(page), "six words", where="in a console left alone for ten minutes")
    amina = await world.browser(people.amina)
    await _answer(amina, page)
    await world.settle()
    await _read(world, hand)
    amina = await world.browser(people.amina)
    says(await amina.open(page), "opened", where="under Amina's answer")

    unreadable(world, "Kanaryamber", "Kanaryindigo", hand.address[1])
    await opens(world, people.amina, case, WORDS, ANSWER)
    await opens(world, people.joe, case, WORDS, ANSWER)
    for person in (people.mara, people.dee, people.sol, people.ravi, people.tess):
        await stays_closed(world, person, case)
    await sealed_to_people(world, "Kanaryamber", "Kanaryindigo")


async def _only_holders_read(world: World, page: str) -> None:
    """Her cover can open it; others get the page of something that isn't there."""
    joe = await world.browser(world.people.joe)
    says(await joe.open(page), WORDS, where="in the console of Joe, her cover")
    for person in (world.people.mara, world.people.dee, world.people.sol):
        other = await world.browser(person)
        silent(await other.open(page), "Kanaryamber", where=f"in {person.name}'s console")
        expect(other.status in {403, 404}, f"{person.name} to be shown no conversation")
        silent(await other.open("/"), "River-12", where=f"on {person.name}'s first page")


async def _answer(amina: Browser, page: str) -> None:
    """Answer in own words: check, then send."""
    await amina.open(page)
    check = await amina.send(f"{page}/check", words=ANSWER, language="en")
    says(check, ANSWER, NEUTRAL, where="on the page that checks the answer")
    fields = {"words": ANSWER, "language": "en", "once": amina.hidden("once")}
    await amina.send(f"{page}/send", **fields)
    says(amina.text, ANSWER, where="in the thread")


async def _read(world: World, hand: Hand) -> None:
    """The lock screen says that there is something; the words come when she asks, and go again."""
    expect(hand.phone.notifications == [NEUTRAL], "only the neutral line on the lock screen")
    silent(hand.screen, "Kanaryindigo")
    says(await hand.pick("Show"), ANSWER)
    await world.later(minutes=11)
    silent(hand.screen, "Kanaryindigo", where="on the phone after ten minutes")


STORY = Story(
    "message and answer, on Telegram",
    "sealed, read and answered in the console, shown when asked for, and gone after ten minutes",
    (
        "Beside River-12 press Open the link; answer Yes twice; write to your advocate, and send.",
        "Agree to notes. Open River-12 as Amina, and answer.",
        "Let 16 minutes pass: the lock screen says only that something waits. Press Show.",
    ),
    play,
)
