"""Somebody whom nobody knows raises a worry by text, and reads the answer on another phone."""

from bot.demo.chat_phone import ChatPhone
from bot.demo.hand import Hand
from bot.demo.stories import arrived
from bot.demo.stories.complaining import (
    PIN,
    answered,
    complains,
    complaint_stays_closed,
    opens_complaint,
    queue,
    reference_in,
    taken,
)
from bot.demo.stories.telling import Story, expect, says, sealed_to_people, silent, unreadable
from bot.demo.world import World
from bot.storage import contacts

WORDS = "My friend waits for weeks, Kanarypewter"
MORE = "It is winter now, Kanarysienna"
ANSWER = "We have spoken to them, Kanaryperiwinkle"
NEWEST = 1  # of two: that Mara works on it, and then what she decided
WRONG = "998877"
NOWHERE = "C-AAAA-AA"


async def play(world: World) -> None:
    """A stranger's text phone, the Hub, and a chat in other hands."""
    before = {line.id for line in await queue(world, world.people.mara)}
    friend = Hand(world, world.phone())
    receipt = await _raises(friend)
    reference = reference_in(receipt)
    mara = world.people.mara
    (line,) = [one for one in await queue(world, mara) if one.id not in before]
    expect(line.reference == reference, "the number of the receipt in Mara's queue")
    await opens_complaint(world, mara, line.id, WORDS)
    for name in ("Amina", "Dee"):
        await complaint_stays_closed(world, world.people.staff[name], line.id)
    await taken(world, mara, line.id)
    await world.later(hours=20)
    await answered(world, mara, line.id, ANSWER)
    await world.later(hours=12)
    index = world.bot.service.vault.address_index(*friend.address)
    kept = await world.bot.service.database.read(lambda conn: contacts.find(conn, index))
    expect(kept is None, "nothing of the friend's phone to be kept after a day")

    other = Hand(world, world.chat())
    await other.open_link("")
    await other.pick("English")
    if other.offers("Yes"):
        await other.pick("Yes")
    wrong = await _by_number(other, reference, WRONG)
    nowhere = await _by_number(other, NOWHERE, PIN)
    says(wrong, "That did not open.")
    expect(wrong == nowhere, "a wrong try and an unknown number to get the same answer")
    await _reads(other, reference)
    await opens_complaint(world, mara, line.id, WORDS, MORE)
    await sealed_to_people(world, "Kanarypewter", "Kanarysienna")
    unreadable(world, "Kanarypewter", "Kanarysienna", "Kanaryperiwinkle", reference, PIN)


async def _raises(friend: Hand) -> str:
    """No advocate is looked up or named; it goes to the Hub."""
    await friend.write("hello")
    await friend.pick("English")
    if friend.offers("Yes"):
        await friend.pick("Yes")
    receipt = await complains(friend, WORDS, about="An advocate")
    silent(friend.screen, "Amina", "Harbour", where="on a stranger's phone")
    says(receipt, "Kept. Number C-")
    says(friend.screen, "Number and 6 digits open it on any phone.")
    return receipt


async def _by_number(hand: Hand, reference: str, pin: str) -> str:
    await arrived.at_menu(hand)
    await hand.pick("Worry or complaint")
    await hand.pick("About one I sent before")
    await hand.write(reference)
    return await hand.write(pin)


async def _reads(other: Hand, reference: str) -> None:
    """Number and digits read and add; they never take back."""
    shown = await _by_number(other, reference, PIN)
    if "Which one?" in shown and isinstance(other.phone, ChatPhone):
        shown = await other.pick(other.phone.last.labels[NEWEST])
    says(shown, ANSWER)
    await other.pick("What I can do")
    expect(not other.offers("Take it back"), "no way to take it back by number and digits")
    await other.pick("Add words")
    await other.write(MORE)
    says(await other.pick("Send"), "Kept for the team")


STORY = Story(
    "a stranger's worry, by number and six digits",
    "it goes to the Hub alone; the answer is read, and more is added, from any phone; never undone",
    (
        "On the SMS phone, not linked: text anything; Worry or complaint; choose six digits.",
        "As Mara: take it and answer it.",
        "On the chat phone: Worry or complaint, About one I sent before, with number and digits.",
    ),
    play,
)
