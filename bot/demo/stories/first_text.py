"""Somebody nobody knows texts the number, in Vietnamese."""

from bot.demo.hand import Hand
from bot.demo.stories.telling import Story, expect, says, sealed_to_people, silent, unreadable
from bot.demo.world import World

FIRST = "Xin chào, tôi là Kanaryviolet"
ACCENTS = "ạảấầẩẫậắằẳẵặẹẻẽềểễệịọốồổỗộớờợụủứừữựỳ"


async def play(world: World) -> None:
    """Text in Vietnamese, choose Vietnamese, look for numbers."""
    phone = world.phone()
    hand = Hand(world, phone)

    languages = await hand.write(FIRST)
    says(languages, "English", "العربية", "Tiếng Việt")
    silent(languages, "Amina", "advocate", "survivor", "slavery")
    expect(phone.last.cost.endswith(" 1 segment"), "the list of languages in one segment")

    came = phone.acts
    await phone.again()
    await world.settle()
    expect(phone.acts == came, "no second answer to a text that the carrier brings twice")

    hello = await hand.pick("Tiếng Việt")
    expect(any(letter in hello for letter in ACCENTS), "Vietnamese with all its accents")
    silent(hello, "Hello", "Yes")

    await hand.pick("Có")
    numbers = await hand.pick("Số trợ giúp")
    says(numbers, "999", "08000 121 700")
    expect(any(letter in numbers for letter in ACCENTS), "the numbers explained in Vietnamese")

    unreadable(world, "Kanaryviolet", phone.number, phone.number[-10:], "Xin chào")
    await sealed_to_people(world, "Kanaryviolet")


STORY = Story(
    "first text in Vietnamese, by SMS",
    "one segment lists the languages, then Vietnamese; nothing of it can be read on the disk",
    (
        "On the SMS phone, text anything at all.",
        "Text the number beside Tiếng Việt.",
        "Look at Carrier sees, then at Database holds: the same words, and nothing of them.",
    ),
    play,
)
