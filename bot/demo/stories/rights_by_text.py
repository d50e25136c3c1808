"""Somebody nobody knows reads about rights in Vietnamese, by text message.

What has no draft yet is read in English: the story holds either way, and the phone says so.
"""

from bot.content import NATIONS
from bot.demo.hand import Hand
from bot.demo.stories.telling import Story, expect, says, silent, there, unreadable
from bot.demo.text_phone import TextPhone
from bot.demo.world import World
from bot.flows.book import BOOK
from bot.flows.rights_pages import Topic
from bot.words import Tongue

FIRST = "Xin chào Kanarymarigold"
MONEY, REMOVAL = "tiền", "trục xuất"
NATION = "scotland"
MOST = 3  # segments of one text in an alphabet of 70 letters


async def play(world: World) -> None:
    """Choose Vietnamese and a nation, find two pages by a word, read the hard one knowingly."""
    phone = world.phone()
    hand = Hand(world, phone)
    tongue = world.bot.service.words.tongue("vi")
    rights = world.bot.service.content.rights

    await hand.write(FIRST)
    await hand.pick("Tiếng Việt")
    await hand.pick("Có")
    nations = await hand.pick(_label(tongue, "menu_stranger.menu.rights"))
    says(nations, *(_label(tongue, f"rights_nation.nation.{nation}") for nation in NATIONS))
    topics = await hand.pick(_label(tongue, f"rights_nation.nation.{NATION}"))
    says(topics, *(tongue.say(topic.title) for topic in rights.topics[:6]))

    page = await hand.write(MONEY)
    _reads(page, tongue, there(rights.topic("money"), "a page about money"))
    silent(page, _label(tongue, "rights.ways.ask"))
    _affordable(phone)

    await hand.pick(_label(tongue, "rights.ways_stranger.other"))
    removal = there(rights.topic("removal"), "a page about removal")
    warned = await hand.write(REMOVAL)
    says(warned, tongue.say(removal.title))
    silent(warned, *(tongue.say(card.text) for card in removal.cards))
    _reads(await hand.pick(_label(tongue, "rights.gate.read")), tongue, removal)
    _affordable(phone)

    unreadable(world, "Kanarymarigold", phone.number, phone.number[-10:])


def _label(tongue: Tongue, context: str) -> str:
    """Return a choice as this phone reads it."""
    flow, step, key = context.split(".")
    picks = BOOK.flows[flow].at[step].picks
    return tongue.say(next(pick.option.label for pick in picks if pick.key == key))


def _reads(page: str, tongue: Tongue, topic: Topic) -> None:
    """Expect the cards of one nation, their marks, where they are from, and no other nation's."""
    says(page, *(tongue.say(card) for card in topic.page(NATION)))
    says(page, tongue.say(topic.credits(NATION)))
    others = [card for card in topic.cards if card not in topic.of(NATION)]
    silent(page, *(tongue.say(card.text) for card in others))


def _affordable(phone: TextPhone) -> None:
    for text in phone.texts:
        if not text.hers:
            segments = int(text.cost.split()[-2])
            expect(segments <= MOST, f"no text of {segments} segments")


STORY = Story(
    "rights in Vietnamese, by SMS",
    "a word finds the page; each card says what is not confirmed; the hard one asks first",
    (
        "On the SMS phone, text anything; choose Tiếng Việt, then the first choice of the menu.",
        "Choose a nation, and text one word: tiền.",
        "Text trục xuất: the page about removal asks before it is shown.",
    ),
    play,
)
